/** Numbers to pixels, with whatever has no place as NaN. */
import type { PlotScale } from "#ui/plotScale.ts";

export interface Mapping {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
}

/** Far outside is far enough: browsers draw nothing sensible from astronomical pixels. */
const far = 1e4;

/** The mapping of two scales. */
export function mappingOf(x: PlotScale, y: PlotScale): Mapping {
  const within =
    ({ at }: PlotScale) =>
    (value: number): number => {
      const pixel = Number.isFinite(value) ? at(value) : Number.NaN;
      return Number.isFinite(pixel) ? Math.max(-far, Math.min(far, pixel)) : Number.NaN;
    };
  return { x: within(x), y: within(y) };
}

/** A point of a path. */
export const point = (x: number, y: number): string => `${x.toFixed(1)},${y.toFixed(1)}`;
