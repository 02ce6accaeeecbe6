/** Determinants, inverses and linear systems. Numbers are computed in double and rounded once. */
import { fail } from "../errors.ts";
import { expandTo, map } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { broadcastShapes, numelOf, type Shape, sameShape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { mul, neg, scalar, sub } from "./algebra.ts";
import { where } from "./binary.ts";
import { indexSelect } from "./indexSlices.ts";
import { roll, stack } from "./join.ts";
import { matmul } from "./matmul.ts";
import { squeeze, transpose, unsqueeze } from "./shape.ts";

/** Rows × columns of the last two dims, and how many such matrices there are. */
export function square(a: Tensor, name: string): readonly [n: number, count: number] {
  if (a.rank < 2) fail(`${name}: The input tensor A must have at least 2 dimensions.`);
  const [n, m] = a.shape.slice(-2) as [number, number];
  if (n !== m) fail(`${name}: A must be batches of square matrices, but they are ${n} by ${m} matrices`);
  return [n, numelOf(a.shape.slice(0, -2))];
}

/** Gaussian elimination with partial pivoting, on `[A | B]`: solves in place. The sign and pivots give the determinant. */
function eliminate(
  a: Float64Array,
  n: number,
  b: Float64Array,
  m: number,
): { readonly det: number; readonly zeroAt: number } {
  let det = 1;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(a[i * n + k] as number) > Math.abs(a[best * n + k] as number)) best = i;
    const pivot = a[best * n + k] as number;
    if (pivot === 0) return { det: 0, zeroAt: k + 1 };
    if (best !== k) {
      det = -det;
      for (let j = 0; j < n; j++) swap(a, k * n + j, best * n + j);
      for (let j = 0; j < m; j++) swap(b, k * m + j, best * m + j);
    }
    det *= pivot;
    for (let i = 0; i < n; i++) {
      if (i === k) continue;
      const factor = (a[i * n + k] as number) / pivot;
      if (factor === 0) continue;
      for (let j = k; j < n; j++) a[i * n + j] = (a[i * n + j] as number) - factor * (a[k * n + j] as number);
      for (let j = 0; j < m; j++) b[i * m + j] = (b[i * m + j] as number) - factor * (b[k * m + j] as number);
    }
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) b[i * m + j] = (b[i * m + j] as number) / (a[i * n + i] as number);
  return { det, zeroAt: 0 };
}
function swap(data: Float64Array, i: number, j: number): void {
  const kept = data[i] as number;
  data[i] = data[j] as number;
  data[j] = kept;
}
const matrixAt = (values: ArrayLike<number>, k: number, size: number): Float64Array =>
  Float64Array.from({ length: size }, (_, i) => values[k * size + i] as number);

/** For every matrix its determinant. */
function determinants(a: Tensor, name: string): number[] {
  const [n, count] = square(a, name);
  const values = elementsOf(a);
  return Array.from({ length: count }, (_, k) => eliminate(matrixAt(values, k, n * n), n, new Float64Array(0), 0).det);
}

const sampleMatrix = (): Tensor => given([2, 1, -1, 0.5, 3, 0.2, 0.3, -0.7, 1.5], [3, 3]);
const mT = (a: Tensor): Tensor => transpose(a, -2, -1);
const onMatrices = (g: Tensor): Tensor => unsqueeze(unsqueeze(g, -1), -1);

export const inverse: Op<[self: Tensor]> = op("inverse(Tensor self) -> Tensor", {
  forward: (a) => {
    const [n, count] = square(a, "linalg.inv");
    const out = emptyTensor(a.shape, a.dtype);
    const values = elementsOf(a);
    for (let k = 0; k < count; k++) {
      const b = new Float64Array(n * n);
      for (let i = 0; i < n; i++) b[i * n + i] = 1;
      const { zeroAt } = eliminate(matrixAt(values, k, n * n), n, b, n);
      if (zeroAt > 0)
        fail(
          `linalg.inv: ${a.rank > 2 ? `(Batch element ${k}): ` : ""}The diagonal element ${zeroAt} is zero, the inversion could not be completed because the input matrix is singular.`,
          "LinAlgError",
        );
      out.storage.data.set(b, out.offset + k * n * n);
    }
    return out;
  },
  vjp: { self: (g, c) => neg(matmul(matmul(mT(c.out()), g), mT(c.out()))) },
  node: "LinalgInvExBackward0",
  homes: ["method", "torch", "linalg"],
  aliases: ["linalg_inv"],
  samples: [() => [sampleMatrix()]],
  symbol: "⁻¹",
  tex: { forward: "z = A^{-1}", vjp: { self: "-Z^\\top \\bar Z Z^\\top" } },
  doc: "The inverse of a matrix.",
});

/** Every element's signed minor: the derivative of the determinant also where there is no inverse. */
function cofactors(a: Tensor): Tensor {
  const n = a.shape.at(-1) as number;
  const without = (k: number): Tensor =>
    tensorFrom(
      Array.from({ length: n - 1 }, (_, i) => (i < k ? i : i + 1)),
      [n - 1],
      "int64",
    );
  const minor = (i: number, j: number): Tensor => det(indexSelect(indexSelect(a, -2, without(i)), -1, without(j)));
  const row = (i: number): Tensor[] =>
    Array.from({ length: n }, (_, j) => mul(minor(i, j), scalar((i + j) % 2 === 0 ? 1 : -1)));
  return stack(
    Array.from({ length: n }, (_, i) => stack(row(i), -1)),
    -2,
  );
}
const det: Op<[self: Tensor]> = op("det(Tensor self) -> Tensor", {
  forward: (a) => tensorFrom(determinants(a, "linalg.det"), a.shape.slice(0, -2), a.dtype),
  vjp: {
    self: (g, c) => {
      const [a, z] = [c.arg(0), c.out()];
      const isSingular = Array.from(elementsOf(z)).includes(0);
      return isSingular ? mul(onMatrices(g), cofactors(a)) : mul(onMatrices(mul(g, z)), mT(inverse(a)));
    },
  },
  node: "LinalgDetBackward0",
  homes: ["method", "torch", "linalg"],
  samples: [() => [sampleMatrix()]],
  symbol: "det",
  tex: { forward: "z = \\det A", vjp: { self: "\\bar z \\det A \\cdot A^{-\\top}" } },
  doc: "The determinant of a matrix.",
});

const slogdet: Op<[self: Tensor], Tensor[]> = op<[self: Tensor], Tensor[]>(
  "slogdet(Tensor self) -> (Tensor sign, Tensor logabsdet)",
  {
    forward: (a) => {
      const dets = tensorFrom(determinants(a, "linalg.slogdet"), a.shape.slice(0, -2), "float64");
      return [map(dets, a.dtype, Math.sign), map(dets, a.dtype, (d) => Math.log(Math.abs(d)))];
    },
    vjp: { self: (_g, c) => (c.grads[1] ? mul(onMatrices(c.grads[1]), mT(inverse(c.arg(0)))) : null) },
    node: "LinalgSlogdetBackward0",
    homes: ["method", "torch", "linalg"],
    samples: [() => [sampleMatrix()]],
    symbol: "ln det",
    doc: "Sign and logarithm of the determinant.",
  },
);
composite<[self: Tensor]>(
  "logdet(Tensor self) -> Tensor",
  { doc: "Logarithm of the determinant.", samples: [() => [sampleMatrix()]] },
  (a) => {
    // The logarithm of a negative determinant is not a number.
    const [sign, size] = slogdet(a) as [Tensor, Tensor];
    return where(
      map(sign, "bool", (s) => (s === -1 ? 1 : 0)),
      scalar(Number.NaN),
      size,
    );
  },
);

export const solve: Op<[a: Tensor, b: Tensor]> = op("linalg_solve(Tensor A, Tensor B) -> Tensor", {
  forward: (a, b) => {
    const [n] = square(a, "linalg.solve");
    const vector = isVector(a.shape, b.shape);
    const m = vector ? 1 : (b.shape.at(-1) as number);
    if ((vector ? b.shape.at(-1) : b.shape.at(-2)) !== n)
      fail(
        `linalg.solve: Incompatible shapes of A and B for the equation AX = B (${n}x${n} and ${b.shape.at(vector ? -1 : -2)}x${m})`,
      );
    const own = b.shape.slice(vector ? -1 : -2);
    const batch = broadcastShapes(a.shape.slice(0, -2), b.shape.slice(0, b.rank - own.length));
    const out = emptyTensor([...batch, ...own], b.dtype);
    const x = elementsOf(expandTo(a, [...batch, n, n]));
    const y = elementsOf(expandTo(b, out.shape));
    for (let k = 0; k < numelOf(batch); k++) {
      const right = matrixAt(y, k, n * m);
      if (eliminate(matrixAt(x, k, n * n), n, right, m).zeroAt > 0)
        fail("linalg.solve: The solver failed because the input matrix is singular.", "LinAlgError");
      out.storage.data.set(right, out.offset + k * n * m);
    }
    return out;
  },
  vjp: {
    // A vector is a matrix of one column.
    A: (g, c) => {
      const [back, z] = isVector(c.shape(0), c.shape(1)) ? [unsqueeze(g, -1), unsqueeze(c.out(), -1)] : [g, c.out()];
      return neg(matmul(solve(mT(c.arg(0)), back), mT(z)));
    },
    B: (g, c) => {
      const vector = isVector(c.shape(0), c.shape(1));
      const back = solve(mT(c.arg(0)), vector ? unsqueeze(g, -1) : g);
      return vector ? squeeze(back, -1) : back;
    },
  },
  node: "LinalgSolveExBackward0",
  homes: ["linalg"],
  samples: [
    () => [sampleMatrix(), given([1, -2, 0.5])],
    () => [sampleMatrix(), given([1, -2, 0.5, 3, 0.2, 1], [3, 2])],
  ],
  symbol: "A⁻¹b",
  tex: { forward: "z = A^{-1} b", vjp: { A: "-(A^{-\\top} \\bar z)\\, z^\\top", B: "A^{-\\top} \\bar z" } },
  doc: "The solution of a linear system.",
});
const isVector = (a: Shape, b: Shape): boolean => b.length === 1 || sameShape(a.slice(0, -1), b);

export const cross: Op<[self: Tensor, other: Tensor, dim?: number]> = op(
  "linalg_cross(Tensor self, Tensor other, *, int dim=-1) -> Tensor",
  {
    forward: (a, b, dim = -1) => {
      const d = wrapDim(dim, a.rank);
      if (a.rank !== b.rank) fail("linalg.cross: inputs must have the same number of dimensions.");
      if (a.shape[d] !== 3 || b.shape[d] !== 3)
        fail(`linalg.cross: inputs dimension ${dim} must have length 3. Got ${a.shape[d] ?? 1} and ${b.shape[d] ?? 1}`);
      const turned = (t: Tensor, by: number): Tensor => roll(t, [by], [d]);
      return numbersOnly(() => sub(mul(turned(a, -1), turned(b, 1)), mul(turned(a, 1), turned(b, -1))));
    },
    vjp: {
      self: (g, c) => cross(c.arg(1), g, c.arg(2) ?? -1),
      other: (g, c) => cross(g, c.arg(0), c.arg(2) ?? -1),
    },
    homes: ["linalg"],
    samples: [() => [given([1, 2, -3]), given([0.5, -1, 2])]],
    symbol: "×",
    tex: { forward: "z = a \\times b", vjp: { self: "b \\times \\bar z", other: "\\bar z \\times a" } },
    doc: "The cross product of vectors of three elements.",
  },
);
composite<[self: Tensor, n: number]>(
  "matrix_power(Tensor self, int n) -> Tensor",
  {
    homes: ["method", "torch", "linalg"],
    doc: "A matrix times itself, n times.",
    samples: [() => [sampleMatrix(), 3]],
  },
  (a, n) => {
    square(a, "linalg.matrix_power");
    if (n < 0) return power(inverse(a), -n);
    return power(a, n);
  },
);
function power(a: Tensor, n: number): Tensor {
  if (n === 0) {
    const size = a.shape.at(-1) as number;
    return tensorFrom(
      Array.from({ length: a.numel }, (_, k) => (Math.floor(k / size) % size === k % size ? 1 : 0)),
      a.shape,
      a.dtype,
    );
  }
  if (n === 1) return a;
  const half = power(a, Math.floor(n / 2));
  const even = matmul(half, half);
  return n % 2 === 0 ? even : matmul(even, a);
}
