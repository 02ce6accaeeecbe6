/** Triangles whose product is a matrix with its rows in another order. Computed in double and rounded once. */
import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { add, sub } from "./algebra.ts";
import { reshape } from "./core.ts";
import { eye } from "./create.ts";
import { indexSelect } from "./indexSlices.ts";
import { cat, stack } from "./join.ts";
import { matmul } from "./matmul.ts";
import { solve } from "./matrices.ts";
import { transpose } from "./shape.ts";
import { select, slice } from "./slices.ts";
import { tril, triu } from "./triangles.ts";

const mT = (a: Tensor): Tensor => transpose(a, -2, -1);

/** Elimination in place, each column with its largest number on the diagonal; returns with which row (from 1) each was exchanged. */
function factorise(a: Float64Array, rows: number, columns: number): number[] {
  const swaps: number[] = [];
  const at = (i: number, j: number): number => a[i * columns + j] as number;
  for (let k = 0; k < Math.min(rows, columns); k++) {
    let best = k;
    for (let i = k + 1; i < rows; i++) if (Math.abs(at(i, k)) > Math.abs(at(best, k))) best = i;
    swaps.push(best + 1);
    if (at(best, k) === 0) continue;
    if (best !== k)
      for (let j = 0; j < columns; j++) {
        const kept = at(k, j);
        a[k * columns + j] = at(best, j);
        a[best * columns + j] = kept;
      }
    for (let i = k + 1; i < rows; i++) {
      const factor = at(i, k) / at(k, k);
      a[i * columns + k] = factor;
      for (let j = k + 1; j < columns; j++) a[i * columns + j] = at(i, j) - factor * at(k, j);
    }
  }
  return swaps;
}

/** Which row of the matrix stands where after the exchanges. */
function orderOf(swaps: ArrayLike<number>, rows: number): number[] {
  const order = Array.from({ length: rows }, (_, i) => i);
  Array.from(swaps).forEach((other, i) => {
    const kept = order[i] as number;
    order[i] = order[other - 1] as number;
    order[other - 1] = kept;
  });
  return order;
}

/** For every matrix of a stack, the rows put back from where the exchanges brought them. */
function putBack(a: Tensor, pivots: Tensor): Tensor {
  const [rows, columns] = a.shape.slice(-2) as [number, number];
  const count = numelOf(a.shape.slice(0, -2));
  if (count === 0) return a;
  const swaps = elementsOf(pivots);
  const size = pivots.shape.at(-1) as number;
  const flat = reshape(a, [count, rows, columns]);
  const each = Array.from({ length: count }, (_, k) => {
    const order = orderOf(
      Array.from({ length: size }, (_, i) => swaps[k * size + i] as number),
      rows,
    );
    const places = order.map((_, i) => order.indexOf(i));
    return indexSelect(select(flat, 0, k), 0, tensorFrom(places, [rows], "int64"));
  });
  return reshape(stack(each), a.shape);
}

op<[self: Tensor], Tensor[]>("_lu_factor(Tensor self) -> (Tensor LU, Tensor pivots)", {
  forward: (a) => {
    if (a.rank < 2) fail("linalg.lu_factor: The input tensor A must have at least 2 dimensions.");
    if (!isFloating(a.dtype))
      fail(`linalg.lu_factor: Expected a floating point or complex tensor as input. Got ${dtypes[a.dtype].scalarName}`);
    const [rows, columns] = a.shape.slice(-2) as [number, number];
    const outer = a.shape.slice(0, -2);
    const [lu, pivots] = [emptyTensor(a.shape, a.dtype), emptyTensor([...outer, Math.min(rows, columns)], "int32")];
    const values = Float64Array.from(elementsOf(a));
    const size = rows * columns;
    for (let k = 0; k < numelOf(outer); k++) {
      const own = values.subarray(k * size, (k + 1) * size);
      const swaps = factorise(own, rows, columns);
      lu.storage.data.set(own, lu.offset + k * size);
      pivots.storage.data.set(swaps, pivots.offset + k * swaps.length);
    }
    return [lu, pivots];
  },
  vjp: {
    // For the square part A = L U: Ā = L⁻ᵀ (tril(Lᵀ L̄, −1) + triu(Ū Uᵀ)) U⁻ᵀ. What stands beside it is L⁻¹ A₂, what stands below A₂ U⁻¹.
    self: (_g, c) => {
      const g = c.grads[0] as Tensor;
      const lu = c.out(0);
      const [rows, columns] = lu.shape.slice(-2) as [number, number];
      const k = Math.min(rows, columns);
      const square = slice(slice(lu, -2, 0, k, 1), -1, 0, k, 1);
      const gSquare = slice(slice(g, -2, 0, k, 1), -1, 0, k, 1);
      const l = add(tril(square, -1), eye(k, lu.dtype));
      const u = triu(square, 0);
      let [gl, gu] = [tril(gSquare, -1), triu(gSquare, 0)];
      const beside = columns > k ? solve(mT(l), slice(g, -1, k, columns, 1)) : null;
      if (beside) gl = sub(gl, matmul(beside, mT(slice(lu, -1, k, columns, 1))));
      const below = rows > k ? mT(solve(u, mT(slice(g, -2, k, rows, 1)))) : null;
      if (below) gu = sub(gu, matmul(mT(slice(lu, -2, k, rows, 1)), below));
      const inner = add(tril(matmul(mT(l), gl), -1), triu(matmul(gu, mT(u)), 0));
      let total = mT(solve(u, mT(solve(mT(l), inner))));
      if (beside) total = cat([total, beside], -1);
      if (below) total = cat([total, below], -2);
      return putBack(total, c.out(1));
    },
  },
  node: "LinalgLuFactorExBackward0",
  homes: ["hidden"],
  samples: [
    () => [given([2, 1, -1, 0.5, 3, 0.2, 0.3, -0.7, 1.5], [3, 3])],
    () => [given([2, 1, -1, 0.5, 3, 0.2], [3, 2])],
    () => [given([2, 1, -1, 0.5, 3, 0.2], [2, 3])],
  ],
  symbol: "LU",
  tex: { forward: "A = P L U" },
  doc: "A lower and an upper triangle in one matrix, and how its rows were exchanged.",
});

op<[pivots: Tensor, rows: number]>("_permutation(Tensor pivots, int rows) -> Tensor", {
  forward: (pivots, rows) => {
    const swaps = elementsOf(pivots);
    const size = pivots.shape.at(-1) as number;
    const out = emptyTensor([...pivots.shape.slice(0, -1), rows, rows], "float32");
    for (let k = 0; k < numelOf(pivots.shape.slice(0, -1)); k++)
      orderOf(
        Array.from({ length: size }, (_, i) => swaps[k * size + i] as number),
        rows,
      ).forEach((from, i) => {
        out.storage.data[out.offset + (k * rows + from) * rows + i] = 1;
      });
    return out;
  },
  homes: ["hidden"],
  symbol: "P",
  tex: { forward: "P" },
});
