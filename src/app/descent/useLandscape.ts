/** The landscape under the part of a plane that is seen, asked for as it comes into view. */
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import type { Range } from "#geometry/frame.ts";
import { type Plane, pointAt } from "#geometry/plane.ts";
import { probedLosses, probeProgram } from "#languages/python/editorProbe.ts";
import { withNamedStart } from "#languages/python/editorStart.ts";
import { createLandscapes, type Landscape, type Landscapes, replayed, type Wish } from "#stage/landscapes.ts";
import { type LossTape, lossKeyOf, variationOf } from "#trace/lossTape.ts";
import type { Unanswered } from "#trace/replay.ts";
import type { Workbench } from "../workbench.ts";
import { agree, judge, trust } from "./trust.ts";
import type { Shown } from "./useDescent.ts";
import { startPlaces } from "./useStart.ts";

/** A view that is being moved asks when it rests (ms): every question costs the worker a whole map. */
const REST = 90;

const made = new WeakMap<Workbench, Landscapes>();

/** One store for a workbench, so that coming back to the tab finds the map that was there. */
function landscapesOf(workbench: Workbench): Landscapes {
  const known = made.get(workbench) ?? createLandscapes();
  made.set(workbench, known);
  return known;
}

export interface Seen {
  readonly landscape: Landscape;
  /** The program itself is run from every point, because the recorded ops are only one of its ways. */
  readonly slow: boolean;
  readonly stop: () => void;
  readonly goOn: () => void;
}

type Source = Pick<Wish, "plane" | "ground" | "evaluate" | "slow">;

/** The map of a run's loss over the seen ranges of a plane, as far as it has come; the last one of the same plane until a new one is there. */
export function useLandscape(
  workbench: Workbench,
  shown: Shown,
  loss: LossTape | undefined,
  plane: Plane,
  ranges: readonly Range[],
): Seen {
  const landscapes = useMemo(() => landscapesOf(workbench), [workbench]);
  const landscape = useStore(landscapes.store);
  const fast = useMemo(
    () => (loss ? byReplay(workbench, shown, loss, plane) : undefined),
    [workbench, shown, loss, plane],
  );
  const slow = useMemo(() => byProgram(workbench, shown, plane), [workbench, shown, plane]);
  const lossKey = loss ? lossKeyOf(loss) : "";
  const verdict = useStore(trust, (known) => known[lossKey]);
  const variation = variationOf(shown.story, shown.descent);
  const source = slow && (variation === "ops" || !fast || verdict === false) ? slow : fast;
  const ground = source?.ground ?? "";
  const key = `${ground}#${ranges.flatMap(({ low, high }) => [low, high]).join()}`;
  const ask = (): void => {
    if (source) landscapes.ask({ ...source, key, ranges });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when another map is wished for.
  useEffect(() => {
    const timer = setTimeout(ask, landscapes.store.getState().ground === ground ? REST : 0);
    return () => clearTimeout(timer);
  }, [landscapes, key]);
  const own = landscape.ground === ground;
  const unanswered = own && typeof landscape.status === "object";
  // What the recorded ops cannot say, the program itself may.
  useEffect(() => {
    if (unanswered && !source?.slow) judge(lossKey, false);
  }, [unanswered, source, lossKey]);
  // A program may read a number out of a tensor and go another way by it: nothing of that is recorded. So it is asked at a few places.
  const open = own && landscape.status === "done" && source === fast && verdict === undefined && variation === "none";
  const places = open ? landscape.grid?.ranges : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each loss is looked at once.
  useEffect(() => {
    if (!places || !fast || !slow) return;
    judge(lossKey, true);
    const corners = cornersOf(places);
    Promise.all([fast.evaluate(corners), slow.evaluate(corners)]).then(([replay, program]) => {
      if (replay instanceof Float64Array && program instanceof Float64Array && !agree(replay, program))
        judge(lossKey, false);
    });
  }, [open, lossKey]);
  return {
    landscape: own
      ? landscape
      : {
          ...landscape,
          grid: landscape.plane === source?.plane ? landscape.grid : undefined,
          status: "working",
          progress: 0,
        },
    slow: source?.slow ?? false,
    stop: landscapes.stop,
    goOn: ask,
  };
}

const planeKey = ({ axes, origin }: Plane): string =>
  [...axes.map(({ direction }) => direction.join()), origin.join()].join("|");

function byReplay(workbench: Workbench, { descent }: Shown, loss: LossTape, plane: Plane): Source {
  return {
    plane: planeKey(plane),
    ground: `${lossKeyOf(loss)}|${planeKey(plane)}`,
    evaluate: replayed(workbench.replay, loss, descent, plane),
    slow: false,
  };
}

/** Undefined where the parameters do not get their numbers from the program's text. */
function byProgram(workbench: Workbench, { source, descent }: Shown, plane: Plane): Source | undefined {
  const width = plane.axes.length;
  const named = withNamedStart(source, startPlaces(descent, plane.origin), "at");
  if (named === undefined) return undefined;
  const stuck: Unanswered = { kind: "unanswered", why: "different", op: "" };
  return {
    plane: planeKey(plane),
    ground: `${named}|${planeKey(plane)}`,
    slow: true,
    async evaluate(points) {
      const starts = Array.from({ length: points.length / width }, (_, p) =>
        Array.from(pointAt(plane, Array.from(points.subarray(p * width, (p + 1) * width)))),
      );
      const code = probeProgram(source, startPlaces(descent, plane.origin), starts);
      const losses = code === undefined ? undefined : probedLosses(await workbench.probe(code));
      return losses?.length === starts.length ? losses : stuck;
    },
  };
}

/** The corners of what is seen, and a place inside. */
function cornersOf(ranges: readonly Range[]): Float64Array {
  const at = (share: number): number[] => ranges.map(({ low, high }) => low + share * (high - low));
  const [x, y] = [at(0), at(1)];
  const places = [x, y, at(0.37)];
  if (ranges.length > 1) places.push([x[0] ?? 0, y[1] ?? 0], [y[0] ?? 0, x[1] ?? 0]);
  return Float64Array.from(places.flat());
}
