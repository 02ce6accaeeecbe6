/** A whole picture of a plot in three dimensions: walls, pieces, numbers and names. */
import { projection, type Turn } from "#geometry/projection.ts";
import type { PlotAxes } from "#trace/figure.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import { type CubeAxes, paintFrame, paintWords } from "../../value/paintFrame.ts";
import { type Ink, type Rgb, rgbOf } from "../../value/surfaceInk.ts";
import { parse, readable } from "../ink.ts";
import { type Cube, cubeAxes } from "./cube.ts";
import { paintPieces } from "./paintPieces.ts";
import type { Piece } from "./pieces.ts";

/** All that a picture depends on. */
export interface Scene {
  readonly axes: PlotAxes;
  readonly cube: Cube;
  readonly pieces: readonly Piece[];
  readonly turn: Turn;
  readonly size: PlotSize;
  readonly ink: Ink;
}

/** More pixels for each of the page's pixels are not seen, but have to be painted. */
const finest = 2;

/** Paints a scene over whatever was on a canvas. */
export function paintScene(canvas: HTMLCanvasElement, { axes, cube, pieces, turn, size, ink }: Scene): void {
  const context = canvas.getContext("2d");
  if (!context || size.width === 0 || size.height === 0) return;
  const ratio = Math.min(finest, window.devicePixelRatio || 1);
  const [width, height] = [Math.round(size.width * ratio), Math.round(size.height * ratio)];
  // Setting the size empties a canvas, and costs: only when it is another.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  const at = projection(turn, size, cube.sides);
  const painted = cubeAxes(cube, at.unit);
  if (axes.frame) paintFrame(context, axes.grid ? painted : withoutLines(painted), turn, at, ink);
  paintPieces(pieces, { context, at, turn, sides: cube.sides, ink, rgb: colours(ink) });
  if (axes.frame) paintWords(context, painted, turn, at, size, ink);
}

const withoutLines = ({ x, y, h }: CubeAxes): CubeAxes => ({
  x: { ...x, ticks: [] },
  y: { ...y, ticks: [] },
  h: { ...h, ticks: [] },
});

/** The colours of pieces as they are on the page's ground, each looked up once. */
function colours(ink: Ink): (colour: string, mapped: boolean) => Rgb {
  const known = new Map<string, Rgb>();
  const theme = document.documentElement.dataset.theme === "dark" ? "dark" : "light";
  const look = (colour: string): Rgb => {
    const own = colour.startsWith("C") ? `var(--plot-${colour[1]})` : readable(colour, theme);
    return rgbOf([ink.resolve(own)])[0] ?? [128, 128, 128];
  };
  return (colour, mapped) => {
    const key = mapped ? `m${colour}` : colour;
    const found = known.get(key) ?? (mapped && colour.startsWith("#") ? parse(colour) : look(colour));
    known.set(key, found);
    return found;
  };
}
