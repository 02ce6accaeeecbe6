/** A descent as it is drawn on a line or plane: where the point is, where the path has been, and which arrows belong to a moment. */
import { type Descent, gradientAt, positionAt, stepAt } from "#trace/descent.ts";
import { along, type Plane, project } from "./plane.ts";

/** The moment of a cursor, in the coordinates of a plane. */
export interface Moment {
  /** The row of the path where the point is; between two rows while a parameter moves. */
  readonly row: number;
  readonly at: readonly number[];
  /** The row to which the step under way leads, while its gradient is known and not used up; undefined where rounds were left out. */
  readonly next: number | undefined;
  /** The components of that gradient. */
  readonly gradient: readonly number[] | undefined;
}

/** Where a descent stands at a cursor; a fraction of an update is a fraction of the way. */
export function momentAt(descent: Descent, plane: Plane, cursor: number): Moment {
  const whole = Math.floor(cursor);
  const fraction = cursor - whole;
  const s = stepAt(descent, whole);
  const step = descent.steps[s];
  let at = project(plane, positionAt(descent, whole));
  let row = step ? (whole >= step.moved ? s + 1 : s) : 0;
  if (fraction > 0) {
    const next = project(plane, positionAt(descent, whole + 1));
    at = at.map((x, i) => x + fraction * ((next[i] ?? x) - x));
    if (step && whole + 1 === step.moved) row += fraction;
  }
  const ended = step?.pass?.until;
  const known =
    step !== undefined && whole < step.moved && (step.pass === undefined || (ended !== undefined && ended <= whole));
  return {
    row,
    at,
    next: known && followsAt(descent, s) ? s + 1 : undefined,
    gradient: known ? along(plane, gradientOf(descent, s)) : undefined,
  };
}

/** The row after step s is where that step led, and not a later round's. */
function followsAt({ steps }: Descent, s: number): boolean {
  const [step, next] = [steps[s], steps[s + 1]];
  return step !== undefined && (next ? next.round === step.round + 1 : step.pass !== undefined);
}

/** The gradient that a step's pass left in `.grad`, before the program uses or clears it. */
export function gradientOf(descent: Descent, s: number): Float64Array {
  const step = descent.steps[s];
  return gradientAt(descent, step?.pass?.until ?? step?.since ?? 0);
}

/** Rows of a path worth drawing at a resolution (smallest distance in the same unit as the points): the ends always, and every visible move. */
export function thinnedRows(path: readonly (readonly number[])[], resolution: number): readonly number[] {
  const rows: number[] = [];
  let last: readonly number[] | undefined;
  path.forEach((row, i) => {
    const far = !last || row.some((x, axis) => Math.abs(x - (last?.[axis] ?? 0)) >= resolution);
    if (!far && i < path.length - 1) return;
    rows.push(i);
    last = row;
  });
  return rows;
}
