/** Products of two matrices, of a matrix and a vector, and of two equal stacks of matrices. */
import { Batched, elementwise } from "../batch.ts";
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { expandTo, zip, zipInto } from "../kernels.ts";
import { plus } from "../loops.ts";
import { composite, type Op, op } from "../op.ts";
import { columnOf, matrixOf, multiplyInStack, multiplyInto, rowOf } from "../product.ts";
import { given } from "../samples.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { expandedShape } from "../viewGeometry.ts";
import { add, mul, scalar } from "./algebra.ts";
import { expand, reshape } from "./core.ts";
import { squeeze, t, transpose } from "./shape.ts";

type Pair = [self: Tensor, mat2: Tensor];

function checkDtypes(a: Tensor, b: Tensor, names: readonly [string, string] = ["m1", "m2"]): void {
  if (a.dtype !== b.dtype) {
    const [first, second] = [dtypes[a.dtype].cName, dtypes[b.dtype].cName];
    fail(`expected ${names[0]} and ${names[1]} to have the same dtype, but got: ${first} != ${second}`);
  }
}

/** An operand as a stack of matrices: one for each value of the batch, the same again where it is not batched. */
function stacked(arg: unknown, size: number, asMatrix: (shape: Shape) => Shape): Tensor {
  if (arg instanceof Batched) return reshape(arg.tensor, [size, ...asMatrix(arg.tensor.shape.slice(1))]);
  const plain = arg as Tensor;
  return expand(reshape(plain, asMatrix(plain.shape)), [size, ...asMatrix(plain.shape)]);
}
const asRow = (shape: Shape): Shape => [1, ...shape];
const asColumn = (shape: Shape): Shape => [...shape, 1];
const same = (shape: Shape): Shape => shape;

const matrix = (values: readonly number[], rows: number): Tensor => given(values, [rows, values.length / rows]);

export const mm: Op<Pair> = op("mm(Tensor self, Tensor mat2) -> Tensor", {
  batch: (_info, [a, b], n) => bmm(stacked(a, n, same), stacked(b, n, same)),
  forward: (a, b) => {
    if (a.rank !== 2) fail("self must be a matrix");
    if (b.rank !== 2) fail("mat2 must be a matrix");
    const [n = 0, k = 0] = a.shape;
    const [k2 = 0, m = 0] = b.shape;
    if (k !== k2) fail(`mat1 and mat2 shapes cannot be multiplied (${n}x${k} and ${k2}x${m})`);
    checkDtypes(a, b);
    const out = emptyTensor([n, m], a.dtype);
    multiplyInto(out.storage.data, out.offset, matrixOf(a), matrixOf(b), [n, k, m]);
    return out;
  },
  vjp: { self: (g, c) => mm(g, t(c.arg(1))), mat2: (g, c) => rightGradient(c.arg(0), g, c.strides(1)) },
  samples: [() => [matrix([1, 2, 3, 4, 5, 6], 2), matrix([0.5, -1, 2, 0.3, 1, -2], 3)]],
  symbol: "@",
  tex: { forward: "z = A B", vjp: { self: "\\bar Z B^\\top", mat2: "A^\\top \\bar Z" } },
  doc: "Product of two matrices.",
});
/** Aᵀ ḡ, in memory by columns where the right matrix B is, as a weight that was turned over: so is PyTorch's. */
const rightGradient = (a: Tensor, g: Tensor, strides: readonly number[]): Tensor =>
  strides[0] === 1 && strides[1] !== 1 ? t(mm(t(g), a)) : mm(t(a), g);
export const mv: Op<[self: Tensor, vec: Tensor]> = op("mv(Tensor self, Tensor vec) -> Tensor", {
  batch: (_info, [a, v], n) => squeeze(bmm(stacked(a, n, same), stacked(v, n, asColumn)), 2),
  forward: (a, v) => {
    if (a.rank !== 2 || v.rank !== 1) fail(`vector + matrix @ vector expected, got ${1}, ${a.rank}, ${v.rank}`);
    const [n = 0, k = 0] = a.shape;
    if (k !== v.shape[0]) fail(`size mismatch, got input (${n}), mat (${n}x${k}), vec (${v.shape[0]})`);
    checkDtypes(a, v, ["mat", "vec"]);
    const out = emptyTensor([n], a.dtype);
    multiplyInto(out.storage.data, out.offset, matrixOf(a), columnOf(v), [n, k, 1]);
    return out;
  },
  vjp: {
    self: (g, c) => ger(g, c.arg(1)),
    vec: (g, c) => mv(t(c.arg(0)), g),
  },
  samples: [() => [matrix([1, 2, 3, 4, 5, 6], 2), given([0.5, -1, 2])]],
  symbol: "@",
  tex: { forward: "z = A v", vjp: { self: "\\bar z v^\\top", vec: "A^\\top \\bar z" } },
  doc: "Product of a matrix and a vector.",
});
export const dot: Op<[self: Tensor, tensor: Tensor]> = op("dot(Tensor self, Tensor tensor) -> Tensor", {
  batch: (_info, [a, b], n) => reshape(bmm(stacked(a, n, asRow), stacked(b, n, asColumn)), [n]),
  forward: (a, b) => {
    if (a.rank !== 1 || b.rank !== 1) fail(`1D tensors expected, but got ${a.rank}D and ${b.rank}D tensors`);
    if (a.dtype !== b.dtype)
      fail(
        `dot : expected both vectors to have same dtype, but found ${dtypes[a.dtype].scalarName} and ${dtypes[b.dtype].scalarName}`,
      );
    if (a.numel !== b.numel)
      fail(
        `inconsistent tensor size, expected tensor [${a.numel}] and src [${b.numel}] to have the same number of elements, but got ${a.numel} and ${b.numel} elements respectively`,
      );
    const out = emptyTensor([], a.dtype);
    multiplyInto(out.storage.data, out.offset, rowOf(a), columnOf(b), [1, a.numel, 1]);
    return out;
  },
  vjp: { self: (g, c) => mul(g, c.arg(1)), tensor: (g, c) => mul(g, c.arg(0)) },
  samples: [() => [given([1, 2, 3]), given([0.5, -1, 2])]],
  symbol: "·",
  tex: { forward: "z = a \\cdot b", vjp: { self: "\\bar z\\, b", tensor: "\\bar z\\, a" } },
  doc: "Sum of the products of two vectors.",
});
/** How many matrices, and the three sizes of each product. */
function stacksThatFit(a: Tensor, b: Tensor): readonly [number, number, number, number] {
  if (a.rank !== 3 || b.rank !== 3) fail(a.rank !== 3 ? "batch1 must be a 3D tensor" : "batch2 must be a 3D tensor");
  const [batch = 0, n = 0, k = 0] = a.shape;
  const [batch2, k2, m = 0] = b.shape;
  if (batch !== batch2 || k !== k2)
    fail(
      `Expected size for first two dimensions of batch2 tensor to be: [${batch}, ${k}] but got: [${batch2}, ${k2}].`,
    );
  return [batch, n, k, m];
}
export const bmm: Op<Pair> = op("bmm(Tensor self, Tensor mat2) -> Tensor", {
  forward: (a, b) => {
    const [batch, n, k, m] = stacksThatFit(a, b);
    checkDtypes(a, b);
    const out = emptyTensor([batch, n, m], a.dtype);
    for (let i = 0; i < batch; i++)
      multiplyInStack(out.storage.data, out.offset + i * n * m, matrixOf(a, i), matrixOf(b, i), [n, k, m]);
    return out;
  },
  vjp: { self: (g, c) => bmm(g, transpose(c.arg(1), 1, 2)), mat2: (g, c) => bmm(transpose(c.arg(0), 1, 2), g) },
  samples: [() => [given([1, 2, 3, 4, 5, 6], [1, 2, 3]), given([0.5, -1, 2, 0.3, 1, -2], [1, 3, 2])]],
  symbol: "@",
  tex: { forward: "z_i = A_i B_i", vjp: { self: "\\bar Z_i B_i^\\top", mat2: "A_i^\\top \\bar Z_i" } },
  doc: "Products of two stacks of matrices.",
});

/** Outer product: every element of one times every element of the other. */
export const ger = composite<[self: Tensor, vec2: Tensor]>(
  "outer(Tensor self, Tensor vec2) -> Tensor",
  { aliases: ["ger"], doc: "Every element of one vector times every element of the other." },
  (a, b) => {
    if (a.rank !== 1) fail(`outer: Expected 1-D argument self, but got ${a.rank}-D`);
    if (b.rank !== 1) fail(`outer: Expected 1-D argument vec2, but got ${b.rank}-D`);
    return mul(reshape(a, [a.numel, 1]), b);
  },
);

type Add = [self: Tensor, a: Tensor, b: Tensor, beta?: number, alpha?: number];
export const addmm: Op<Add> = op(
  "addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  {
    batch: (_info, [bias, a, b, beta, alpha], n) => {
      const product = new Batched(bmm(stacked(a, n, same), stacked(b, n, same)));
      const scaledProduct = elementwise(mul.info, [product, scalar((alpha ?? 1) as number)], n) as Tensor;
      const scaledBias =
        bias instanceof Batched
          ? new Batched(scaled(bias.tensor, (beta ?? 1) as number))
          : scaled(bias as Tensor, (beta ?? 1) as number);
      return elementwise(add.info, [scaledBias, new Batched(scaledProduct)], n);
    },
    forward: (bias, a, b, beta = 1, alpha = 1) => {
      if (a.rank !== 2) fail(`mat1 must be a matrix, got ${a.rank}-D tensor`);
      if (b.rank !== 2) fail(`mat2 must be a matrix, got ${b.rank}-D tensor`);
      const [n = 0, k = 0] = a.shape;
      const [k2 = 0, m = 0] = b.shape;
      if (k !== k2) fail(`mat1 and mat2 shapes cannot be multiplied (${n}x${k} and ${k2}x${m})`);
      if (a.dtype !== b.dtype) {
        const [first, second] = [dtypes[a.dtype].scalarName, dtypes[b.dtype].scalarName];
        fail(`mat1 and mat2 must have the same dtype, but got ${first} and ${second}`);
      }
      const out = emptyTensor([n, m], a.dtype);
      multiplyInto(out.storage.data, out.offset, matrixOf(a), matrixOf(b), [n, k, m]);
      return linear(bias, beta, out, alpha);
    },
    vjp: {
      self: (g, c) => scaled(g, c.arg(3) as number),
      mat1: (g, c) => scaled(mm(g, t(c.arg(2))), c.arg(4) as number),
      mat2: (g, c) => scaled(rightGradient(c.arg(1), g, c.strides(2)), c.arg(4) as number),
    },
    inPlace: true,
    samples: [() => [given([1, 2]), matrix([1, 2, 3, 4, 5, 6], 2), matrix([0.5, -1, 2, 0.3, 1, -2], 3)]],
    symbol: "@ +",
    tex: { forward: "z = C + A B", vjp: { self: "\\bar Z", mat1: "\\bar Z B^\\top", mat2: "A^\\top \\bar Z" } },
    doc: "A matrix product added to a tensor.",
  },
);
op<Add>("baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1, Scalar alpha=1) -> Tensor", {
  forward: (bias, a, b, beta = 1, alpha = 1) => {
    const [batch, n, k, m] = stacksThatFit(a, b);
    const out = emptyTensor([batch, n, m], a.dtype);
    for (let i = 0; i < batch; i++)
      multiplyInStack(out.storage.data, out.offset + i * n * m, matrixOf(a, i), matrixOf(b, i), [n, k, m]);
    return linear(bias, beta, out, alpha);
  },
  vjp: {
    self: (g, c) => scaled(g, c.arg(3) as number),
    batch1: (g, c) => scaled(bmm(g, transpose(c.arg(2), 1, 2)), c.arg(4) as number),
    batch2: (g, c) => scaled(bmm(transpose(c.arg(1), 1, 2), g), c.arg(4) as number),
  },
  inPlace: true,
  samples: [() => [given([1, 2]), given([1, 2, 3, 4, 5, 6], [1, 2, 3]), given([0.5, -1, 2, 0.3, 1, -2], [1, 3, 2])]],
  symbol: "@ +",
  doc: "A stack of matrix products added to a tensor.",
});
op<[self: Tensor, mat: Tensor, vec: Tensor, beta?: number, alpha?: number]>(
  "addmv(Tensor self, Tensor mat, Tensor vec, *, Scalar beta=1, Scalar alpha=1) -> Tensor",
  {
    forward: (bias, a, v, beta = 1, alpha = 1) => {
      if (a.rank !== 2 || v.rank !== 1 || bias.rank > 1)
        fail(`vector + matrix @ vector expected, got ${bias.rank}, ${a.rank}, ${v.rank}`);
      const [n = 0, k = 0] = a.shape;
      if (k !== v.shape[0])
        fail(`size mismatch, got input (${bias.shape[0] ?? 1}), mat (${n}x${k}), vec (${v.shape[0]})`);
      const out = emptyTensor([n], a.dtype);
      multiplyInto(out.storage.data, out.offset, matrixOf(a), columnOf(v), [n, k, 1]);
      return linear(bias, beta, out, alpha);
    },
    vjp: {
      self: (g, c) => scaled(g, c.arg(3) as number),
      mat: (g, c) => scaled(ger(g, c.arg(2)), c.arg(4) as number),
      vec: (g, c) => scaled(mv(t(c.arg(1)), g), c.arg(4) as number),
    },
    inPlace: true,
    samples: [() => [given([1, 2]), matrix([1, 2, 3, 4, 5, 6], 2), given([0.5, -1, 2])]],
    doc: "A matrix times a vector, added to a tensor.",
  },
);

const scaled = (g: Tensor, factor: number): Tensor => (factor === 1 ? g : mul(g, scalar(factor)));
/** β·bias + α·product, on numbers only. */
function linear(bias: Tensor, beta: number, product: Tensor, alpha: number): Tensor {
  const expanded = expandTo(bias, expandedShape(bias.shape, product.shape));
  if (beta === 1 && alpha === 1)
    return zipInto(product, expanded, plus) ? product : zip(expanded, product, product.dtype, plus);
  const z = product.storage.data;
  const b = elementsOf(expanded);
  for (let i = 0; i < product.numel; i++) {
    const at = product.offset + i;
    z[at] = (beta === 0 ? 0 : beta * (b[i] as number)) + alpha * (z[at] as number);
  }
  return product;
}
