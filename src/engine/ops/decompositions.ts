/** Factors of matrices: triangles, orthogonal matrices, eigenvalues and singular values. Computed in double and rounded once. */
import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { type Matrix, matrixOf, qrOf } from "../factor/rotations.ts";
import { singularValues } from "../factor/singular.ts";
import { symmetricEigen } from "../factor/symmetric.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import type { Shape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { zeros } from "./core.ts";
import { eye } from "./create.ts";
import { cat } from "./join.ts";
import { matmul } from "./matmul.ts";
import { solve, square } from "./matrices.ts";
import { maskOf } from "./rounding.ts";
import { transpose, unsqueeze } from "./shape.ts";
import { slice } from "./slices.ts";
import { tril } from "./triangles.ts";

const mT = (a: Tensor): Tensor => transpose(a, -2, -1);
const half = (a: Tensor): Tensor => mul(a, scalar(0.5));
const columnsOf = (v: Tensor): Tensor => unsqueeze(v, -2);
const rowsOf = (v: Tensor): Tensor => unsqueeze(v, -1);

/** The matrices of the last two dims, each handed to `factor`, whose results are put together again. */
function each(
  a: Tensor,
  name: string,
  shapes: readonly Shape[],
  factor: (m: Matrix) => readonly ArrayLike<number>[],
): Tensor[] {
  if (!isFloating(a.dtype))
    fail(`${name}: Expected a floating point or complex tensor as input. Got ${dtypes[a.dtype].scalarName}`);
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  const outer = a.shape.slice(0, -2);
  const outs = shapes.map((shape) => emptyTensor([...outer, ...shape], a.dtype));
  const x = elementsOf(a);
  const count = outer.reduce((n, s) => n * s, 1);
  for (let k = 0; k < count; k++) {
    const from = k * rows * columns;
    const found = factor(matrixOf(rows, columns, (i, j) => x[from + i * columns + j] as number));
    found.forEach((values, i) => {
      const out = outs[i] as Tensor;
      out.storage.data.set(values, out.offset + k * values.length);
    });
  }
  return outs;
}
function sizesOf(a: Tensor, name: string): readonly [rows: number, columns: number, least: number] {
  if (a.rank < 2) fail(`${name}: The input tensor A must have at least 2 dimensions.`);
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  return [rows, columns, Math.min(rows, columns)];
}

op<[self: Tensor]>("_cholesky(Tensor self) -> Tensor", {
  forward: (a) => {
    const [n] = square(a, "linalg.cholesky");
    let batch = 0;
    return each(a, "linalg.cholesky", [[n, n]], ({ data }) => {
      const l = new Float64Array(n * n);
      for (let j = 0; j < n; j++)
        for (let i = j; i < n; i++) {
          let rest = data[i * n + j] as number;
          for (let k = 0; k < j; k++) rest -= (l[i * n + k] as number) * (l[j * n + k] as number);
          if (i === j && !(rest > 0))
            fail(
              `linalg.cholesky: ${a.rank > 2 ? `(Batch element ${batch}): ` : ""}The factorization could not be completed because the input is not positive-definite (the leading minor of order ${j + 1} is not positive-definite).`,
              "LinAlgError",
            );
          l[i * n + j] = i === j ? Math.sqrt(rest) : rest / (l[j * n + j] as number);
        }
      batch++;
      return [l];
    })[0] as Tensor;
  },
  vjp: {
    self: (g, c) => {
      const l = c.out();
      const lower = tril(matmul(mT(l), g), 0);
      const both = half(add(lower, mT(tril(lower, -1))));
      // L⁻ᵀ P L⁻¹
      return solve(mT(l), mT(solve(mT(l), mT(both))));
    },
  },
  node: "LinalgCholeskyExBackward0",
  homes: ["hidden"],
  samples: [() => [given([4, 1, -1, 1, 3, 0.5, -1, 0.5, 2], [3, 3])]],
  symbol: "chol",
  tex: { forward: "A = L L^\\top", vjp: {} },
  doc: "The lower triangle whose product with its transpose is the matrix.",
});

op<[self: Tensor, mode: string], Tensor[]>("_qr(Tensor self, str mode) -> (Tensor Q, Tensor R)", {
  forward: (a, mode) => {
    const [rows, columns, least] = sizesOf(a, "linalg.qr");
    if (mode !== "reduced" && mode !== "complete" && mode !== "r")
      fail(`qr received unrecognized mode '${mode}' but expected one of 'reduced' (default), 'r', or 'complete'`);
    const size = mode === "complete" ? rows : least;
    return each(
      a,
      "linalg.qr",
      [
        [rows, mode === "r" ? 0 : size],
        [size, columns],
      ],
      (m) => {
        const { q, r } = qrOf(m, size);
        return [mode === "r" ? [] : q.data, r.data];
      },
    );
  },
  vjp: {
    self: (_g, c) => {
      const [rows, columns] = c.shape(0).slice(-2) as [number, number];
      if (c.arg(1) === "r")
        fail(
          "The derivative of linalg.qr depends on Q, which is not computed when mode='r'. Please use linalg.qr(A, mode='reduced') if you are going to require the derivatives.",
        );
      if (c.arg(1) === "complete" && rows > columns)
        fail("The QR decomposition is not differentiable when mode='complete' and nrows > ncols");
      const q = c.out(0);
      const gq = c.grads[0] ?? zeros(q.shape, q.dtype);
      const gr = c.grads[1] ?? zeros(c.out(1).shape, q.dtype);
      if (rows >= columns) return throughSquare(q, c.out(1), gq, gr);
      // A = Q [R₁ R₂]: the first columns give Q, the others are Q R₂, so that R₂ = Qᵀ A₂.
      const first = (t: Tensor): Tensor => slice(t, -1, 0, rows, 1);
      const others = (t: Tensor): Tensor => slice(t, -1, rows, columns, 1);
      const through = add(gq, matmul(matmul(q, others(c.out(1))), mT(others(gr))));
      return cat([throughSquare(q, first(c.out(1)), through, first(gr)), matmul(q, others(gr))], -1);
    },
  },
  node: "LinalgQrBackward0",
  homes: ["hidden"],
  samples: [
    () => [given([2, 1, -1, 0.5, 3, 0.2], [3, 2]), "reduced"],
    () => [given([2, 1, -1, 0.5, 3, 0.2], [2, 3]), "complete"],
  ],
  symbol: "QR",
  tex: { forward: "A = Q R", vjp: {} },
  doc: "An orthogonal matrix and an upper triangle whose product is the matrix.",
});
/** The gradient of A = Q R, where R is square. */
function throughSquare(q: Tensor, r: Tensor, gq: Tensor, gr: Tensor): Tensor {
  const m = sub(matmul(r, mT(gr)), matmul(mT(gq), q));
  const lower = tril(m, -1);
  const both = add(sub(tril(m, 0), lower), add(lower, mT(lower)));
  return mT(solve(r, mT(add(gq, matmul(q, both)))));
}

op<[self: Tensor, lower: boolean], Tensor[]>(
  "_eigh(Tensor self, bool lower=True) -> (Tensor eigenvalues, Tensor eigenvectors)",
  {
    forward: (a, lower = true) => {
      const [n] = square(a, "linalg.eigh");
      return each(a, "linalg.eigh", [[n], [n, n]], (m) => {
        const own = lower ? m : matrixOf(n, n, (i, j) => m.data[j * n + i] as number);
        const { values, vectors } = symmetricEigen(own);
        return [values, vectors.data];
      });
    },
    vjp: {
      self: (_g, c) => {
        const [values, vectors] = [c.out(0), c.out(1)];
        const [gl, gv] = c.grads;
        const n = values.shape.at(-1) as number;
        let inner = gl ? mul(rowsOf(gl), eye(n, values.dtype)) : zeros(vectors.shape, values.dtype);
        if (gv) inner = add(inner, mul(matmul(mT(vectors), gv), gaps(values)));
        return matmul(matmul(vectors, inner), mT(vectors));
      },
    },
    node: "LinalgEighBackward0",
    homes: ["hidden"],
    samples: [() => [given([4, 1, -1, 1, 3, 0.5, -1, 0.5, 2], [3, 3]), true]],
    symbol: "eig",
    tex: { forward: "A = V \\Lambda V^\\top", vjp: {} },
    doc: "Eigenvalues in rising order, and eigenvectors as columns, of a symmetric matrix.",
  },
);
/** 1/(λⱼ − λᵢ) off the diagonal, 0 on it. */
function gaps(values: Tensor): Tensor {
  const difference = sub(columnsOf(values), rowsOf(values));
  const own = eye(values.shape.at(-1) as number, values.dtype);
  return mul(
    div(scalar(1), add(difference, own)),
    maskOf(own, (x) => x === 0),
  );
}

op<[self: Tensor, full: boolean], Tensor[]>(
  "_svd(Tensor self, bool full_matrices=False) -> (Tensor U, Tensor S, Tensor Vh)",
  {
    forward: (a, full = false) => {
      const [rows, columns, k] = sizesOf(a, "linalg.svd");
      return each(a, "linalg.svd", [[rows, full ? rows : k], [k], [full ? columns : k, columns]], (m) => {
        const { u, s, v } = singularValues(m, full);
        return [u.data, s, matrixOf(v.columns, v.rows, (i, j) => v.data[j * v.columns + i] as number).data];
      });
    },
    vjp: {
      self: (_g, c) => {
        const [rows, columns] = c.shape(0).slice(-2) as [number, number];
        const k = Math.min(rows, columns);
        const thin = (t: Tensor | null, dim: number): Tensor | null => (t === null ? null : slice(t, dim, 0, k, 1));
        const [u, s, v] = [thin(c.out(0), -1) as Tensor, c.out(1), mT(thin(c.out(2), -2) as Tensor)];
        const [gu, gs, gvh] = [thin(c.grads[0] ?? null, -1), c.grads[1], thin(c.grads[2] ?? null, -2)];
        const gv = gvh === null ? null : mT(gvh);
        const skew = (x: Tensor): Tensor => sub(x, mT(x));
        const f = gaps(mul(s, s));
        let inner = gs ? mul(rowsOf(gs), eye(k, s.dtype)) : zeros([...s.shape, k], s.dtype);
        if (gu) inner = add(inner, mul(mul(skew(matmul(mT(u), gu)), f), columnsOf(s)));
        if (gv) inner = add(inner, mul(rowsOf(s), mul(skew(matmul(mT(v), gv)), f)));
        let total = matmul(matmul(u, inner), mT(v));
        // What a gradient has outside of the space of the columns.
        const outside = (g: Tensor, q: Tensor): Tensor => div(sub(g, matmul(q, matmul(mT(q), g))), columnsOf(s));
        if (gu && rows > k) total = add(total, matmul(outside(gu, u), mT(v)));
        if (gv && columns > k) total = add(total, matmul(u, mT(outside(gv, v))));
        return total;
      },
    },
    node: "LinalgSvdBackward0",
    homes: ["hidden"],
    samples: [
      () => [given([2, 1, -1, 0.5, 3, 0.2], [3, 2]), false],
      () => [given([2, 1, -1, 0.5, 3, 0.2], [2, 3]), false],
    ],
    symbol: "SVD",
    tex: { forward: "A = U S V^\\top", vjp: {} },
    doc: "Orthogonal matrices and singular values whose product is the matrix.",
  },
);
