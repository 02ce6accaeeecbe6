/** The surface itself: lit quads from far to near, each with its part of the mesh and of the lines of equal loss. */
import { eyeOf, type Projection, steepness, type Turn } from "#geometry/projection.ts";
import { paintOrder, type Surface } from "#geometry/surface.ts";
import { type Fill, light } from "../value/surfaceInk.ts";

/** A mesh line at every so many vertices: all of them would shimmer. */
const mesh = 4;
/** Quads are drawn so many pixels larger on every side, so that the ground does not shine through between them. */
const overlap = 0.55;

/** Paints a surface as an eye at this turn sees it. */
export function paintBody(
  context: CanvasRenderingContext2D,
  surface: Surface,
  turn: Turn,
  at: Projection,
  fill: Fill,
): void {
  const { columns, rows, heights, lines, lineStart } = surface;
  const across = columns - 1;
  const [px, py] = projected(surface, at);
  const eye = eyeOf(turn);
  const [eyeColumn, eyeRow] = [eye.x * across, eye.y * (rows - 1)];
  const lightAt = lighting(surface, turn);
  const xs = new Float64Array(4);
  const ys = new Float64Array(4);
  // Seen flat, the mesh lies closer together than it is worth: it fades.
  const meshInk = `rgb(0 0 0 / ${(0.05 + 0.1 * Math.sin(turn.tilt)).toFixed(3)})`;
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const quad of paintOrder(surface, turn)) {
    const column = quad % across;
    const row = (quad - column) / across;
    const first = row * columns + column;
    let [corners, height] = [0, 0];
    for (let k = 0; k < 4; k++) {
      const vertex = first + (k === 1 || k === 2 ? 1 : 0) + (k >= 2 ? columns : 0);
      const h = heights[vertex] ?? Number.NaN;
      // A quad that has lost one corner to a hole is a triangle: the hole's edge is then not a staircase.
      if (Number.isNaN(h)) continue;
      xs[corners] = px[vertex] ?? 0;
      ys[corners] = py[vertex] ?? 0;
      height += h;
      corners++;
    }
    if (corners < 3) continue;
    context.fillStyle = fill(height / corners, lightAt(quad), areaOf(xs, ys, corners) > 0);
    trace(context, xs, ys, corners);
    context.fill();
    if (corners < 4) continue;

    const farColumn = eyeColumn > column + 0.5 ? column : column + 1;
    const farRow = eyeRow > row + 0.5 ? row : row + 1;
    const nearColumn = 2 * column + 1 - farColumn;
    const nearRow = 2 * row + 1 - farRow;
    // A line belongs to the quad on its near side: that on its far side is painted before and would lose half of it.
    const upFar = farColumn % mesh === 0;
    const acrossFar = farRow % mesh === 0;
    const upNear = nearColumn === 0 || nearColumn === across;
    const acrossNear = nearRow === 0 || nearRow === rows - 1;
    if (upFar || acrossFar || upNear || acrossNear) {
      const edge = (fromColumn: number, fromRow: number, toColumn: number, toRow: number): void => {
        const [from, to] = [fromRow * columns + fromColumn, toRow * columns + toColumn];
        context.moveTo(px[from] ?? 0, py[from] ?? 0);
        context.lineTo(px[to] ?? 0, py[to] ?? 0);
      };
      context.beginPath();
      if (upFar) edge(farColumn, row, farColumn, row + 1);
      if (upNear) edge(nearColumn, row, nearColumn, row + 1);
      if (acrossFar) edge(column, farRow, column + 1, farRow);
      if (acrossNear) edge(column, nearRow, column + 1, nearRow);
      context.strokeStyle = meshInk;
      context.lineWidth = 0.7;
      context.stroke();
    }
    const [from, to] = [lineStart[quad] ?? 0, lineStart[quad + 1] ?? 0];
    if (from === to) continue;
    context.beginPath();
    for (let i = from * 5; i < to * 5; i += 5) {
      const h = lines[i + 4] ?? 0;
      const start = at(lines[i] ?? 0, lines[i + 1] ?? 0, h);
      const end = at(lines[i + 2] ?? 0, lines[i + 3] ?? 0, h);
      context.moveTo(start.px, start.py);
      context.lineTo(end.px, end.py);
    }
    context.strokeStyle = "rgb(0 0 0 / 0.3)";
    context.lineWidth = 0.9;
    context.stroke();
  }
}

/** The pixels of every vertex. */
function projected({ columns, rows, heights }: Surface, at: Projection): readonly [Float64Array, Float64Array] {
  const [px, py] = [new Float64Array(heights.length), new Float64Array(heights.length)];
  for (let row = 0, i = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, i++) {
      const place = at(column / (columns - 1), row / (rows - 1), heights[i] ?? 0);
      px[i] = place.px;
      py[i] = place.py;
    }
  return [px, py];
}

/** How much light falls on a quad: 0 in the shadow, 1 straight on it. */
function lighting({ columns, rows, heights }: Surface, { azimuth, tilt }: Turn): (quad: number) => number {
  const [sinA, cosA, sinT, cosT] = [Math.sin(azimuth), Math.cos(azimuth), Math.sin(tilt), Math.cos(tilt)];
  const across = columns - 1;
  return (quad) => {
    const column = quad % across;
    const at = ((quad - column) / across) * columns + column;
    const [a, b] = [heights[at] ?? 0, heights[at + 1] ?? 0];
    const [c, d] = [heights[at + columns] ?? 0, heights[at + columns + 1] ?? 0];
    const alongX = (((b - a + d - c) / 2) * steepness * across || 0) * -1;
    const alongY = (((c - a + d - b) / 2) * steepness * (rows - 1) || 0) * -1;
    const right = alongX * cosA - alongY * sinA;
    const away = alongX * sinA + alongY * cosA;
    const up = away * sinT + cosT;
    const towards = sinT - away * cosT;
    const length = Math.sqrt(alongX * alongX + alongY * alongY + 1);
    return Math.max(0, (right * light[0] + up * light[1] + towards * light[2]) / length);
  };
}

/** A polygon, grown on all sides. */
function trace(context: CanvasRenderingContext2D, xs: Float64Array, ys: Float64Array, corners: number): void {
  let [middleX, middleY] = [0, 0];
  for (let k = 0; k < corners; k++) {
    middleX += (xs[k] ?? 0) / corners;
    middleY += (ys[k] ?? 0) / corners;
  }
  context.beginPath();
  for (let k = 0; k < corners; k++) {
    const [dx, dy] = [(xs[k] ?? 0) - middleX, (ys[k] ?? 0) - middleY];
    const more = 1 + overlap / (Math.hypot(dx, dy) + 0.01);
    context.lineTo(middleX + dx * more, middleY + dy * more);
  }
  context.closePath();
}

/** Positive where the corners go round clockwise on the screen: the underside is seen. */
function areaOf(xs: Float64Array, ys: Float64Array, corners: number): number {
  let area = 0;
  for (let k = 0; k < corners; k++) {
    const next = (k + 1) % corners;
    area += (xs[k] ?? 0) * (ys[next] ?? 0) - (xs[next] ?? 0) * (ys[k] ?? 0);
  }
  return area;
}
