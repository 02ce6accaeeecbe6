import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { eachLine, mustHaveElements } from "../lines.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { zeros } from "./core.ts";
import { toIndices, toPlaces } from "./extrema.ts";
import { scatterAdd } from "./gather.ts";

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

/** Places in rising (or falling) order; stable, NaN is the largest. */
function orderOf(line: readonly number[], descending: boolean): number[] {
  const places = line.map((_, k) => k);
  const rank = (x: number): number => (Number.isNaN(x) ? Number.POSITIVE_INFINITY : x);
  return places.sort((i, j) => {
    const [x, y] = [line[i] as number, line[j] as number];
    if (Number.isNaN(x) !== Number.isNaN(y)) return Number.isNaN(x) === descending ? -1 : 1;
    const d = rank(x) - rank(y);
    return (d === 0 || Number.isNaN(d) ? 0 : descending ? -d : d) || i - j;
  });
}

/** Values and places of some elements of every line along `dim`. */
export function chosen(a: Tensor, dim: number, size: number, choose: (line: number[]) => readonly number[]): Tensor[] {
  const shape = a.rank === 0 ? [] : a.shape.with(dim, size);
  const [values, indices] = [emptyTensor(shape, a.dtype), emptyTensor(shape, "int64")];
  const inner = a.shape.slice(dim + 1).reduce((n, s) => n * s, 1);
  eachLine(a, dim, (line, _, n) => {
    const [outer, i] = [Math.floor(n / inner), n % inner];
    choose(line).forEach((place, k) => {
      const at = (outer * size + k) * inner + i;
      values.storage.data[values.offset + at] = line[place] as number;
      indices.storage.data[indices.offset + at] = place;
    });
  });
  return [values, indices];
}
/** The gradient of picked values, put back to where they were picked. */
export const back = (g: Tensor, indices: Tensor, shape: readonly number[], dim: number): Tensor =>
  shape.length === 0 ? g : scatterAdd(zeros(shape, g.dtype), wrapDim(dim, shape.length), indices, g);

type Sort = [self: Tensor, dim?: number, descending?: boolean, stable?: boolean];
export const sort: Op<Sort, Tensor[]> = op<Sort, Tensor[]>(
  "sort(Tensor self, int dim=-1, bool descending=False, bool stable=False) -> (Tensor values, Tensor indices)",
  {
    forward: (a, dim = -1, descending = false) => {
      const d = wrapDim(dim, a.rank);
      return chosen(a, d, a.shape[d] ?? 1, (line) => orderOf(line, descending));
    },
    vjp: { self: (g, c) => back(g, c.out(1), c.shape(0), c.arg(1) ?? -1) },
    samples: [() => [sample(), 1]],
    symbol: "sort",
    doc: "In rising order along a dim, and where each came from.",
  },
);
composite<[self: Tensor, dim?: number, descending?: boolean, stable?: boolean]>(
  "argsort(Tensor self, int dim=-1, bool descending=False, bool stable=False) -> Tensor",
  { doc: "Places in rising order along a dim." },
  (a, dim = -1, descending = false) => sort(a, dim, descending)[1] as Tensor,
);

type Top = [self: Tensor, k: number, dim?: number, largest?: boolean, sorted?: boolean];
op<Top, Tensor[]>(
  "topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True) -> (Tensor values, Tensor indices)",
  {
    forward: (a, k, dim = -1, largest = true) => {
      const d = wrapDim(dim, a.rank);
      if (k < 0 || k > (a.shape[d] ?? 1)) fail("selected index k out of range");
      // A number alone is its own largest.
      const count = a.rank === 0 ? 1 : k;
      return chosen(a, d, count, (line) => orderOf(line, largest).slice(0, count));
    },
    vjp: { self: (g, c) => back(g, c.out(1), c.shape(0), c.arg(2) ?? -1) },
    samples: [() => [sample(), 2]],
    symbol: "top k",
    doc: "The k largest along a dim, and their places.",
  },
);

/** Ops that pick one element of every line. */
function picker<A extends readonly unknown[]>(
  schema: string,
  node: string,
  spec: {
    readonly dimOf: (...args: A) => number;
    readonly keepsDim: (...args: A) => boolean;
    readonly pick: (line: number[], ...args: A) => number;
    readonly doc: string;
    readonly sample: () => readonly unknown[];
  },
): Op<[self: Tensor, ...A], Tensor[]> {
  return op<[self: Tensor, ...A], Tensor[]>(`${schema} -> (Tensor values, Tensor indices)`, {
    forward: (a, ...rest) => {
      const d = wrapDim(spec.dimOf(...rest), a.rank);
      mustHaveElements(`${/^\w+/.exec(schema)?.[0]}()`, a, d);
      const [values, indices] = chosen(a, d, 1, (line) => [spec.pick(line, ...rest)]) as [Tensor, Tensor];
      if (spec.keepsDim(...rest) || a.rank === 0) return [values, indices];
      return [values, indices].map((t) => tensorFrom(elementsOf(t), a.shape.toSpliced(d, 1), t.dtype));
    },
    vjp: {
      self: (g, c) => {
        const rest = Array.from({ length: 4 }, (_, i) =>
          (c as unknown as { arg(i: number): unknown }).arg(i + 1),
        ) as unknown as A;
        return toIndices(g, c.out(1), c.shape(0), spec.dimOf(...rest), spec.keepsDim(...rest));
      },
    },
    node,
    samples: [spec.sample],
    doc: spec.doc,
  });
}
const lowerMiddle = (line: number[]): number => {
  const nan = line.findIndex(Number.isNaN);
  return nan >= 0 ? nan : (orderOf(line, false)[Math.floor((line.length - 1) / 2)] as number);
};
type Dim = [dim?: number, keepdim?: boolean];
const dimmed = { dimOf: (dim?: number) => dim ?? -1, keepsDim: (_?: number, keepdim?: boolean) => keepdim ?? false };
picker<Dim>("median.dim(Tensor self, int dim, bool keepdim=False)", "MedianBackward1", {
  ...dimmed,
  pick: lowerMiddle,
  doc: "The lower median along a dim, and its place.",
  sample: () => [sample(), 1],
});
op<[self: Tensor]>("median(Tensor self) -> Tensor", {
  forward: (a) => {
    const line = Array.from(elementsOf(a));
    return tensorFrom([line.length === 0 ? Number.NaN : (line[lowerMiddle(line)] as number)], [], a.dtype);
  },
  vjp: {
    self: (g, c) => toPlaces(g, c.arg(0), c.out(), null, false),
  },
  samples: [() => [sample()]],
  doc: "The lower median of all elements.",
});
op<[self: Tensor]>("nanmedian(Tensor self) -> Tensor", {
  forward: (a) => {
    const line = Array.from(elementsOf(a)).filter((x) => !Number.isNaN(x));
    return tensorFrom([line.length === 0 ? Number.NaN : (line[lowerMiddle(line)] as number)], [], a.dtype);
  },
  vjp: { self: (g, c) => toPlaces(g, c.arg(0), c.out(), null, false) },
  samples: [() => [sample()]],
  doc: "The lower median of the elements that are not NaN.",
});
picker<Dim>("mode(Tensor self, int dim=-1, bool keepdim=False)", "ModeBackward0", {
  ...dimmed,
  pick: (line) => {
    const counts = new Map<number, number>();
    for (const x of line) counts.set(x, (counts.get(x) ?? 0) + 1);
    const most = Math.max(...counts.values());
    const value = Math.min(...[...counts].filter(([, n]) => n === most).map(([x]) => x));
    return line.lastIndexOf(value);
  },
  doc: "The most frequent value along a dim.",
  sample: () => [sample(), 1],
});
picker<[k: number, dim?: number, keepdim?: boolean]>(
  "kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False)",
  "KthvalueBackward0",
  {
    dimOf: (_k, dim) => dim ?? -1,
    keepsDim: (_k, _dim, keepdim) => keepdim ?? false,
    pick: (line, k) => orderOf(line, false)[k - 1] ?? fail("kthvalue(): selected number k out of range for dimension"),
    doc: "The k-th smallest along a dim.",
    sample: () => [sample(), 2, 1],
  },
);

op<[self: Tensor]>("_unique(Tensor self) -> Tensor", {
  forward: (a) => {
    const values = [...new Set(Array.from(elementsOf(a)))].sort((x, y) => x - y);
    return tensorFrom(values, [values.length], a.dtype);
  },
  homes: ["hidden"],
});
op<[self: Tensor, weights?: Tensor | null, minlength?: number]>(
  "bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor",
  {
    forward: (a, weights = null, least = 0) => {
      if (isFloating(a.dtype))
        fail(`"bincount_cpu" not implemented for '${dtypes[a.dtype].scalarName}'`, "NotImplementedError");
      const values = Array.from(elementsOf(a));
      if (a.rank !== 1 || values.some((v) => v < 0)) fail("bincount only supports 1-d non-negative integral inputs.");
      const counts = new Array<number>(Math.max(least, ...values.map((v) => v + 1), 0)).fill(0);
      const w = weights === null ? null : elementsOf(weights);
      values.forEach((v, i) => {
        counts[v] = (counts[v] as number) + (w === null ? 1 : (w[i] as number));
      });
      return tensorFrom(counts, [counts.length], weights === null ? "int64" : "float64");
    },
    doc: "How often each number occurs.",
  },
);
