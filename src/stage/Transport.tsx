/** Steps through a run: a slider over all its events, four buttons, and the step in words. */
import type { ReactElement, ReactNode } from "react";
import { useStore } from "zustand";
import { type Playback, type Speed, speeds } from "./playback.ts";
import type { Player } from "./player.ts";
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
  const { playing, speed } = useStore(playback.store);
  const { length } = picture.story;
  const at = Math.floor(cursor);
  const text =
    length === 0
      ? strings.nothing
      : at === 0
        ? strings.before
        : stepText(picture.story, picture.events[at - 1], cursor, steps);
  const button = (label: string, path: string, disabled: boolean, act: () => void): ReactNode => (
    <button
      type="button"
      className="transport-button"
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
      {button(strings.start, "M5,4V16M16,4L8,10L16,16Z", at === 0, () => player.moveTo(0))}
      {button(strings.back, "M14,4L6,10L14,16Z", at === 0, () => player.step(-1))}
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
      {button(strings.forward, "M6,4L14,10L6,16Z", at >= length, () => player.step(1))}
      {button(strings.end, "M15,4V16M4,4L12,10L4,16Z", at >= length, () => player.moveTo(length))}
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
        {text}
      </p>
    </div>
  );
}
