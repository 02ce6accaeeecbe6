/** A convolution as products of matrices: what every place of the kernel meets is laid out in columns, one for each place of the result. */
import type { Numbers } from "./dtype.ts";
import { type Matrix, multiplyInto } from "./product.ts";

/** Lengths along the three dims of space. */
export type Triple = readonly [depth: number, height: number, width: number];
/** A lone length is a picture of height one, and a picture a volume of depth one. */
export const tripleOf = (list: readonly number[], fill: number): Triple =>
  [...new Array<number>(3 - list.length).fill(fill), ...list] as unknown as Triple;

/** The sizes of y = w ∗ x: batch, groups, channels of x and y for each group, space of x, y and the kernel, and how it moves. */
export interface Geometry {
  readonly batch: number;
  readonly groups: number;
  readonly xChannels: number;
  readonly yChannels: number;
  readonly x: Triple;
  readonly y: Triple;
  readonly kernel: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
}

/** Which of the three tensors is added to; the other two are multiplied. A convolution is linear in each of them. */
type Role = "y" | "x" | "w";

/** The sums of all products of a convolution for one of its tensors, kept in double; its own argument is not looked at. */
export function correlate(g: Geometry, x: Numbers, w: Numbers, y: Numbers, role: Role): Float64Array {
  const size = (t: Triple): number => t[0] * t[1] * t[2];
  const [xSize, ySize, kSize] = [size(g.x), size(g.y), size(g.kernel)];
  const [xAll, yAll] = [g.xChannels * g.groups, g.yChannels * g.groups];
  const sizes = { x: g.batch * xAll * xSize, y: g.batch * yAll * ySize, w: yAll * g.xChannels * kSize };
  const out = new Float64Array(sizes[role]);
  const height = g.xChannels * kSize;
  const columns: Matrix = { data: new Float64Array(height * ySize), at: 0, row: ySize, column: 1 };
  const part = new Float64Array(role === "w" ? height * g.yChannels : 0);
  for (let n = 0; n < g.batch; n++)
    for (let group = 0; group < g.groups; group++) {
      const xAt = (n * xAll + group * g.xChannels) * xSize;
      const yAt = (n * yAll + group * g.yChannels) * ySize;
      const wAt = group * g.yChannels * height;
      if (role === "x") {
        const turned: Matrix = { data: w, at: wAt, row: 1, column: height };
        const values: Matrix = { data: y, at: yAt, row: ySize, column: 1 };
        multiplyInto(columns.data, 0, turned, values, [height, g.yChannels, ySize]);
        rollBack(g, columns.data, out, xAt);
        continue;
      }
      unroll(g, x, xAt, columns.data);
      if (role === "y") {
        const weights: Matrix = { data: w, at: wAt, row: height, column: 1 };
        multiplyInto(out, yAt, weights, columns, [g.yChannels, height, ySize]);
        continue;
      }
      const turned: Matrix = { data: y, at: yAt, row: 1, column: ySize };
      multiplyInto(part, 0, columns, turned, [height, ySize, g.yChannels]);
      for (let k = 0; k < height; k++)
        for (let co = 0; co < g.yChannels; co++)
          out[wAt + co * height + k] = (out[wAt + co * height + k] as number) + (part[k * g.yChannels + co] as number);
    }
  return out;
}

/** One row of x that meets one row of a column's places: where each begins, and how many numbers they share. */
type Visit = (xAt: number, columnAt: number, count: number, step: number) => void;

/** Walks over all rows of x under every place of the kernel; what lies in the padding is passed over. */
function walk(g: Geometry, xStart: number, visit: Visit): void {
  const [xD, xH, xW] = g.x;
  const [yD, yH, yW] = g.y;
  const [kD, kH, kW] = g.kernel;
  const [depthStep, rowStep, step] = g.stride;
  let column = 0;
  for (let ci = 0; ci < g.xChannels; ci++)
    for (let kd = 0; kd < kD; kd++)
      for (let kh = 0; kh < kH; kh++)
        for (let kw = 0; kw < kW; kw++) {
          const shift = kw * g.dilation[2] - g.padding[2];
          const first = Math.max(0, Math.ceil(-shift / step));
          const count = Math.min(yW, Math.floor((xW - 1 - shift) / step) + 1) - first;
          for (let od = 0; od < yD; od++) {
            const id = od * depthStep - g.padding[0] + kd * g.dilation[0];
            for (let oh = 0; oh < yH; oh++, column += yW) {
              const ih = oh * rowStep - g.padding[1] + kh * g.dilation[1];
              if (count <= 0 || id < 0 || id >= xD || ih < 0 || ih >= xH) continue;
              visit(xStart + ((ci * xD + id) * xH + ih) * xW + shift + first * step, column + first, count, step);
            }
          }
        }
}

/** Lays x out in columns; places in the padding stay the zeros that they are. */
function unroll(g: Geometry, x: Numbers, xStart: number, columns: Numbers): void {
  walk(g, xStart, (from, to, count, step) => {
    for (let i = 0; i < count; i++) columns[to + i] = x[from + i * step] as number;
  });
}

/** Adds what stands in columns to where it came from. */
function rollBack(g: Geometry, columns: Numbers, x: Float64Array, xStart: number): void {
  walk(g, xStart, (to, from, count, step) => {
    for (let i = 0; i < count; i++) x[to + i * step] = (x[to + i * step] as number) + (columns[from + i] as number);
  });
}
