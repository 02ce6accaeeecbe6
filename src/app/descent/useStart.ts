/** Dragging the start of a path writes the new start into the program. */
import { useMemo, useState } from "react";
import { type Plane, pointAt, project } from "#geometry/plane.ts";
import { type StartPlace, withStart } from "#languages/python/editorStart.ts";
import { type Descent, positionAt } from "#trace/descent.ts";
import type { Workbench } from "../workbench.ts";

export interface StartDrag {
  /** The start is being dragged. */
  readonly held: boolean;
  /** Absent where the start does not stand in the program as numbers. */
  readonly onStart: ((at: readonly number[], done: boolean) => void) | undefined;
}

export function useStart(workbench: Workbench, source: string, descent: Descent, plane: Plane): StartDrag {
  const [held, setHeld] = useState(false);
  const first = useMemo(() => positionAt(descent, descent.steps[0]?.since ?? 0), [descent]);
  const movable = useMemo(() => written(source, descent, first) !== undefined, [source, descent, first]);
  const onStart = (at: readonly number[], done: boolean): void => {
    if (!held) workbench.turn(true);
    const now = project(plane, first);
    // What of the start does not lie on the plane stays as it is.
    const on = pointAt(plane, now);
    const next = pointAt(plane, at).map((x, k) => (first[k] ?? 0) + x - (on[k] ?? 0));
    const text = written(workbench.store.getState().text, descent, next);
    if (text !== undefined) workbench.rewrite(text);
    if (done) workbench.turn(false);
    setHeld(!done);
  };
  return { held, onStart: movable ? onStart : undefined };
}

/** The program with this start; undefined when one of the parameters does not get its numbers from it. */
function written(source: string, descent: Descent, start: Float64Array): string | undefined {
  return withStart(source, startPlaces(descent, start));
}

/** Where the start of each parameter stands in the program, with its numbers at a point of the space. */
export function startPlaces(descent: Descent, start: Float64Array): readonly StartPlace[] {
  return descent.parameters.map(({ name, line, shape }, p) => {
    const values = descent.coordinates.flatMap((c, k) => (c.parameter === p ? [start[k] ?? 0] : []));
    return { name, line, shape, values };
  });
}
