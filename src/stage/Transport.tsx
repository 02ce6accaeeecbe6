/** Steps through a run: a slider over all its events, four buttons, and the step in words. */
import { type ReactElement, type ReactNode, useMemo } from "react";
import { useStore } from "zustand";
import { iterationAt, iterationBoundary, iterationsOf, skippedAt } from "#trace/iterations.ts";
import { lossesOf } from "#trace/losses.ts";
import { kindOf, type Phase, phaseAt, phaseBoundary, phasesOf } from "#trace/phases.ts";
import { formatShort } from "#views/value/formatNumber.ts";
import { type Playback, type Speed, speeds } from "./playback.ts";
import type { Player } from "./player.ts";
import { Sparkline } from "./Sparkline.tsx";
import { stepText } from "./stepText.ts";
import type { StepStrings, TransportStrings } from "./strings.ts";
import { usePlayer } from "./usePlayer.ts";
import "./transport.css";

export interface TransportProps {
  readonly player: Player;
  readonly playback: Playback;
  readonly strings: TransportStrings;
  readonly steps: StepStrings;
}

export function Transport({ player, playback, strings, steps }: TransportProps): ReactElement {
  const picture = usePlayer(player, (state) => state.picture);
  const cursor = usePlayer(player, (state) => state.cursor);
  const { playing, speed, loop } = useStore(playback.store);
  const { length } = picture.story;
  const at = Math.floor(cursor);
  const phases = phasesOf(picture.events);
  const strip = useMemo(() => stripOf(phasesOf(picture.events), length), [picture.events, length]);
  // Between two steps the one that is under way is told.
  const under = Math.ceil(cursor);
  const event = picture.events[under - 1];
  const phase = event && kindOf(event) ? phaseAt(phases, under) : undefined;
  const rounds = iterationsOf(picture.events);
  const round = iterationAt(rounds, at);
  const losses = lossesOf(picture.story);
  const loss = losses.findLast(({ since }) => since <= at && since > (rounds[round - 1] ?? 0));
  const toPhase = (direction: -1 | 1): void => player.moveTo(phaseBoundary(phases, cursor, direction));
  const toRound = (direction: -1 | 1): void => player.moveTo(iterationBoundary(rounds, cursor, direction, length));
  const text =
    length === 0 ? strings.nothing : under === 0 ? strings.before : stepText(picture.story, event, under, steps);
  const button = (label: string, path: string, disabled: boolean, act: () => void, wide = false): ReactNode => (
    <button
      type="button"
      className={`transport-button${wide ? " is-wide" : ""}`}
      aria-label={label}
      title={label}
      disabled={disabled}
      onClick={act}
    >
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={path} />
      </svg>
    </button>
  );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a toolbar of steps, not a form's fieldset.
    <div
      className="transport"
      role="group"
      aria-label={strings.label}
      onKeyDown={(event) => {
        if (event.key === "PageUp" || event.key === "PageDown") {
          event.preventDefault();
          const direction = event.key === "PageUp" ? -1 : 1;
          if (event.shiftKey && rounds.length > 0) toRound(direction);
          else toPhase(direction);
          return;
        }
        if (event.key !== " " || event.target instanceof HTMLButtonElement || event.target instanceof HTMLSelectElement)
          return;
        event.preventDefault();
        playback.toggle();
      }}
    >
      {button(
        playing ? strings.pause : strings.play,
        playing ? "M6,4V16M14,4V16" : "M6,3.5L16,10L6,16.5Z",
        length === 0,
        playback.toggle,
      )}
      {button(strings.start, "M5,4V16M16,4L8,10L16,16Z", at === 0, () => player.moveTo(0), true)}
      {rounds.length > 0 &&
        button(strings.roundBack, "M9,5A6,6 0 1 1 4.5,13M9,1.5V8.5L4.5,5Z", at === 0, () => toRound(-1), true)}
      {button(strings.phaseBack, "M16,4L10,10L16,16ZM9,4L3,10L9,16Z", at === 0, () => toPhase(-1), true)}
      {button(strings.back, "M14,4L6,10L14,16Z", at === 0, () => player.step(-1))}
      <div className="transport-track">
        {losses.length > 2 && (
          <Sparkline losses={losses} count={losses.length} length={length} cursor={at} onMove={player.moveTo} />
        )}
        <div className="transport-phases" style={{ background: strip }} aria-hidden="true" />
        <input
          className="transport-slider"
          type="range"
          min={0}
          max={length}
          step={1}
          value={at}
          disabled={length === 0}
          aria-label={strings.label}
          aria-valuetext={`${strings.position(at, length)}: ${text}`}
          style={{ "--at": `${length === 0 ? 100 : (100 * at) / length}%` } as Record<string, string>}
          onChange={(event) => player.moveTo(Number(event.currentTarget.value))}
        />
      </div>
      {button(strings.forward, "M6,4L14,10L6,16Z", at >= length, () => player.step(1))}
      {button(strings.phaseForward, "M4,4L10,10L4,16ZM11,4L17,10L11,16Z", at >= length, () => toPhase(1), true)}
      {rounds.length > 0 &&
        button(
          strings.roundForward,
          "M11,5A6,6 0 1 0 15.5,13M11,1.5V8.5L15.5,5Z",
          at >= length,
          () => toRound(1),
          true,
        )}
      {button(strings.end, "M15,4V16M4,4L12,10L4,16Z", at >= length, () => player.moveTo(length), true)}
      <button
        type="button"
        className="transport-button is-wide"
        aria-label={strings.loop}
        title={strings.loop}
        aria-pressed={loop}
        onClick={() => playback.setLoop(!loop)}
      >
        <svg viewBox="0 0 20 20" aria-hidden="true" className="is-line">
          <path d="M4,9V8A3,3 0 0 1 7,5H16M13,2L16,5L13,8M16,11V12A3,3 0 0 1 13,15H4M7,12L4,15L7,18" />
        </svg>
      </button>
      <select
        className="transport-speed"
        aria-label={strings.speed}
        title={strings.speed}
        value={speed}
        onChange={(event) => playback.setSpeed(Number(event.currentTarget.value) as Speed)}
      >
        {speeds.map((one) => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
      <p className="transport-step" title={text} aria-live={playing ? "off" : "polite"}>
        <span className="transport-position">{strings.position(at, length)}</span>
        {phase && <span className={`transport-phase is-${phase.kind}`}>{strings.phases[phase.kind]}</span>}
        <span className="transport-text">{text}</span>
        {round > 0 && (
          <span className="transport-round">
            {strings.round(round + skippedAt(picture.story, at), rounds.length + skippedAt(picture.story, length))}
            {loss && ` · ${strings.loss(formatShort(loss.value))}`}
          </span>
        )}
      </p>
    </div>
  );
}

/** More phases than this are too thin to see: the strip shows the larger ones. */
const shownPhases = 400;

/** The phases as bands of colour, as wide as they are long. */
function stripOf(phases: readonly Phase[], length: number): string {
  // A gradient without a colour would be refused, and that of the run before would stay.
  if (length === 0 || phases.length === 0) return "none";
  const step = Math.ceil(phases.length / shownPhases);
  const bands = phases
    .filter((_, i) => i % step === 0)
    .map(({ kind, from }, i, shown) => {
      const [start, end] = [from, shown[i + 1]?.from ?? length].map((at) => `${((100 * at) / length).toFixed(2)}%`);
      return `var(--phase-${kind}) ${start} ${end}`;
    });
  return `linear-gradient(to right, ${bands.join(", ")})`;
}
