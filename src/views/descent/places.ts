/** Places of a picture of a descent: under the pointer, in words, and as moments of the run. */
import type { PointerEvent as ReactPointerEvent } from "react";
import type { Range } from "#geometry/frame.ts";
import { type Grid, valueOn } from "#geometry/grid.ts";
import type { Descent } from "#trace/descent.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { shortNumber } from "#ui/plotScale.ts";

/** A place on the picture. */
export type Pixel = readonly [x: number, y: number];

/** Where on an element a pointer is, in its pixels. */
export function placeIn(event: Pick<ReactPointerEvent<HTMLElement>, "currentTarget" | "clientX" | "clientY">): Pixel {
  const { left, top } = event.currentTarget.getBoundingClientRect();
  return [event.clientX - left, event.clientY - top];
}

/** `w = 1.5, b = −0.2`. */
export function placeText(labels: readonly string[], at: readonly number[]): string {
  return labels.map((name, i) => `${name} = ${shortNumber(at[i] ?? Number.NaN)}`).join(", ");
}

export function inArea([x, y]: Pixel, { left, right, top, bottom }: PlotArea): boolean {
  return x >= left && x <= right && y >= top && y <= bottom;
}

/** Beside the pointer, on the side where there is more room. */
export function readoutStyle([x, y]: Pixel, { left, right, top, bottom }: PlotArea): Readonly<Record<string, string>> {
  return {
    ...(x < (left + right) / 2 ? { left: `${x + 16}px` } : { right: `calc(100% - ${x - 12}px)` }),
    ...(y < (top + bottom) / 2 ? { top: `${y + 14}px` } : { bottom: `calc(100% - ${y - 10}px)` }),
  };
}

/** The cursor at which a row of the path is where the point stands. */
export function cursorOfRow(descent: Descent, row: number): number {
  return descent.steps[row]?.since ?? descent.steps.at(-1)?.moved ?? 0;
}

/** The number of a row's iteration, also when rounds were left out. */
export function roundOf(descent: Descent, row: number): number {
  return descent.steps[row]?.round ?? (descent.steps.at(-1)?.round ?? 0) + 1;
}

export function lossAtRow(descent: Descent, row: number | undefined): number | undefined {
  return row === undefined ? undefined : descent.steps[row]?.loss;
}

/** The loss where the point is: as the program met it at whole rows, else from the ground. */
export function lossNear(
  descent: Descent,
  endLoss: number | undefined,
  grid: Grid | undefined,
  row: number,
  at: readonly number[],
): number {
  const met = row === descent.steps.length ? endLoss : Number.isInteger(row) ? lossAtRow(descent, row) : undefined;
  return met ?? (grid ? valueOn(grid, at) : Number.NaN);
}

/** A number as a pointer can mean it: no finer than the picture shows. */
export function roundedOn({ low, high }: Range, value: number): number {
  const step = 10 ** Math.floor(Math.log10((high - low) / 300));
  return Number((Math.round(value / step) * step).toPrecision(6));
}
