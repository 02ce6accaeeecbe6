/** Integrals and slopes of functions that are known at some places only. */
import { fail } from "../errors.ts";
import { composite } from "../op.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import type { Tensor } from "../tensor.ts";
import { add, div, mul, scalar, sub } from "./algebra.ts";
import { reshape, sum } from "./core.ts";
import { cumsum } from "./cumulative.ts";
import { cat } from "./join.ts";
import { select, slice } from "./slices.ts";

const sizeAlong = (y: Tensor, dim: number): number => y.shape[wrapDim(dim, y.rank)] as number;
/** Neighbours along a dim: all but the last, and all but the first. */
const neighbours = (y: Tensor, dim: number): readonly [Tensor, Tensor] => [
  slice(y, dim, 0, sizeAlong(y, dim) - 1, 1),
  slice(y, dim, 1, sizeAlong(y, dim), 1),
];
/** Widths of the intervals between places, in a shape that goes with `y`. */
function widths(y: Tensor, x: Tensor, dim: number): Tensor {
  if (x.rank === 1 && y.rank > 1) {
    if (x.numel !== sizeAlong(y, dim)) fail("trapezoid: There must be one `x` value for each sample point");
    return widths(
      y,
      reshape(
        x,
        y.shape.map((_, i) => (i === wrapDim(dim, y.rank) ? -1 : 1)),
      ),
      dim,
    );
  }
  const [left, right] = neighbours(x, dim);
  return sub(right, left);
}
const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

composite<[y: Tensor, x: Tensor, dim?: number]>(
  "trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  { homes: ["torch"], aliases: ["trapz"], doc: "The integral of a function that is known at some places." },
  (y, x, dim = -1) => {
    const [left, right] = neighbours(y, dim);
    return div(sum(mul(add(left, right), widths(y, x, dim)), [dim]), scalar(2));
  },
);
composite<[y: Tensor, dx?: number, dim?: number]>(
  "trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  {
    homes: ["torch"],
    aliases: ["trapz"],
    doc: "The integral of a function at evenly spaced places.",
    samples: [() => [sample(), 0.5]],
  },
  (y, dx = 1, dim = -1) => {
    const ends = add(select(y, dim, 0), select(y, dim, -1));
    return mul(sub(sum(y, [dim]), mul(ends, scalar(0.5))), scalar(dx));
  },
);
composite<[y: Tensor, x: Tensor, dim?: number]>(
  "cumulative_trapezoid.x(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
  { homes: ["torch"], doc: "The running integral of a function that is known at some places." },
  (y, x, dim = -1) => {
    const [left, right] = neighbours(y, dim);
    return div(cumsum(mul(add(left, right), widths(y, x, dim)), dim), scalar(2));
  },
);
composite<[y: Tensor, dx?: number, dim?: number]>(
  "cumulative_trapezoid.dx(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
  {
    homes: ["torch"],
    doc: "The running integral of a function at evenly spaced places.",
    samples: [() => [sample(), 0.5]],
  },
  (y, dx = 1, dim = -1) => {
    const [left, right] = neighbours(y, dim);
    return mul(cumsum(add(left, right), dim), scalar(dx / 2));
  },
);

/** Slopes along one dim: from both neighbours inside, from one at the ends (by a parabola where `order` is 2). */
composite<[self: Tensor, spacing: Tensor | null, step: number, dim: number, order: number]>(
  "_gradient(Tensor self, Tensor? spacing, Scalar step, int dim, int edge_order) -> Tensor",
  {
    homes: ["hidden"],
    samples: [
      ...[1, 2].map((order) => () => [sample(), null, 0.5, 1, order]),
      ...[1, 2].map((order) => () => [sample(), given([0.1, 1, 2.5]), 1, 1, order]),
      () => [sample(), given([0.1, 1]), 1, 0, 1],
    ],
  },
  (y, places, step, dim, order) => {
    const n = sizeAlong(y, dim);
    if (n < order + 1) fail("torch.gradient expected each dimension size to be at least edge_order+1");
    const [first, last] = neighbours(y, dim);
    const gaps = places === null ? null : widths(y, places, dim);
    const rise = gaps === null ? div(sub(last, first), scalar(step)) : div(sub(last, first), gaps);
    const m = n - 1;
    const part = (t: Tensor, from: number, to: number): Tensor => slice(t, t.rank === 1 ? 0 : dim, from, to, 1);
    // Inside, the slopes of both sides count by the width of the other side.
    const [a, b] = gaps === null ? [scalar(1), scalar(1)] : [part(gaps, 0, m - 1), part(gaps, 1, m)];
    const inside = div(add(mul(part(rise, 0, m - 1), b), mul(part(rise, 1, m), a)), add(a, b));
    const end = (near: number, next: number): Tensor => {
      const slope = part(rise, near, near + 1);
      if (order === 1) return slope;
      const other = part(rise, next, next + 1);
      const [h, k] = gaps === null ? [scalar(1), scalar(1)] : [part(gaps, near, near + 1), part(gaps, next, next + 1)];
      return add(slope, mul(sub(slope, other), div(h, add(h, k))));
    };
    return cat(n > 2 ? [end(0, 1), inside, end(m - 1, m - 2)] : [end(0, 0), end(m - 1, m - 1)], dim);
  },
);
