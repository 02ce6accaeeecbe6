/** One picture of a surface on a canvas, from the base up. */
import { projection, type Turn } from "#geometry/projection.ts";
import type { Surface } from "#geometry/surface.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import { plotScale } from "#ui/plotScale.ts";
import { type CubeAxes, type CubeAxis, paintFrame, paintWords } from "../value/paintFrame.ts";
import type { Fill, Ink } from "../value/surfaceInk.ts";
import { lossTicks } from "./lossTicks.ts";
import { paintBody } from "./paintBody.ts";
import { type DrapedPath, paintPaths } from "./paintPaths.ts";

/** The names of both axes of the base, and of what goes up. */
interface AxisNames {
  readonly x: string;
  readonly y: string;
  readonly loss: string;
}

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
  const axes = axesOf(surface, names, project.unit);
  paintFrame(context, axes, turn, project, ink);
  paintBody(context, surface, turn, project, fill);
  paintPaths(context, surface, paths, at, turn, project, ink);
  paintWords(context, axes, turn, project, size, ink);
}

/** Ticks for a length that does not change as the cube turns: they must not come and go. */
function axesOf(surface: Surface, names: AxisNames, unit: number): CubeAxes {
  const along = (axis: 0 | 1, name: string): CubeAxis => {
    const { low, high } = surface.ranges[axis] ?? { low: 0, high: 1 };
    const { ticks } = plotScale({ low, high, label: "" }, 0, unit);
    return { name, ticks, share: (value) => (value - low) / (high - low) };
  };
  const ticks = lossTicks(surface, Math.max(3, Math.round(unit / 76)));
  return { x: along(0, names.x), y: along(1, names.y), h: { name: names.loss, ticks, share: surface.heightOf } };
}
