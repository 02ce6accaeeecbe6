/** One picture of a surface on a canvas, from the base up. */
import { projection, type Turn } from "#geometry/projection.ts";
import type { Surface } from "#geometry/surface.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import { paintBody } from "./paintBody.ts";
import { type AxisNames, paintFrame, paintWords } from "./paintFrame.ts";
import { type DrapedPath, paintPaths } from "./paintPaths.ts";
import type { Fill, Ink } from "./surfaceInk.ts";

/** All that a picture of a surface depends on. */
export interface Scene {
  readonly surface: Surface;
  readonly paths: readonly DrapedPath[];
  /** How far the paths are done. */
  readonly at: number;
  readonly turn: Turn;
  readonly size: PlotSize;
  readonly names: AxisNames;
  readonly ink: Ink;
  readonly fill: Fill;
}

/** More pixels for each of the page's pixels are not seen, but have to be painted. */
const finest = 2;

/** Paints a scene over whatever was on a canvas. */
export function paintSurface(
  canvas: HTMLCanvasElement,
  { surface, paths, at, turn, size, names, ink, fill }: Scene,
): void {
  const context = canvas.getContext("2d");
  if (!context || size.width === 0 || size.height === 0) return;
  const ratio = Math.min(finest, window.devicePixelRatio || 1);
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  // Setting the size empties a canvas, and costs: only when it is another.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  const project = projection(turn, size);
  paintFrame(context, surface, turn, project, ink);
  paintBody(context, surface, turn, project, fill);
  paintPaths(context, surface, paths, at, turn, project, ink);
  paintWords(context, surface, names, turn, project, size, ink);
}
