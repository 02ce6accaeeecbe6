/** The numbers behind the picture of a descent. */
import { gradientOf } from "#geometry/walk.ts";
import type { Descent } from "#trace/descent.ts";
import { roundOf } from "#views/descent/places.ts";
import type { OtherPath } from "#views/descent/Walk.tsx";

/** More numbers of the program than these do not stand side by side. */
const most = 8;

/** Names of the columns: the round, every number, its gradient, the loss, and the loss of everything it is compared with. */
export function pathColumns(
  descent: Descent,
  loss: string,
  round: string,
  others: readonly OtherPath[],
): readonly string[] {
  const names = descent.coordinates.slice(0, most).map(({ label }) => label);
  return [
    round,
    ...names,
    loss,
    ...names.map((name) => `∂${loss}/∂${name}`),
    ...others.map(({ name }) => `${loss}: ${name}`),
  ];
}

/** One row for each row of the path; what is not known is empty. */
export function pathRows(
  descent: Descent,
  endLoss: number | undefined,
  others: readonly OtherPath[],
): readonly (readonly (number | string)[])[] {
  const { coordinates, steps, path } = descent;
  const width = coordinates.length;
  const known = (x: number | undefined): number | string =>
    x === undefined || Number.isNaN(x) ? "" : Number(x.toPrecision(8));
  return Array.from({ length: steps.length + 1 }, (_, row) => {
    const at = coordinates.slice(0, most).map((_coordinate, k) => known(path[row * width + k]));
    const gradient = steps[row] ? gradientOf(descent, row) : undefined;
    return [
      roundOf(descent, row),
      ...at,
      known(row === steps.length ? endLoss : steps[row]?.loss),
      ...at.map((_number, k) => known(gradient?.[k])),
      ...others.map(({ losses }) => known(losses[row])),
    ];
  });
}
