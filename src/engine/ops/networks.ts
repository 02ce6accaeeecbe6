/** Layers of networks that are one node in PyTorch's graph: embedding, gated linear unit, normalisation, padding. */
import { fail } from "../errors.ts";
import { copyInto, map } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom, viewTensor } from "../tensor.ts";
import { sigmoid } from "./activations.ts";
import { mul, scalar, sub } from "./algebra.ts";
import { reshape, zeros } from "./core.ts";
import { indexAdd } from "./indexSlices.ts";
import { cat } from "./join.ts";
import { slice } from "./slices.ts";

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

op<[weight: Tensor, indices: Tensor, paddingIdx?: number]>(
  "embedding(Tensor weight, Tensor indices, int padding_idx=-1) -> Tensor",
  {
    forward: (weight, indices) => {
      if (weight.rank !== 2) fail("'weight' must be 2-D");
      const [rows, width] = weight.shape as [number, number];
      const out = emptyTensor([...indices.shape, width], weight.dtype);
      const w = elementsOf(weight);
      Array.from(elementsOf(indices)).forEach((row, k) => {
        if (row < 0 || row >= rows) fail("index out of range in self", "IndexError");
        for (let j = 0; j < width; j++) out.storage.data[out.offset + k * width + j] = w[row * width + j] as number;
      });
      return out;
    },
    vjp: {
      weight: (g, c) => {
        const [indices, padding] = [c.arg(1), c.arg(2) ?? -1];
        const rows = reshape(indices, [-1]);
        const kept = map(reshape(rows, [rows.numel, 1]), g.dtype, (i) => (i === padding ? 0 : 1));
        const flat = reshape(g, [rows.numel, c.shape(0)[1] as number]);
        return indexAdd(zeros(c.shape(0), g.dtype), 0, rows, padding < 0 ? flat : mul(flat, kept));
      },
    },
    homes: ["hidden"],
    samples: [() => [sample(), tensorFrom([1, 0, 1], [3], "int64")]],
    tex: { forward: "z_k = W_{i_k}", vjp: { weight: "\\text{each } \\bar z_k \\text{ added to row } i_k" } },
    doc: "Rows of a table by number.",
  },
);

op<[self: Tensor, classes?: number]>("one_hot(Tensor tensor, int num_classes=-1) -> Tensor", {
  forward: (a, classes = -1) => {
    if (a.dtype !== "int64") fail("one_hot is only applicable to index tensor of type LongTensor.");
    const values = Array.from(elementsOf(a));
    if (values.some((v) => v < 0)) fail("Class values must be non-negative.");
    const most = Math.max(-1, ...values);
    if (classes >= 0 && most >= classes) fail("Class values must be smaller than num_classes.");
    const n = classes < 0 ? most + 1 : classes;
    const out = emptyTensor([...a.shape, n], "int64");
    values.forEach((v, i) => {
      out.storage.data[out.offset + i * n + v] = 1;
    });
    return out;
  },
  homes: ["F"],
  doc: "Class numbers as rows with a single 1.",
});

const half = (t: Tensor, dim: number, second: boolean): Tensor => {
  const size = (t.shape.at(dim) as number) / 2;
  return slice(t, dim, second ? size : 0, second ? 2 * size : size, 1);
};
op<[self: Tensor, dim?: number]>("glu(Tensor self, int dim=-1) -> Tensor", {
  forward: (a, dim = -1) => {
    if (a.rank === 0) fail("glu does not support 0-dimensional tensors");
    const size = a.shape[wrapDim(dim, a.rank)] as number;
    if (size % 2 !== 0)
      fail(`Halving dimension must be even, but dimension ${dim < 0 ? a.rank + dim : dim} is size ${size}`);
    return numbersOnly(() => mul(half(a, dim, false), sigmoid(half(a, dim, true))));
  },
  vjp: {
    self: (g, c) => {
      const dim = c.arg(1) ?? -1;
      const [a, s] = [half(c.arg(0), dim, false), sigmoid(half(c.arg(0), dim, true))];
      return cat([mul(s, g), mul(mul(mul(sub(scalar(1), s), s), a), g)], dim);
    },
  },
  homes: ["F"],
  samples: [() => [given([1, 2, -3, 4], [2, 2]), 1]],
  tex: { forward: "z = a \\odot \\sigma(b)" },
  doc: "One half times the sigmoid of the other.",
});

/** Where the input lies in the padded shape: from and to for every dim; a negative pad cuts off. */
function inside(shape: readonly number[], pad: readonly number[]): { before: number; after: number }[] {
  return shape.map((_, i) => {
    const k = 2 * (shape.length - 1 - i);
    return { before: pad[k] ?? 0, after: pad[k + 1] ?? 0 };
  });
}
export const constantPad: Op<[self: Tensor, pad: readonly number[], value?: number]> = op(
  "constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor",
  {
    forward: (a, pad, value = 0) => {
      if (pad.length % 2 !== 0) fail(`Length of pad must be even but instead it equals ${pad.length}`);
      if (pad.length / 2 > a.rank)
        fail(
          `Length of pad should be no more than twice the number of dimensions of the input. Pad length is ${pad.length}while the input has ${a.rank} dimensions.`,
        );
      const sides = inside(a.shape, pad);
      const shape = a.shape.map((s, i) => s + (sides[i]?.before ?? 0) + (sides[i]?.after ?? 0));
      const negative = shape.findIndex((s) => s < 0);
      if (negative >= 0)
        fail(
          `The input size ${a.shape[negative]}, plus negative padding ${sides[negative]?.before} and ${sides[negative]?.after} resulted in a negative output size, which is invalid. Check dimension ${negative} of your input.`,
        );
      const out = emptyTensor(shape, a.dtype);
      out.storage.data.fill(value, out.offset, out.offset + out.numel);
      // What of the input is seen, and where it goes.
      const lost = sides.map(({ before }) => Math.max(0, -before));
      const kept = a.shape.map((s, i) => s - (lost[i] as number) - Math.max(0, -(sides[i]?.after ?? 0)));
      if (kept.some((s) => s < 0)) fail("narrow(): length must be non-negative.");
      const start = (strides: readonly number[], by: readonly number[]): number =>
        strides.reduce((n, s, i) => n + s * (by[i] as number), 0);
      const source = viewTensor(a, kept, a.strides, a.offset + start(a.strides, lost));
      const gained = sides.map(({ before }) => Math.max(0, before));
      copyInto(viewTensor(out, kept, out.strides, out.offset + start(out.strides, gained)), source);
      return out;
    },
    vjp: {
      self: (g, c) =>
        constantPad(
          g,
          c.arg(1).map((p) => -p),
          0,
        ),
    },
    homes: ["hidden"],
    samples: [() => [sample(), [1, 2, 0, 1], 0.5], () => [sample(), [-1, 1]]],
    symbol: "pad",
    tex: { forward: "z = a \\text{ with a border}", vjp: { self: "\\text{the inside of } \\bar z" } },
    doc: "More elements around a tensor, all of one value.",
  },
);
