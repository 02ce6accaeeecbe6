/** What stands around the surface: the base with its ticks, two walls behind it, the names and numbers of the axes. */
import { eyeOf, type Projection, type Turn } from "#geometry/projection.ts";
import type { Surface } from "#geometry/surface.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import { plotScale, type Tick } from "#ui/plotScale.ts";
import { lossTicks } from "./lossTicks.ts";
import type { Ink } from "./surfaceInk.ts";

/** The names of both axes of the base, and of what goes up. */
export interface AxisNames {
  readonly x: string;
  readonly y: string;
  readonly loss: string;
}

interface Ticks {
  readonly x: readonly Tick[];
  readonly y: readonly Tick[];
  readonly loss: readonly Tick[];
}

type Corner = 0 | 1;

/** Paints the base and the far walls, before the surface. */
export function paintFrame(
  context: CanvasRenderingContext2D,
  surface: Surface,
  turn: Turn,
  at: Projection,
  ink: Ink,
): void {
  const { farX, farY } = sides(turn);
  const ticks = ticksOf(surface, at);
  const polygon = (...places: readonly (readonly [number, number, number])[]): void => {
    context.beginPath();
    for (const place of places) {
      const { px, py } = at(...place);
      context.lineTo(px, py);
    }
    context.closePath();
  };
  const line = (from: readonly [number, number, number], to: readonly [number, number, number]): void => {
    const [a, b] = [at(...from), at(...to)];
    context.moveTo(a.px, a.py);
    context.lineTo(b.px, b.py);
  };
  polygon([0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]);
  context.fillStyle = ink.floor;
  context.fill();
  context.beginPath();
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  const [x, y] = [shareOf(surface, 0), shareOf(surface, 1)];
  for (const { value } of ticks.x) {
    line([x(value), 0, 0], [x(value), 1, 0]);
    line([x(value), farY, 0], [x(value), farY, 1]);
  }
  for (const { value } of ticks.y) {
    line([0, y(value), 0], [1, y(value), 0]);
    line([farX, y(value), 0], [farX, y(value), 1]);
  }
  for (const { value } of ticks.loss) {
    const h = surface.heightOf(value);
    line([farX, 0, h], [farX, 1, h]);
    line([0, farY, h], [1, farY, h]);
  }
  context.stroke();
  context.strokeStyle = ink.quiet;
  context.globalAlpha = 0.55;
  polygon([0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]);
  context.stroke();
  context.beginPath();
  for (const [cornerX, cornerY] of [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const)
    if (cornerX === farX || cornerY === farY) line([cornerX, cornerY, 0], [cornerX, cornerY, 1]);
  line([farX, 0, 1], [farX, 1, 1]);
  line([0, farY, 1], [1, farY, 1]);
  context.stroke();
  context.globalAlpha = 1;
}

/** Writes the numbers and names, after the surface; what has no room is left out. */
export function paintWords(
  context: CanvasRenderingContext2D,
  surface: Surface,
  names: AxisNames,
  turn: Turn,
  at: Projection,
  size: PlotSize,
  ink: Ink,
): void {
  const { farX, farY, nearX, nearY } = sides(turn);
  const ticks = ticksOf(surface, at);
  const write = writer(context, size);
  const middle = at(0.5, 0.5, 0);
  /** A word beside a place of the base, `away` pixels outwards. */
  const beside = (text: string, place: readonly [number, number, number], outward: Direction, away: number): void => {
    const { px, py } = at(...place);
    const reach = away + (Math.abs(outward.x) * context.measureText(text).width) / 2 + Math.abs(outward.y) * 4;
    write(text, px + outward.x * reach, py + outward.y * reach);
  };
  const across = outwards(at, [0, nearY, 0], [1, nearY, 0], middle);
  const along = outwards(at, [nearX, 0, 0], [nearX, 1, 0], middle);
  context.textAlign = "center";
  context.textBaseline = "middle";

  context.fillStyle = ink.text;
  context.font = `13px ${ink.codeFont}`;
  beside(names.x, [0.5, nearY, 0], across, 25);
  beside(names.y, [nearX, 0.5, 0], along, 25);
  // The loss goes up at the leftmost corner: nothing of the surface stands before it.
  const [left] = (
    [
      [nearX, farY],
      [farX, nearY],
      [farX, farY],
      [nearX, nearY],
    ] as const
  )
    .map(([x, y]) => ({ x, y, foot: at(x, y, 0), top: at(x, y, 1) }))
    .sort((a, b) => a.foot.px - b.foot.px);
  const room = left ? Math.hypot(left.top.px - left.foot.px, left.top.py - left.foot.py) : 0;
  if (left && room > 36) write(names.loss, left.top.px, left.top.py - 13);

  context.fillStyle = ink.quiet;
  context.font = `11.5px ${ink.uiFont}`;
  if (left && room > 36)
    for (const { value, label } of ticks.loss) {
      const { px, py } = at(left.x, left.y, surface.heightOf(value));
      write(label, px - 7 - context.measureText(label).width / 2, py);
    }
  for (const { value, label } of ticks.x) beside(label, [shareOf(surface, 0)(value), nearY, 0], across, 8);
  for (const { value, label } of ticks.y) beside(label, [nearX, shareOf(surface, 1)(value), 0], along, 8);
}

interface Direction {
  readonly x: number;
  readonly y: number;
}

/** Which sides of the base lie behind, and which before. */
function sides(turn: Turn): {
  readonly farX: Corner;
  readonly farY: Corner;
  readonly nearX: Corner;
  readonly nearY: Corner;
} {
  const eye = eyeOf(turn);
  const [farX, farY]: readonly [Corner, Corner] = [eye.x < 0.5 ? 1 : 0, eye.y < 0.5 ? 1 : 0];
  return { farX, farY, nearX: farX ? 0 : 1, nearY: farY ? 0 : 1 };
}

/** Ticks for a length that does not change as the cube turns: they must not come and go. */
function ticksOf(surface: Surface, at: Projection): Ticks {
  const ticks = (axis: 0 | 1): readonly Tick[] => {
    const { low, high } = surface.ranges[axis] ?? { low: 0, high: 1 };
    return plotScale({ low, high, label: "" }, 0, at.unit).ticks;
  };
  return { x: ticks(0), y: ticks(1), loss: lossTicks(surface, Math.max(3, Math.round(at.unit / 76))) };
}

function shareOf({ ranges }: Surface, axis: 0 | 1): (value: number) => number {
  const { low, high } = ranges[axis] ?? { low: 0, high: 1 };
  return (value) => (value - low) / (high - low);
}

/** At right angles to an edge on the screen, away from the middle. */
function outwards(
  at: Projection,
  from: readonly [number, number, number],
  to: readonly [number, number, number],
  middle: { readonly px: number; readonly py: number },
): Direction {
  const [a, b] = [at(...from), at(...to)];
  const [dx, dy] = [b.px - a.px, b.py - a.py];
  const length = Math.hypot(dx, dy) || 1;
  const side = (a.px - middle.px) * -dy + (a.py - middle.py) * dx < 0 ? -1 : 1;
  return { x: (-dy / length) * side, y: (dx / length) * side };
}

/** Writes words where no other word stands yet, and never beyond the picture. */
function writer(
  context: CanvasRenderingContext2D,
  { width, height }: PlotSize,
): (text: string, x: number, y: number) => void {
  const taken: { readonly x: number; readonly y: number; readonly half: number }[] = [];
  return (text, x, y) => {
    const half = context.measureText(text).width / 2;
    const [px, py] = [Math.min(width - half - 3, Math.max(half + 3, x)), Math.min(height - 8, Math.max(8, y))];
    if (taken.some((other) => Math.abs(other.x - px) < other.half + half + 5 && Math.abs(other.y - py) < 14)) return;
    taken.push({ x: px, y: py, half });
    context.fillText(text, px, py);
  };
}
