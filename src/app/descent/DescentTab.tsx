/** The way down: the learner's own loss as a landscape, the path on it, and everything that moves with it. */
import { type ReactElement, useMemo, useState } from "react";
import { useStore } from "zustand";
import { levelsOf, mapShare, scaleFor } from "#geometry/contours.ts";
import { frameOf, type Range, withOthers } from "#geometry/frame.ts";
import { spanOf } from "#geometry/grid.ts";
import { type AxisChoice, planeOf, projectPath, usualChoices } from "#geometry/plane.ts";
import { momentAt } from "#geometry/walk.ts";
import type { Landscape } from "#stage/landscapes.ts";
import { usePlayer } from "#stage/usePlayer.ts";
import { stepAt } from "#trace/descent.ts";
import { lossTapeAt, variationOf } from "#trace/lossTape.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import { Key } from "#views/descent/Key.tsx";
import { LineView } from "#views/descent/LineView.tsx";
import { MapView } from "#views/descent/MapView.tsx";
import { Rule } from "#views/rule/Rule.tsx";
import { useLateStrings } from "../strings.ts";
import type { Workbench } from "../workbench.ts";
import { AxisMenu, axisLabel } from "./AxisMenu.tsx";
import { CurvesPane } from "./CurvesPane.tsx";
import { FitPane } from "./FitPane.tsx";
import { Notes } from "./Notes.tsx";
import { ghostPath, racerPaths } from "./otherPaths.ts";
import { RacePanel } from "./RacePanel.tsx";
import { SurfacePane } from "./SurfacePane.tsx";
import { type Shown, useDescent } from "./useDescent.ts";
import { useEndLoss } from "./useEndLoss.ts";
import { useLandscape } from "./useLandscape.ts";
import { useRace } from "./useRace.ts";
import { useRest } from "./useRest.ts";
import { useStart } from "./useStart.ts";
import { useSteadyFrame } from "./useSteadyFrame.ts";
import "./descentTab.css";

export interface DescentTabProps {
  readonly workbench: Workbench;
}

export function DescentTab({ workbench }: DescentTabProps): ReactElement {
  const { descent: strings } = useLateStrings();
  const picture = usePlayer(workbench.player, (state) => state.picture);
  const shown = useDescent(picture);
  if (!shown)
    return (
      <div className="descent-none">
        <p>{strings.none}</p>
        <p className="descent-none-hint">{strings.noneHint}</p>
      </div>
    );
  return <Down workbench={workbench} run={shown} />;
}

interface DownProps extends DescentTabProps {
  readonly run: Shown;
}

function Down({ workbench, run }: DownProps): ReactElement {
  const { descent: strings } = useLateStrings();
  const { story, source, descent } = run;
  const { player } = workbench;
  const cursor = usePlayer(player, (state) => state.cursor);
  const names = descent.coordinates.map(({ label }) => label).join();
  const [chosen, setChosen] = useState<{ readonly names: string; readonly axes: readonly AxisChoice[] }>();
  // A choice of axes is one of these numbers; another program has others.
  const choices = chosen?.names === names ? chosen.axes : usualChoices(descent);
  const choiceKey = JSON.stringify(choices);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the choices.
  const plane = useMemo(() => planeOf(descent, choices), [descent, choiceKey]);
  const path = useMemo(() => projectPath(plane, descent), [plane, descent]);
  const frame = useMemo(() => frameOf(path), [path]);
  const home = `${names}|${choiceKey}`;
  const { held, onStart } = useStart(workbench, source, descent, plane);
  const race = useRace(workbench, story, descent, frame, home);
  const ghost = useStore(workbench.store, (state) => state.ghost);
  const others = useMemo(() => {
    const before = ghostPath(ghost?.story, descent, plane, strings.ghost);
    return [...(before ? [before] : []), ...racerPaths(race.results, descent, plane)];
  }, [ghost, descent, plane, race.results, strings]);
  const shown = useMemo(
    () =>
      race.on
        ? withOthers(
            frame,
            others.map(({ points }) => points),
          )
        : frame,
    [frame, others, race.on],
  );
  const ranges = useSteadyFrame(`${home}|${race.on}|${race.results.length}`, shown, held);
  // What somebody has zoomed to counts until the path asks for another frame.
  const base = `${home}|${ranges.flatMap(({ low, high }) => [low, high]).join()}`;
  const [seen, setSeen] = useState<{ readonly base: string; readonly ranges: readonly Range[] }>();
  // Where every round has other data, the map is that of the round at the cursor, once the cursor rests.
  const rested = useRest(stepAt(descent, cursor), 250);
  const varies = variationOf(story, descent) === "data";
  const lastStep = descent.steps.length - 1;
  const lossStep = varies ? Math.max(0, rested) : lastStep;
  const loss = lossTapeAt(story, descent, lossStep);
  const { landscape, slow, stop, goOn } = useLandscape(
    workbench,
    run,
    loss,
    plane,
    seen?.base === base ? seen.ranges : ranges,
  );
  const endLoss = useEndLoss(workbench, story, descent, lossTapeAt(story, descent, lastStep));
  const { grid, status } = landscape;
  const levels = useMemo(() => (grid ? levelsOf(grid, scaleFor(grid, mapShare)) : []), [grid]);
  const [turned, setTurned] = useState(false);
  const labels = plane.axes.map((axis) => axisLabel(descent, axis, strings));
  const lossName = (loss && titleOf(story, loss.root)) || strings.pictures.loss;
  const pictures = { ...strings.pictures, loss: lossName };
  const common = {
    descent,
    cursor,
    plane,
    ranges,
    grid,
    endLoss,
    others,
    strings: pictures,
    home,
    onRanges: (next: readonly Range[]) => setSeen({ base, ranges: next }),
    onStart,
    onMoveTo: player.moveTo,
  };
  const choose = (axis: number) => (choice: AxisChoice) =>
    setChosen({ names, axes: choices.map((old, i) => (i === axis ? choice : old)) });
  const moment = momentAt(descent, plane, cursor);
  // A loss of other data does not lie on this round's surface.
  const losses = useMemo(
    () => [
      ...descent.steps.map((step) => (varies ? Number.NaN : step.loss)),
      varies ? Number.NaN : (endLoss ?? Number.NaN),
    ],
    [descent, endLoss, varies],
  );
  const pair = [labels[0] ?? "", labels[1] ?? ""] as const;

  return (
    <div className="descent">
      <div className="descent-tools">
        {descent.coordinates.length > 1 &&
          choices.map((choice, axis) => (
            <AxisMenu
              // biome-ignore lint/suspicious/noArrayIndexKey: an axis is what it is by its number.
              key={axis}
              descent={descent}
              label={axis === 0 ? strings.axisX : strings.axisY}
              choice={choice}
              onChoose={choose(axis)}
            />
          ))}
        {choices.length === 2 && (
          <button type="button" className="button is-small" aria-pressed={turned} onClick={() => setTurned(!turned)}>
            {strings.surface}
          </button>
        )}
        <button type="button" className="button is-small" aria-pressed={race.on} onClick={race.toggle}>
          {strings.race}
        </button>
        {others.some(({ id }) => id === "ghost") && (
          <button type="button" className="button is-small" onClick={workbench.forgetGhost}>
            {strings.clearGhost}
          </button>
        )}
      </div>
      <div className="descent-panes">
        <div className="descent-left">
          <div className="descent-main">
            <Progress landscape={landscape} onStop={stop} onGoOn={goOn} />
            {choices.length === 1 ? (
              <LineView {...common} label={labels[0] ?? ""} lossLabel={lossName} />
            ) : turned && grid ? (
              <SurfacePane
                grid={grid}
                labels={pair}
                lossLabel={lossName}
                path={path}
                losses={losses}
                others={others}
                row={moment.row}
              />
            ) : (
              <MapView {...common} levels={levels} labels={pair} />
            )}
          </div>
          <Key
            strings={strings.key}
            loss={lossName}
            levels={choices.length === 1 ? [] : levels}
            high={(grid && spanOf(grid)?.high) ?? 0}
            startMoves={onStart !== undefined && !turned}
            arrows={choices.length === 1 || !turned}
            ghost={others.some(({ id }) => id === "ghost")}
          />
          <Notes
            run={run}
            frame={frame}
            status={status}
            slow={slow}
            lossName={lossName}
            lossStep={lossStep}
            endLoss={endLoss}
            others={others}
            axes={choices.length}
            row={moment.row}
          />
        </div>
        <div className="descent-right">
          {race.on && <RacePanel race={race} row={moment.row} />}
          <CurvesPane run={run} cursor={cursor} others={others} onMoveTo={player.moveTo} />
          <FitPane workbench={workbench} run={run} cursor={cursor} />
          <Rule story={story} descent={descent} cursor={cursor} strings={strings.rule} />
        </div>
      </div>
    </div>
  );
}

interface ProgressProps {
  readonly landscape: Landscape;
  readonly onStop: () => void;
  readonly onGoOn: () => void;
}

/** How far the landscape has come, over a corner of it, so that nothing moves when it is done. */
function Progress({ landscape: { status, progress }, onStop, onGoOn }: ProgressProps): ReactElement | null {
  const { descent: strings } = useLateStrings();
  if (status !== "working" && status !== "stopped") return null;
  const working = status === "working";
  return (
    <div className="descent-progress">
      {working && <span>{strings.working((100 * progress).toFixed(0))}</span>}
      <button type="button" className="button is-small" onClick={working ? onStop : onGoOn}>
        {working ? strings.stop : strings.goOn}
      </button>
    </div>
  );
}
