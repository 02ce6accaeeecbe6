/** Convolutions over one, two or three dims of space. */
import { fail } from "../errors.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { type Shape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { correlate, type Geometry, tripleOf } from "../windows.ts";
import { sum } from "./core.ts";
import { slice } from "./slices.ts";

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
    x: tripleOf(xShape.slice(2), 1),
    y: tripleOf(yShape.slice(2), 1),
    kernel: tripleOf(kernel, 1),
    stride: tripleOf(s, 1),
    padding: tripleOf(p, 0),
    dilation: tripleOf(d, 1),
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

/** Height and width, as messages have them; a line is one high. */
const pairOf = (sizes: readonly number[], height: number): readonly number[] =>
  sizes.length === 1 ? [height, at(sizes, 0)] : sizes;

function checkChannels([input, weight, bias, s, , d, transposed, extra, groups]: Convolution): void {
  const size = showShape(weight.shape);
  const wide = at(weight.shape, 0);
  const given = transposed ? "Given transposed=1" : `Given groups=${groups}`;
  if (wide < groups || wide % groups !== 0)
    fail(
      `Given groups=${groups}, expected weight to be divisible by ${groups} at dimension 0, but got weight of size ${size} instead`,
    );
  const channels = transposed ? wide : at(weight.shape, 1) * groups;
  if (at(input.shape, 1) !== channels)
    fail(
      `${given}, weight of size ${size}, expected input${showShape(input.shape)} to have ${channels} channels, but got ${at(input.shape, 1)} channels instead`,
    );
  const out = transposed ? at(weight.shape, 1) * groups : wide;
  if (bias !== null && (bias.rank !== 1 || bias.numel !== out))
    fail(
      `Given transposed=${transposed ? 1 : 0}, weight of size ${size}, expected bias to be 1-dimensional with ${out} elements, but got bias of size ${showShape(bias.shape)} instead`,
    );
  if (transposed && extra.some((e, i) => e > 0 && e >= at(s, i) && e >= at(d, i)))
    fail(
      `output padding must be smaller than either stride or dilation, but got output_padding_height: ${pairOf(extra, 0).join(" output_padding_width: ")} stride_height: ${pairOf(s, 1).join(" stride_width: ")} dilation_height: ${pairOf(d, 1).join(" dilation_width: ")}`,
    );
}

export const convolution: Op<Convolution> = op<Convolution>(
  "convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor",
  {
    forward: (...c) => {
      const [input, weight, bias, s, p, d, transposed, , groups] = c;
      checkChannels(c);
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
      () => [
        volume(),
        given([1, -1, 0.5, 2], [1, 1, 2, 1, 2]),
        null,
        [1, 1, 1],
        [0, 1, 0],
        [1, 1, 1],
        false,
        [0, 0, 0],
        1,
      ],
    ],
    symbol: "∗",
    tex: { forward: "z = w \\ast a + b", vjp: { input: "w \\star \\bar z", weight: "a \\ast \\bar z" } },
    doc: "A kernel slid over space.",
  },
);
const image = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2, 0.3], [1, 1, 3, 3]);
const volume = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2], [1, 1, 2, 2, 2]);
const kernelOf = (): Tensor => given([1, -1, 0.5, 2, 0.2, 0.7, -0.4, 1.1], [2, 1, 2, 2]);

const movesOf = (c: { arg(i: number): unknown }): Moves => [
  c.arg(3) as number[],
  c.arg(4) as number[],
  c.arg(5) as number[],
  c.arg(8) as number,
];

/** Output padding as large as a stride makes room for windows that no input began: they are cut off. */
function cropped(t: Tensor, shape: Shape): Tensor {
  return shape.reduce((out, size, i) => (i > 1 && at(out.shape, i) > size ? slice(out, i, 0, size, 1) : out), t);
}

/** The other direction of the same convolution, with the output padding that gives the input's size back. */
function backToInput(
  g: Tensor,
  weight: Tensor,
  inputShape: Shape,
  [s, p, d, groups]: Moves,
  transposed: boolean,
): Tensor {
  const none = s.map(() => 0);
  if (transposed) return cropped(convolution(g, weight, null, s, p, d, false, none, groups), inputShape);
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
        const y = convolution(c.arg(0), g, null, c.arg(3), c.arg(4), c.arg(5), false, none, c.arg(6));
        return cropped(y, c.shape(1));
      },
    },
    node: "ConvolutionBackwardBackward0",
    homes: ["hidden"],
    symbol: "∗",
  },
);
