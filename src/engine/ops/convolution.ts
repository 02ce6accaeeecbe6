/** Convolutions and pooling over one or two dims of space. */
import { fail } from "../errors.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { type Shape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { reshape, sum, zeros } from "./core.ts";
import { scatterAdd } from "./gather.ts";

type Pair = readonly [number, number];
/** A lone length is a picture of height one. */
const pairOf = (list: readonly number[], fill: number): Pair =>
  list.length === 1 ? [fill, list[0] as number] : [list[0] as number, list[1] as number];

/** The sizes of y = w ∗ x: batch, groups, channels of x and y for each group, space of x, y and the kernel, and how it moves. */
interface Geometry {
  readonly batch: number;
  readonly groups: number;
  readonly xChannels: number;
  readonly yChannels: number;
  readonly x: Pair;
  readonly y: Pair;
  readonly kernel: Pair;
  readonly stride: Pair;
  readonly padding: Pair;
  readonly dilation: Pair;
}

/** Which of the three tensors is added to; the other two are multiplied. A convolution is linear in each of them. */
type Role = "y" | "x" | "w";

/** Walks over all products of a convolution, adding each one to where it belongs. Sums are kept in double. */
function correlate(
  g: Geometry,
  x: ArrayLike<number>,
  w: ArrayLike<number>,
  y: ArrayLike<number>,
  role: Role,
): Float64Array {
  const [xH, xW] = g.x;
  const [yH, yW] = g.y;
  const [kH, kW] = g.kernel;
  const xAll = g.xChannels * g.groups;
  const yAll = g.yChannels * g.groups;
  const sizes = { x: g.batch * xAll * xH * xW, y: g.batch * yAll * yH * yW, w: yAll * g.xChannels * kH * kW };
  const out = new Float64Array(sizes[role]);
  for (let n = 0; n < g.batch; n++) {
    for (let co = 0; co < yAll; co++) {
      const group = Math.floor(co / g.yChannels);
      for (let ci = 0; ci < g.xChannels; ci++) {
        const xPlane = (n * xAll + group * g.xChannels + ci) * xH * xW;
        const yPlane = (n * yAll + co) * yH * yW;
        const wPlane = (co * g.xChannels + ci) * kH * kW;
        for (let kh = 0; kh < kH; kh++) {
          for (let kw = 0; kw < kW; kw++) {
            const wi = wPlane + kh * kW + kw;
            for (let oh = 0; oh < yH; oh++) {
              const ih = oh * g.stride[0] - g.padding[0] + kh * g.dilation[0];
              if (ih < 0 || ih >= xH) continue;
              for (let ow = 0; ow < yW; ow++) {
                const iw = ow * g.stride[1] - g.padding[1] + kw * g.dilation[1];
                if (iw < 0 || iw >= xW) continue;
                const xi = xPlane + ih * xW + iw;
                const yi = yPlane + oh * yW + ow;
                if (role === "y") out[yi] = (out[yi] as number) + (x[xi] as number) * (w[wi] as number);
                else if (role === "x") out[xi] = (out[xi] as number) + (y[yi] as number) * (w[wi] as number);
                else out[wi] = (out[wi] as number) + (x[xi] as number) * (y[yi] as number);
              }
            }
          }
        }
      }
    }
  }
  return out;
}

const NOTHING = new Float64Array(0);
type Moves = readonly [
  stride: readonly number[],
  padding: readonly number[],
  dilation: readonly number[],
  groups: number,
];

function geometry(xShape: Shape, yShape: Shape, kernel: readonly number[], [s, p, d, groups]: Moves): Geometry {
  return {
    batch: xShape[0] as number,
    groups,
    xChannels: (xShape[1] as number) / groups,
    yChannels: (yShape[1] as number) / groups,
    x: pairOf(xShape.slice(2), 1),
    y: pairOf(yShape.slice(2), 1),
    kernel: pairOf(kernel, 1),
    stride: pairOf(s, 1),
    padding: pairOf(p, 0),
    dilation: pairOf(d, 1),
  };
}

type Convolution = [
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  stride: readonly number[],
  padding: readonly number[],
  dilation: readonly number[],
  transposed: boolean,
  outputPadding: readonly number[],
  groups: number,
];
const reach = (kernel: number, dilation: number): number => dilation * (kernel - 1) + 1;
const at = (list: readonly number[], i: number): number => list[i] as number;

function spaceOf(input: Shape, weight: Shape, c: Convolution): number[] {
  const [, , , s, p, d, transposed, extra] = c;
  return weight.slice(2).map((k, i) => {
    const size = at(input, i + 2);
    if (transposed) return (size - 1) * at(s, i) - 2 * at(p, i) + reach(k, at(d, i)) + at(extra, i);
    return Math.floor((size + 2 * at(p, i) - reach(k, at(d, i))) / at(s, i)) + 1;
  });
}

export const convolution: Op<Convolution> = op<Convolution>(
  "convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
  {
    forward: (...c) => {
      const [input, weight, bias, s, p, d, transposed, , groups] = c;
      const channels = transposed ? at(weight.shape, 1) * groups : at(weight.shape, 0);
      const shape = [at(input.shape, 0), channels, ...spaceOf(input.shape, weight.shape, c)];
      if (shape.some((size) => size < 0)) fail(`Trying to create tensor with negative dimension: ${showShape(shape)}`);
      const out = emptyTensor(shape, input.dtype);
      const [x, w] = [elementsOf(input), elementsOf(weight)];
      const kernel = weight.shape.slice(2);
      const values = transposed
        ? correlate(geometry(shape, input.shape, kernel, [s, p, d, groups]), NOTHING, w, x, "x")
        : correlate(geometry(input.shape, shape, kernel, [s, p, d, groups]), x, w, NOTHING, "y");
      if (bias !== null) {
        const b = elementsOf(bias);
        const plane = shape.slice(2).reduce((n, size) => n * size, 1);
        for (let i = 0; i < values.length; i++)
          values[i] = (values[i] as number) + (b[Math.floor(i / plane) % channels] as number);
      }
      out.storage.data.set(values, out.offset);
      return out;
    },
    vjp: {
      input: (g, c) => backToInput(g, c.arg(1), c.shape(0), movesOf(c as never), c.arg(6)),
      weight: (g, c) => {
        const moves = movesOf(c as never);
        const kernel = c.shape(1);
        return c.arg(6) ? weightGradient(g, c.arg(0), kernel, ...moves) : weightGradient(c.arg(0), g, kernel, ...moves);
      },
      bias: (g) =>
        sum(
          g,
          g.shape.map((_, i) => i).filter((i) => i !== 1),
        ),
    },
    homes: ["hidden"],
    samples: [
      () => [image(), kernelOf(), given([0.1, -0.2]), [1, 1], [1, 0], [1, 1], false, [0, 0], 1],
      () => [image(), kernelOf(), null, [2, 1], [0, 1], [1, 1], false, [0, 0], 1],
      () => [image(), given([1, -1, 0.5, 2], [1, 1, 2, 2]), null, [2, 1], [0, 0], [1, 1], true, [1, 0], 1],
    ],
    symbol: "∗",
    tex: { forward: "z = w \\ast a + b", vjp: { input: "w \\star \\bar z", weight: "a \\ast \\bar z" } },
    doc: "A kernel slid over space.",
  },
);
const image = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2, 0.3], [1, 1, 3, 3]);
const kernelOf = (): Tensor => given([1, -1, 0.5, 2, 0.2, 0.7, -0.4, 1.1], [2, 1, 2, 2]);

const movesOf = (c: { arg(i: number): unknown }): Moves => [
  c.arg(3) as number[],
  c.arg(4) as number[],
  c.arg(5) as number[],
  c.arg(8) as number,
];

/** The other direction of the same convolution, with the output padding that gives the input's size back. */
function backToInput(
  g: Tensor,
  weight: Tensor,
  inputShape: Shape,
  [s, p, d, groups]: Moves,
  transposed: boolean,
): Tensor {
  const none = s.map(() => 0);
  if (transposed) return convolution(g, weight, null, s, p, d, false, none, groups);
  const extra = s.map((step, i) => {
    const plain = (at(g.shape, i + 2) - 1) * step - 2 * at(p, i) + reach(at(weight.shape, i + 2), at(d, i));
    return at(inputShape, i + 2) - plain;
  });
  return convolution(g, weight, null, s, p, d, true, extra, groups);
}

/** ∂/∂w of ⟨ȳ, w ∗ x⟩: linear in x and in ȳ, so its own gradients are convolutions again. */
const weightGradient: Op<[x: Tensor, y: Tensor, shape: readonly number[], ...Moves]> = op(
  "_convolution_weight(Tensor x, Tensor y, int[] shape, int[] stride, int[] padding, int[] dilation, int groups) -> Tensor",
  {
    forward: (x, y, shape, ...moves) => {
      const values = correlate(
        geometry(x.shape, y.shape, shape.slice(2), moves),
        elementsOf(x),
        NOTHING,
        elementsOf(y),
        "w",
      );
      return tensorFrom(values, shape, x.dtype);
    },
    vjp: {
      x: (g, c) => backToInput(c.arg(1), g, c.shape(0), [c.arg(3), c.arg(4), c.arg(5), c.arg(6)], false),
      y: (g, c) => {
        const none = c.arg(3).map(() => 0);
        return convolution(c.arg(0), g, null, c.arg(3), c.arg(4), c.arg(5), false, none, c.arg(6));
      },
    },
    node: "ConvolutionBackwardBackward0",
    homes: ["hidden"],
    symbol: "∗",
  },
);

type Window = [kernel: readonly number[], stride: readonly number[], padding: readonly number[]];

/** How many windows fit; with ceil the last one may hang over the edge, but must begin inside. */
function windows(size: number, k: number, s: number, p: number, d: number, ceil: boolean): number {
  const free = size + 2 * p - reach(k, d);
  const count = (ceil ? Math.ceil(free / s) : Math.floor(free / s)) + 1;
  const real = ceil && (count - 1) * s >= size + p ? count - 1 : count;
  if (real <= 0) fail("Given input size is too small for this kernel. Output size is too small");
  return real;
}

op<[self: Tensor, ...Window, dilation: readonly number[], ceil: boolean], Tensor[]>(
  "max_pool2d_with_indices(Tensor self, int[] kernel_size, int[] stride, int[] padding, int[] dilation, bool ceil_mode) -> (Tensor out, Tensor indices)",
  {
    forward: (a, k, s, p, d, ceil) => {
      const [n, channels, h, w] = a.shape as [number, number, number, number];
      const oh = windows(h, at(k, 0), at(s, 0), at(p, 0), at(d, 0), ceil);
      const ow = windows(w, at(k, 1), at(s, 1), at(p, 1), at(d, 1), ceil);
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
        const flat = (t: Tensor): Tensor => reshape(t, [n, channels, -1]);
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
  const oh = windows(rows, at(k, 0), at(s, 0), at(p, 0), 1, ceil);
  const ow = windows(columns, at(k, 1), at(s, 1), at(p, 1), 1, ceil);
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
const averageShape = (shape: Shape, [k, s, p]: Window, ceil: boolean): number[] => [
  at(shape, 0),
  at(shape, 1),
  windows(at(shape, 2), at(k, 0), at(s, 0), at(p, 0), 1, ceil),
  windows(at(shape, 3), at(k, 1), at(s, 1), at(p, 1), 1, ceil),
];
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
