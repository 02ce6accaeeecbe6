/** Running sums, products and extremes along a dim. */

import { alongDims } from "../batch.ts";
import { isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { eachLine } from "../lines.ts";
import { callOp, composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { add, div, mul, sub } from "./algebra.ts";
import { flip, stack } from "./join.ts";
import { select, slice } from "./slices.ts";
import { back, chosen } from "./sorting.ts";

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

// Running -------------------------------------------------------------------------------------------------

function running(
  a: Tensor,
  dim: number,
  dtype: Tensor["dtype"],
  step: (total: number, x: number) => number,
  start: number,
): Tensor {
  const out = emptyTensor(a.shape, dtype);
  eachLine(a, wrapDim(dim, a.rank), (line, at) => {
    let total = start;
    line.forEach((x, k) => {
      total = step(total, x);
      out.storage.data[out.offset + at(k)] = total;
    });
  });
  return out;
}
type Running = [self: Tensor, dim: number, dtype?: Tensor["dtype"] | null];
export const cumsum: Op<Running> = op<Running>("cumsum(Tensor self, int dim, *, dtype? dtype=None) -> Tensor", {
  batch: alongDims,
  forward: (a, dim, dtype = null) =>
    running(a, dim, dtype ?? (isFloating(a.dtype) ? a.dtype : "int64"), (t, x) => t + x, 0),
  vjp: { self: (g, c) => (g.rank === 0 ? g : flip(cumsum(flip(g, [c.arg(1)]), c.arg(1)), [c.arg(1)])) },
  inPlace: true,
  samples: [() => [sample(), 1]],
  symbol: "Σ⋯",
  doc: "Running sum along a dim.",
});
op<Running>("cumprod(Tensor self, int dim, *, dtype? dtype=None) -> Tensor", {
  batch: alongDims,
  forward: (a, dim, dtype = null) =>
    running(a, dim, dtype ?? (isFloating(a.dtype) ? a.dtype : "int64"), (t, x) => t * x, 1),
  vjp: {
    self: (g, c) => {
      if (g.rank === 0) return g;
      const a = c.arg(0);
      const x = elementsOf(a);
      // ∂zₖ/∂aⱼ = zₖ/aⱼ for k ≥ j; with zeros among the factors this has no meaning, so it is summed up factor by factor.
      if (Array.from(x).every((v) => v !== 0)) {
        const weighted = mul(g, c.out());
        return div(flip(cumsum(flip(weighted, [c.arg(1)]), c.arg(1)), [c.arg(1)]), a);
      }
      return cumprodGradient(g, a, wrapDim(c.arg(1), a.rank));
    },
  },
  inPlace: true,
  samples: [() => [sample(), 1]],
  symbol: "Π⋯",
  doc: "Running product along a dim.",
});
function cumprodGradient(g: Tensor, a: Tensor, dim: number): Tensor {
  const size = a.shape[dim] as number;
  const parts: Tensor[] = [];
  for (let j = 0; j < size; j++) {
    let before: Tensor | null = null;
    for (let i = 0; i < j; i++) before = before === null ? select(a, dim, i) : mul(before, select(a, dim, i));
    let product = before;
    let total: Tensor | null = null;
    for (let k = j; k < size; k++) {
      if (k > j) product = product === null ? select(a, dim, k) : mul(product, select(a, dim, k));
      const term = product === null ? select(g, dim, k) : mul(select(g, dim, k), product);
      total = total === null ? term : add(total, term);
    }
    parts.push(total as Tensor);
  }
  return stack(parts, dim);
}
for (const [name, better] of [
  ["cummax", (x: number, y: number) => x >= y],
  ["cummin", (x: number, y: number) => x <= y],
] as const) {
  op<[self: Tensor, dim: number], Tensor[]>(`${name}(Tensor self, int dim) -> (Tensor values, Tensor indices)`, {
    forward: (a, dim) => {
      const d = wrapDim(dim, a.rank);
      return chosen(a, d, a.shape[d] ?? 1, (line) => {
        let best = 0;
        return line.map((x, k) => {
          if (Number.isNaN(x) || better(x, line[best] as number)) best = k;
          return best;
        });
      });
    },
    vjp: { self: (g, c) => back(g, c.out(1), c.shape(0), c.arg(1)) },
    samples: [() => [sample(), 1]],
    doc: "Running extreme along a dim, and its place.",
  });
}
composite<[self: Tensor, n?: number, dim?: number]>(
  "diff(Tensor self, int n=1, int dim=-1) -> Tensor",
  { doc: "Differences of neighbours along a dim." },
  (a, n = 1, dim = -1) => {
    if (a.rank === 0) fail("diff expects input to be at least one-dimensional");
    if (n < 0) fail(`order must be non-negative but got ${n}`);
    let out = a;
    for (let i = 0; i < n; i++) {
      const size = out.shape[wrapDim(dim, out.rank)] as number;
      if (size === 0) break;
      const [later, earlier] = [slice(out, dim, 1, size, 1), slice(out, dim, 0, size - 1, 1)];
      out = a.dtype === "bool" ? callOp("logical_xor", [later, earlier]) : sub(later, earlier);
    }
    return out;
  },
);
