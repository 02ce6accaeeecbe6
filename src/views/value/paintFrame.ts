/** What stands around a picture in three dimensions: the base with its ticks, two walls behind it, the names and numbers of the axes. */
import { eyeOf, type Projection, type Turn } from "#geometry/projection.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import type { Tick } from "#ui/plotScale.ts";
import type { Ink } from "./surfaceInk.ts";

/** One axis of the cube. */
export interface CubeAxis {
  readonly name: string;
  readonly ticks: readonly Tick[];
  /** Where between the ends of the axis, 0 and 1, a number is. */
  readonly share: (value: number) => number;
}

/** Both axes of the base, and the one that goes up. */
export interface CubeAxes {
  readonly x: CubeAxis;
  readonly y: CubeAxis;
  readonly h: CubeAxis;
}

type Corner = 0 | 1;

/** Paints the far one of base and lid, and the far walls, before what stands between them. */
export function paintFrame(
  context: CanvasRenderingContext2D,
  { x, y, h }: CubeAxes,
  turn: Turn,
  at: Projection,
  ink: Ink,
): void {
  const { farX, farY, farH } = sides(turn);
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
  polygon([0, 0, farH], [1, 0, farH], [1, 1, farH], [0, 1, farH]);
  context.fillStyle = ink.floor;
  context.fill();
  context.beginPath();
  context.strokeStyle = ink.line;
  context.lineWidth = 1;
  for (const share of sharesOf(x)) {
    line([share, 0, farH], [share, 1, farH]);
    line([share, farY, 0], [share, farY, 1]);
  }
  for (const share of sharesOf(y)) {
    line([0, share, farH], [1, share, farH]);
    line([farX, share, 0], [farX, share, 1]);
  }
  for (const share of sharesOf(h)) {
    line([farX, 0, share], [farX, 1, share]);
    line([0, farY, share], [1, farY, share]);
  }
  context.stroke();
  context.strokeStyle = ink.quiet;
  context.globalAlpha = 0.55;
  polygon([0, 0, farH], [1, 0, farH], [1, 1, farH], [0, 1, farH]);
  context.stroke();
  context.beginPath();
  for (const [cornerX, cornerY] of [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const)
    if (cornerX === farX || cornerY === farY) line([cornerX, cornerY, 0], [cornerX, cornerY, 1]);
  line([farX, 0, 1 - farH], [farX, 1, 1 - farH]);
  line([0, farY, 1 - farH], [1, farY, 1 - farH]);
  context.stroke();
  context.globalAlpha = 1;
}

/** Writes the numbers and names, after all else; what has no room is left out. */
export function paintWords(
  context: CanvasRenderingContext2D,
  { x, y, h }: CubeAxes,
  turn: Turn,
  at: Projection,
  size: PlotSize,
  ink: Ink,
): void {
  const { farX, farY, nearX, nearY } = sides(turn);
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
  beside(x.name, [0.5, nearY, 0], across, 25);
  beside(y.name, [nearX, 0.5, 0], along, 25);
  // The loss goes up at the leftmost corner: nothing of the surface stands before it.
  const [left] = (
    [
      [nearX, farY],
      [farX, nearY],
      [farX, farY],
      [nearX, nearY],
    ] as const
  )
    .map((corner) => ({ corner, foot: at(...corner, 0), top: at(...corner, 1) }))
    .sort((a, b) => a.foot.px - b.foot.px);
  const room = left ? Math.hypot(left.top.px - left.foot.px, left.top.py - left.foot.py) : 0;
  if (left && room > 36) write(h.name, left.top.px, left.top.py - 13);

  context.fillStyle = ink.quiet;
  context.font = `11.5px ${ink.uiFont}`;
  if (left && room > 36)
    for (const { value, label } of h.ticks) {
      const { px, py } = at(...left.corner, h.share(value));
      write(label, px - 7 - context.measureText(label).width / 2, py);
    }
  for (const { value, label } of x.ticks) beside(label, [x.share(value), nearY, 0], across, 8);
  for (const { value, label } of y.ticks) beside(label, [nearX, y.share(value), 0], along, 8);
}

interface Direction {
  readonly x: number;
  readonly y: number;
}

/** Which sides lie behind, and which before. */
function sides(turn: Turn): Readonly<Record<"farX" | "farY" | "nearX" | "nearY" | "farH", Corner>> {
  const eye = eyeOf(turn);
  const [farX, farY]: readonly [Corner, Corner] = [eye.x < 0.5 ? 1 : 0, eye.y < 0.5 ? 1 : 0];
  return { farX, farY, nearX: farX ? 0 : 1, nearY: farY ? 0 : 1, farH: turn.tilt < 0 ? 1 : 0 };
}

const sharesOf = ({ ticks, share }: CubeAxis): readonly number[] => ticks.map(({ value }) => share(value));

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
