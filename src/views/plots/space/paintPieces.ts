/** One picture of a plot in three dimensions on a canvas: its pieces from far to near. */
import type { Place, Projected, Projection, Sides, Turn } from "#geometry/projection.ts";
import { type Ink, light, type Rgb } from "../../value/surfaceInk.ts";
import { dashes } from "../CurveMarks.tsx";
import { isStroked, markerPath } from "../markers.ts";
import type { Dot, Facet, Patch, Piece, Stroke, Words } from "./pieces.ts";

/** What pieces are painted with. */
export interface Brush {
  readonly context: CanvasRenderingContext2D;
  readonly at: Projection;
  readonly turn: Turn;
  readonly sides: Sides;
  readonly ink: Ink;
  /** The colour of a piece on the page's ground. */
  readonly rgb: (colour: string, mapped: boolean) => Rgb;
}

/** So many pixels of a cell lie under the next one; fewer where that is translucent. */
const overlap = { opaque: 0.8, translucent: 0.3 };
/** How much is seen of a curve through what lies before it. */
const faint = 0.25;
/** How long the sides of an arrowhead are, unless the arrow itself is short. */
const headSize = 8;

/** Paints everything, what is nearest last; a curve that a surface hides shows faintly through. */
export function paintPieces(pieces: readonly Piece[], brush: Brush): void {
  const { context, at, turn } = brush;
  context.lineJoin = "round";
  context.lineCap = "round";
  const run = runsOf(pieces, at);
  // Lines on a surface lie on it: so much nearer than the middle of its cells, they are painted after those.
  const lift = liftOf(pieces);
  const far = new Map<Piece, number>();
  for (const piece of pieces) {
    const { x, y, h } = piece.middle;
    const depth = at(x, y, h).depth;
    // What lies flat on the base or under the lid has everything else on one side.
    const below = (h < 0.5 ? 1 : -1) * (turn.tilt < 0 ? -1 : 1);
    const flat = piece.kind === "patch" ? 10 * below : 0;
    far.set(piece, depth + flat - (piece.kind === "facet" ? 0 : lift) - (piece.kind === "words" ? 20 : 0));
  }
  const ordered = [...pieces].sort((a, b) => (far.get(b) ?? 0) - (far.get(a) ?? 0));
  const done = new Set<Piece>();
  for (const piece of ordered) {
    paint(piece, brush, run.get(piece) ?? 0, 1, done);
    done.add(piece);
  }
  if (!pieces.some(({ kind, alpha }) => kind === "facet" && alpha > 0.3)) return;
  for (const piece of ordered)
    if (piece.kind === "dot" || (piece.kind === "stroke" && piece.through))
      paint(piece, brush, run.get(piece) ?? 0, faint, done);
}

function paint(piece: Piece, brush: Brush, run: number, share: number, done: ReadonlySet<Piece>): void {
  brush.context.globalAlpha = piece.alpha * share;
  switch (piece.kind) {
    case "facet":
      paintFacet(piece, brush, done);
      break;
    case "stroke":
      paintStroke(piece, brush, run);
      break;
    case "dot":
      paintDot(piece, brush);
      break;
    case "patch":
      paintPatch(piece, brush);
      break;
    case "words":
      paintWords(piece, brush);
      break;
    default:
      piece satisfies never;
  }
  brush.context.globalAlpha = 1;
}

const css = ([r, g, b]: Rgb): string => `rgb(${Math.round(r)} ${Math.round(g)} ${Math.round(b)})`;

const seen = (at: Projection, { x, y, h }: Place): Projected => at(x, y, h);

/** How many pixels of its chain lie before each stroke with dashes. */
function runsOf(pieces: readonly Piece[], at: Projection): ReadonlyMap<Piece, number> {
  const before = new Map<object, number>();
  const runs = new Map<Piece, number>();
  for (const piece of pieces) {
    if (piece.kind !== "stroke" || piece.dash === "solid") continue;
    const [a, b] = [seen(at, piece.from), seen(at, piece.to)];
    const run = before.get(piece.chain) ?? 0;
    runs.set(piece, run);
    before.set(piece.chain, run + Math.hypot(b.px - a.px, b.py - a.py));
  }
  return runs;
}

/** Half the diagonal of the cells, on the whole. */
function liftOf(pieces: readonly Piece[]): number {
  let [sum, count] = [0, 0];
  for (const piece of pieces) {
    const [a, , c] = piece.kind === "facet" ? piece.corners : [];
    if (!a || !c) continue;
    sum += Math.hypot(c.x - a.x, c.y - a.y, c.h - a.h);
    count++;
  }
  return count === 0 ? 0 : (0.6 * sum) / count;
}

function paintFacet(facet: Facet, brush: Brush, done: ReadonlySet<Piece>): void {
  const { corners, colour, mapped, alpha, lines, beside, edge, width } = facet;
  const { context, at } = brush;
  const places = corners.map((corner) => seen(at, corner));
  // A cell reaches under those beside it that are still to come, so that the ground does not shine through between them.
  const under = beside.map((other) => {
    const cell = other();
    return cell === undefined || done.has(cell) ? 0 : alpha < 1 ? overlap.translucent : overlap.opaque;
  });
  context.beginPath();
  for (const { x, y } of grown(places, under)) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = css(lit(brush.rgb(colour, mapped), lightOn(corners, brush), mapped));
  context.fill();
  if (!edge && !lines.includes(true)) return;
  context.beginPath();
  for (const [k, { px, py }] of places.entries()) {
    const next = places[(k + 1) % places.length];
    if (!next || !(edge || lines[k])) continue;
    // A line between two cells is drawn with the nearer one, which would cover half of it.
    const other = beside[k]?.();
    if (other && !done.has(other)) continue;
    context.moveTo(px, py);
    context.lineTo(next.px, next.py);
  }
  context.strokeStyle = edge ? css(brush.rgb(edge, true)) : "rgb(0 0 0 / 0.1)";
  context.lineWidth = edge ? width : 0.7;
  context.stroke();
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

/** The corners of a polygon whose sides are moved outwards by so many pixels. */
function grown(places: readonly Projected[], by: readonly number[]): readonly Pixel[] {
  const count = places.length;
  const [x, y] = [
    places.reduce((sum, { px }) => sum + px, 0) / count,
    places.reduce((sum, { py }) => sum + py, 0) / count,
  ];
  const moves = places.map((a, k): Pixel => {
    const b = places[(k + 1) % count] as Projected;
    const [dx, dy] = [b.px - a.px, b.py - a.py];
    const away = (a.px - x) * dy - (a.py - y) * dx < 0 ? -1 : 1;
    const size = (away * (by[k] ?? 0)) / (Math.hypot(dx, dy) || 1);
    return { x: dy * size, y: -dx * size };
  });
  return places.map(({ px, py }, k) => {
    const [before, after] = [moves[(k + count - 1) % count], moves[k]];
    return { x: px + (before?.x ?? 0) + (after?.x ?? 0), y: py + (before?.y ?? 0) + (after?.y ?? 0) };
  });
}

/** A colour in some light; one that means a number changes less. */
function lit(colour: Rgb, lightness: number, mapped: boolean): Rgb {
  const shade = mapped ? 0.8 + 0.26 * lightness : 0.6 + 0.48 * lightness;
  const channel = (part: number): number => (shade > 1 ? part + (255 - part) * (shade - 1) * 2 : part * shade);
  return [channel(colour[0]), channel(colour[1]), channel(colour[2])];
}

/** How much light falls on the side of a cell that is seen: 0 in the shadow, 1 straight on it. */
function lightOn(corners: readonly Place[], { turn, sides }: Brush): number {
  const [a, b, c, d = c] = corners as [Place, Place, Place, Place?];
  // Its diagonals, and what is at right angles to both.
  const [ux, uy, uh] = [(c.x - a.x) * sides.x, (c.y - a.y) * sides.y, (c.h - a.h) * sides.h];
  const [vx, vy, vh] = [(d.x - b.x) * sides.x, (d.y - b.y) * sides.y, (d.h - b.h) * sides.h];
  const [nx, ny, nh] = [uy * vh - uh * vy, uh * vx - ux * vh, ux * vy - uy * vx];
  const [sinA, cosA] = [Math.sin(turn.azimuth), Math.cos(turn.azimuth)];
  const [sinT, cosT] = [Math.sin(turn.tilt), Math.cos(turn.tilt)];
  const [right, away] = [nx * cosA - ny * sinA, nx * sinA + ny * cosA];
  const [up, towards] = [away * sinT + nh * cosT, nh * sinT - away * cosT];
  const length = Math.hypot(nx, ny, nh) || 1;
  const side = towards < 0 ? -1 : 1;
  return Math.max(0, (side * (right * light[0] + up * light[1] + towards * light[2])) / length);
}

function paintStroke({ from, to, colour, mapped, width, dash, head }: Stroke, brush: Brush, run: number): void {
  const { context, at } = brush;
  const [a, b] = [seen(at, from), seen(at, to)];
  const pattern = dashes(dash, width)?.split(" ").map(Number) ?? [];
  context.setLineDash(pattern);
  context.lineDashOffset = run;
  context.lineCap = pattern.length > 0 ? "butt" : "round";
  context.strokeStyle = css(brush.rgb(colour, mapped));
  context.lineWidth = width;
  context.beginPath();
  context.moveTo(a.px, a.py);
  context.lineTo(b.px, b.py);
  const length = Math.hypot(b.px - a.px, b.py - a.py);
  if (head && length > 0.5) {
    const size = Math.min(headSize, length * 0.45);
    const turn = Math.atan2(b.py - a.py, b.px - a.px);
    context.moveTo(b.px - size * Math.cos(turn + 0.45), b.py - size * Math.sin(turn + 0.45));
    context.lineTo(b.px, b.py);
    context.lineTo(b.px - size * Math.cos(turn - 0.45), b.py - size * Math.sin(turn - 0.45));
  }
  context.stroke();
  context.setLineDash([]);
}

function paintDot({ middle, colour, mapped, marker, radius }: Dot, brush: Brush): void {
  const { context, at, ink } = brush;
  const { px, py, depth } = seen(at, middle);
  // What is nearer is a little larger, as far as the perspective goes.
  const path = new Path2D(markerPath(marker, px, py, Math.max(1, (radius * 4.4) / depth)));
  const shade = css(brush.rgb(colour, mapped));
  if (isStroked(marker)) {
    context.strokeStyle = shade;
    context.lineWidth = 1.6;
    context.stroke(path);
    return;
  }
  context.fillStyle = shade;
  context.fill(path);
  // A rim of the ground keeps points apart that lie over one another.
  if (radius < 2) return;
  context.strokeStyle = ink.ground;
  context.lineWidth = 0.6;
  context.stroke(path);
}

function paintPatch({ rings, colour, mapped }: Patch, brush: Brush): void {
  const { context, at } = brush;
  context.beginPath();
  for (const ring of rings) {
    for (const [k, place] of ring.entries()) {
      const { px, py } = seen(at, place);
      if (k === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    }
    context.closePath();
  }
  const shade = css(brush.rgb(colour, mapped));
  context.fillStyle = shade;
  context.fill("evenodd");
  context.strokeStyle = shade;
  context.lineWidth = 0.5;
  context.stroke();
}

function paintWords({ middle, text, align, colour }: Words, brush: Brush): void {
  const { context, at, ink } = brush;
  const { px, py } = seen(at, middle);
  context.font = `12px ${ink.uiFont}`;
  context.textAlign = align;
  context.textBaseline = "alphabetic";
  context.strokeStyle = ink.ground;
  context.lineWidth = 3;
  context.strokeText(text, px, py - 4);
  context.fillStyle = css(brush.rgb(colour, false));
  context.fillText(text, px, py - 4);
}
