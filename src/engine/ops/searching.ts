/** Places among sorted numbers, and how many numbers fall between them. */
import { dtypes, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { op } from "../op.ts";
import { sameShape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { linspace } from "./create.ts";

/** How many of `size` sorted numbers from `start` on stand before `x`; `right`: also those equal to it. */
function placeOf(sorted: ArrayLike<number>, start: number, size: number, x: number, right: boolean): number {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >> 1;
    const y = sorted[start + middle] as number;
    if (right ? !(y > x) : !(y >= x)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function places(sorted: Tensor, values: Tensor, right: boolean, narrow: boolean): Tensor {
  const size = sorted.shape.at(-1) ?? 0;
  const lines = sorted.rank > 1;
  const from = elementsOf(sorted);
  const perLine = values.shape.at(-1) ?? 1;
  const found = Array.from(elementsOf(values), (x, i) =>
    placeOf(from, lines ? Math.floor(i / perLine) * size : 0, size, x, right),
  );
  return tensorFrom(found, values.shape, narrow ? "int32" : "int64");
}

type Search = [
  sorted: Tensor,
  self: Tensor,
  narrow?: boolean,
  right?: boolean,
  side?: string | null,
  sorter?: Tensor | null,
];
op<Search>(
  "searchsorted(Tensor sorted_sequence, Tensor self, *, bool out_int32=False, bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
  {
    forward: (sorted, values, narrow = false, right = false, side = null, sorter = null) => {
      if (sorted.rank === 0)
        fail("torch.searchsorted(): input value can be a scalar only when boundaries tensor dimension is 1");
      if (side !== null && side !== "left" && side !== "right")
        fail(`torch.searchsorted(): side can only be 'left' or 'right' but got ${side}`);
      if (side === "left" && right)
        fail("torch.searchsorted(): side and right can't be set to opposites, got side of left while right was True");
      if (sorted.rank > 1 && !sameShape(sorted.shape.slice(0, -1), values.shape.slice(0, -1)))
        fail(
          `torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1 dimensions of boundaries tensor and input value tensor must match, but we got boundaries tensor ${showShape(sorted.shape)} and input value tensor ${showShape(values.shape)}`,
        );
      return places(sorter === null ? sorted : ordered(sorted, sorter), values, right || side === "right", narrow);
    },
    homes: ["torch"],
    doc: "Where values would be inserted to keep a sequence sorted.",
  },
);
function ordered(t: Tensor, order: Tensor): Tensor {
  const [x, size] = [elementsOf(t), t.shape.at(-1) as number];
  return tensorFrom(
    Array.from(elementsOf(order), (place, i) => x[Math.floor(i / size) * size + place] as number),
    t.shape,
    t.dtype,
  );
}
op<[self: Tensor, boundaries: Tensor, narrow?: boolean, right?: boolean]>(
  "bucketize(Tensor self, Tensor boundaries, *, bool out_int32=False, bool right=False) -> Tensor",
  {
    forward: (values, boundaries, narrow = false, right = false) => {
      if (boundaries.rank !== 1)
        fail(`torch.searchsorted(): boundaries tensor must be 1 dimension, but got dim(${boundaries.rank})`);
      return places(boundaries, values, right, narrow);
    },
    homes: ["torch"],
    doc: "In which interval between boundaries each value lies.",
  },
);

/** The range of a histogram: as given, else that of the numbers, widened when it is a single point. */
function rangeOf(a: Tensor, low: number, high: number): readonly [number, number] {
  if (low !== high) return low < high ? [low, high] : fail("torch.histogramdd: max must be larger than min");
  const x = Array.from(elementsOf(a));
  const [least, most] = x.length === 0 ? [0, 0] : [Math.min(...x), Math.max(...x)];
  if (!Number.isFinite(least) || !Number.isFinite(most))
    fail(`torch.histogramdd: dimension 0's range [${least}, ${most}] is not finite`);
  return least === most ? [least - 1, most + 1] : [least, most];
}

function checkFloating(a: Tensor, name: string): void {
  if (!isFloating(a.dtype))
    fail(`"${name}" not implemented for '${dtypes[a.dtype].scalarName}'`, "NotImplementedError");
}

op<[self: Tensor, bins?: number, min?: number, max?: number]>(
  "histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor",
  {
    forward: (a, bins = 100, min = 0, max = 0) => {
      checkFloating(a, "histogram_cpu");
      if (bins <= 0) fail(`torch.histc(): bins must be > 0`);
      const [low, high] = rangeOf(a, min, max);
      const out = emptyTensor([bins], a.dtype);
      const round = a.dtype === "float64" ? Number : Math.fround;
      const span = round(high - low);
      for (const x of Array.from(elementsOf(a))) {
        if (!(x >= low && x <= high)) continue;
        const place = Math.trunc(round(round(round(x - low) * bins) / span));
        const at = out.offset + Math.min(place, bins - 1);
        out.storage.data[at] = (out.storage.data[at] as number) + 1;
      }
      return out;
    },
    doc: "How many elements fall into each of equal intervals.",
  },
);

type Histogram = [edges: Tensor, weight: Tensor | null, density: boolean];
function histogram(a: Tensor, ...[edges, weight, density]: Histogram): Tensor[] {
  checkFloating(a, "histogramdd");
  const e = elementsOf(edges);
  const bins = e.length - 1;
  const w = weight === null ? null : elementsOf(weight);
  const counts = new Array<number>(bins).fill(0);
  Array.from(elementsOf(a)).forEach((x, i) => {
    if (!(x >= (e[0] as number) && x <= (e[bins] as number))) return;
    const place = Math.min(placeOf(e, 0, e.length, x, true) - 1, bins - 1);
    counts[place] = (counts[place] as number) + (w === null ? 1 : (w[i] as number));
  });
  const total = counts.reduce((n, c) => n + c, 0);
  const heights = density ? counts.map((c, i) => c / total / ((e[i + 1] as number) - (e[i] as number))) : counts;
  return [tensorFrom(heights, [bins], a.dtype), edges];
}
const HISTOGRAM = "Tensor? weight=None, bool density=False) -> (Tensor hist, Tensor bin_edges)";
op<[self: Tensor, bins: Tensor, weight?: Tensor | null, density?: boolean], Tensor[]>(
  `histogram.bins_tensor(Tensor self, Tensor bins, *, ${HISTOGRAM}`,
  {
    forward: (a, bins, weight = null, density = false) => histogram(a, bins, weight, density),
    doc: "How many elements fall between edges.",
  },
);
op<
  [self: Tensor, bins?: number, range?: readonly number[] | null, weight?: Tensor | null, density?: boolean],
  Tensor[]
>(`histogram.bin_ct(Tensor self, int bins=100, *, float[]? range=None, ${HISTOGRAM}`, {
  forward: (a, bins = 100, range = null, weight = null, density = false) => {
    const [low, high] = rangeOf(a, range?.[0] ?? 0, range?.[1] ?? 0);
    return histogram(a, linspace(low, high, bins + 1, a.dtype), weight, density);
  },
  doc: "How many elements fall into each of equal intervals, and their edges.",
});
