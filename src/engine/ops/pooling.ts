/** Pooling over windows of images. */
import { fail } from "../errors.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { type Shape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { reshape, zeros } from "./core.ts";
import { scatterAdd } from "./gather.ts";

const image = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2, 0.3], [1, 1, 3, 3]);
const reach = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;
const at = (list: readonly number[], i: number): number => list[i] as number;

type Window = [kernel: readonly number[], stride: readonly number[], padding: readonly number[]];

/** How many windows fit; with ceil the last one may hang over the edge, but must begin inside. */
function windows(size: number, k: number, s: number, p: number, d: number, ceil: boolean): number {
  const free = size + 2 * p - reach(k, d);
  const count = (ceil ? Math.ceil(free / s) : Math.floor(free / s)) + 1;
  return ceil && (count - 1) * s >= size + p ? count - 1 : count;
}

/** Windows down and across; PyTorch's words where not even one fits. */
function windowsOf(shape: Shape, count: (size: number, axis: 0 | 1) => number): [down: number, across: number] {
  const [, channels, h, w] = shape as [number, number, number, number];
  const [oh, ow] = [count(h, 0), count(w, 1)];
  if (oh < 1 || ow < 1)
    fail(
      `Given input size: (${channels}x${h}x${w}). Calculated output size: (${channels}x${oh}x${ow}). Output size is too small`,
    );
  return [oh, ow];
}

op<[self: Tensor, ...Window, dilation: readonly number[], ceil: boolean], Tensor[]>(
  "max_pool2d_with_indices(Tensor self, int[] kernel_size, int[] stride, int[] padding, int[] dilation, bool ceil_mode) -> (Tensor out, Tensor indices)",
  {
    forward: (a, k, s, p, d, ceil) => {
      const [n, channels, h, w] = a.shape as [number, number, number, number];
      if (channels * h * w === 0)
        fail(
          `Expected 3D or 4D (batch mode) tensor with optional 0 dim batch size for input, but got:${showShape(a.shape)}`,
        );
      const [oh, ow] = windowsOf(a.shape, (size, i) => windows(size, at(k, i), at(s, i), at(p, i), at(d, i), ceil));
      const shape = [n, channels, oh, ow];
      const [values, places] = [emptyTensor(shape, a.dtype), emptyTensor(shape, "int64")];
      const x = elementsOf(a);
      let z = 0;
      for (let plane = 0; plane < n * channels; plane++) {
        for (let i = 0; i < oh; i++) {
          for (let j = 0; j < ow; j++) {
            let [best, place] = [Number.NEGATIVE_INFINITY, -1];
            for (let u = 0; u < at(k, 0); u++) {
              const r = i * at(s, 0) - at(p, 0) + u * at(d, 0);
              if (r < 0 || r >= h) continue;
              for (let v = 0; v < at(k, 1); v++) {
                const col = j * at(s, 1) - at(p, 1) + v * at(d, 1);
                if (col < 0 || col >= w) continue;
                const value = x[plane * h * w + r * w + col] as number;
                if (place < 0 || value > best || Number.isNaN(value)) [best, place] = [value, r * w + col];
              }
            }
            values.storage.data[values.offset + z] = best;
            places.storage.data[places.offset + z] = place;
            z++;
          }
        }
      }
      return [values, places];
    },
    vjp: {
      self: (g, c) => {
        const [n, channels, h, w] = c.shape(0) as unknown as [number, number, number, number];
        const flat = (t: Tensor): Tensor => reshape(t, [n, channels, t.numel / Math.max(1, n * channels)]);
        return reshape(scatterAdd(zeros([n, channels, h * w], g.dtype), 2, flat(c.out(1)), flat(g)), c.shape(0));
      },
    },
    node: "MaxPool2DWithIndicesBackward0",
    homes: ["hidden"],
    samples: [() => [image(), [2, 2], [1, 1], [0, 0], [1, 1], false]],
    symbol: "max",
    tex: { forward: "z = \\max \\text{ of each window}", vjp: { self: "\\bar z \\text{ where the maximum was}" } },
    doc: "The largest of every window.",
  },
);

type Average = [self: Tensor, ...Window, ceil: boolean, countPad: boolean];
/** Calls `visit` with each pair of an output and an input of average pooling, and the share that the one has of the other. */
function eachShare(
  [n, channels, h, w]: readonly number[],
  [k, s, p]: Window,
  ceil: boolean,
  countPad: boolean,
  visit: (z: number, x: number, share: number) => void,
): void {
  const [rows, columns] = [h as number, w as number];
  const [, , oh, ow] = averageShape([n as number, channels as number, rows, columns], [k, s, p], ceil);
  for (let plane = 0, z = 0; plane < (n as number) * (channels as number); plane++) {
    for (let i = 0; i < oh; i++) {
      for (let j = 0; j < ow; j++, z++) {
        const [top, left] = [i * at(s, 0) - at(p, 0), j * at(s, 1) - at(p, 1)];
        const [bottom, right] = [
          Math.min(top + at(k, 0), rows + at(p, 0)),
          Math.min(left + at(k, 1), columns + at(p, 1)),
        ];
        const [r0, r1, c0, c1] = [
          Math.max(top, 0),
          Math.min(bottom, rows),
          Math.max(left, 0),
          Math.min(right, columns),
        ];
        const count = countPad ? (bottom - top) * (right - left) : (r1 - r0) * (c1 - c0);
        for (let r = r0; r < r1; r++)
          for (let c = c0; c < c1; c++) visit(z, plane * rows * columns + r * columns + c, 1 / count);
      }
    }
  }
}
function averageShape(shape: Shape, [k, s, p]: Window, ceil: boolean): [number, number, number, number] {
  const [oh, ow] = windowsOf(shape, (size, i) => windows(size, at(k, i), at(s, i), at(p, i), 1, ceil));
  return [at(shape, 0), at(shape, 1), oh, ow];
}
const averagePool: Op<Average> = op<Average>(
  "avg_pool2d(Tensor self, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad) -> Tensor",
  {
    forward: (a, k, s, p, ceil, countPad) => {
      const shape = averageShape(a.shape, [k, s, p], ceil);
      const totals = new Float64Array(shape.reduce((n, size) => n * size, 1));
      const x = elementsOf(a);
      eachShare(a.shape, [k, s, p], ceil, countPad, (z, i, share) => {
        totals[z] = (totals[z] as number) + share * (x[i] as number);
      });
      return tensorFrom(totals, shape, a.dtype);
    },
    vjp: {
      self: (g, c) => averageBack(g, c.shape(0), c.arg(1), c.arg(2), c.arg(3), c.arg(4), c.arg(5)),
    },
    node: "AvgPool2DBackward0",
    homes: ["hidden"],
    samples: [() => [image(), [2, 2], [1, 1], [1, 0], false, true]],
    symbol: "mean",
    tex: { forward: "z = \\text{mean of each window}", vjp: { self: "\\bar z / n \\text{ to each of the window}" } },
    doc: "The average of every window.",
  },
);
const averageBack: Op<[g: Tensor, shape: readonly number[], ...Window, ceil: boolean, countPad: boolean]> = op(
  "_avg_pool2d_backward(Tensor g, int[] shape, int[] kernel_size, int[] stride, int[] padding, bool ceil_mode, bool count_include_pad) -> Tensor",
  {
    forward: (g, shape, k, s, p, ceil, countPad) => {
      const totals = new Float64Array(shape.reduce((n, size) => n * size, 1));
      const y = elementsOf(g);
      eachShare(shape, [k, s, p], ceil, countPad, (z, i, share) => {
        totals[i] = (totals[i] as number) + share * (y[z] as number);
      });
      return tensorFrom(totals, shape, g.dtype);
    },
    vjp: { g: (gg, c) => averagePool(gg, c.arg(2), c.arg(3), c.arg(4), c.arg(5), c.arg(6)) },
    homes: ["hidden"],
  },
);
