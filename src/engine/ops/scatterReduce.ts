/** Elements brought together by an index, and combined: sums, products, means and extremes of groups. */
import { fail } from "../errors.ts";
import type { Ctx } from "../node.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { sameShape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul } from "./algebra.ts";
import { reshape, zeros } from "./core.ts";
import { full } from "./create.ts";
import { checkSizes, gather, scatterAdd, scattered } from "./gather.ts";
import { maskOf } from "./rounding.ts";
import { slice } from "./slices.ts";

type Combine = (old: number, next: number) => number;
const combines: Readonly<Record<string, Combine>> = {
  sum: (x, y) => x + y,
  mean: (x, y) => x + y,
  prod: (x, y) => x * y,
  amax: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : Math.max(x, y)),
  amin: (x, y) => (Number.isNaN(x) || Number.isNaN(y) ? Number.NaN : Math.min(x, y)),
};
const START: Readonly<Record<string, number>> = {
  sum: 0,
  mean: 0,
  prod: 1,
  amax: Number.NEGATIVE_INFINITY,
  amin: Number.POSITIVE_INFINITY,
};

type Reduce = [self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string, includeSelf?: boolean];

/** How many elements met at each place, at least 1. */
function countsOf(shape: readonly number[], dim: number, index: Tensor, dtype: Tensor["dtype"], own: boolean): Tensor {
  return numbersOnly(() => {
    const met = scatterAdd(full(shape, own ? 1 : 0, dtype), dim, index, full(index.shape, 1, dtype));
    return add(
      met,
      maskOf(met, (n) => n === 0),
    );
  });
}

op<Reduce>(
  "scatter_reduce(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True) -> Tensor",
  {
    forward: (a, dim, index, src, reduce, own = true) => {
      const combine =
        combines[reduce] ?? fail(`reduce argument must be either sum, prod, mean, amax or amin, got ${reduce}`);
      checkSizes(index, a, wrapDim(dim, a.rank), src);
      const nothing = full([], START[reduce] as number, a.dtype);
      const from = own ? a : scattered(a, dim, index, nothing, (_, start) => start);
      const out = scattered(from, dim, index, src, combine);
      return reduce === "mean" ? numbersOnly(() => div(out, countsOf(a.shape, dim, index, a.dtype, own))) : out;
    },
    vjp: {
      self: (g, c) => (c.arg(5) === false ? untouched(shareOf(g, c), c.arg(1), c.arg(2)) : own(g, c)),
      src: (g, c) => source(g, c),
    },
    inPlace: true,
    samples: ["sum", "mean", "prod", "amax"].map((kind) => () => [
      given([1, 2, 3], [3]),
      0,
      tensorFrom([0, 2, 0, 1], [4], "int64"),
      given([0.5, 4, 7, 2.5], [4]),
      kind,
    ]),
    symbol: "groups",
    doc: "Elements combined at the places that an index names: sum, mean, prod, amax or amin.",
  },
);
type Rule = Ctx<Reduce>;
/** The part of the source that the index names places for: its sizes may be smaller. */
function sourceOf(c: Rule): Tensor {
  const [index, src] = [c.arg(2), c.arg(3)];
  if (sameShape(index.shape, src.shape)) return src;
  if (index.numel === 0) return zeros(index.shape, src.dtype);
  const sizes = index.rank === 0 ? [1] : index.shape;
  const part = sizes.reduce((t, size, d) => slice(t, d, 0, size, 1), src.rank === 0 ? reshape(src, [1]) : src);
  return reshape(part, index.shape);
}
/** The gradient of one result, shared by the elements that met there. */
function shareOf(g: Tensor, c: Rule): Tensor {
  return c.arg(4) === "mean" ? div(g, countsOf(c.shape(0), c.arg(1), c.arg(2), g.dtype, c.arg(5) !== false)) : g;
}
const untouched = (g: Tensor, dim: number, index: Tensor): Tensor =>
  mul(
    g,
    maskOf(
      numbersOnly(() => scatterAdd(zeros(g.shape, g.dtype), dim, index, full(index.shape, 1, g.dtype))),
      (n) => n === 0,
    ),
  );

function own(g: Tensor, c: Rule): Tensor {
  const kind = c.arg(4);
  if (kind === "sum" || kind === "mean") return shareOf(g, c);
  if (kind === "prod") return div(mul(g, c.out()), c.arg(0));
  return mul(div(g, winners(c)), sameAs(c.arg(0), c.out()));
}
function source(g: Tensor, c: Rule): Tensor {
  const kind = c.arg(4);
  const at = (t: Tensor): Tensor => gather(t, c.arg(1), c.arg(2));
  if (kind === "sum" || kind === "mean") return at(shareOf(g, c));
  if (kind === "prod") return div(at(mul(g, c.out())), sourceOf(c));
  return mul(
    at(div(g, winners(c))),
    sameAs(
      sourceOf(c),
      numbersOnly(() => at(c.out())),
    ),
  );
}
const sameAs = (a: Tensor, b: Tensor): Tensor => {
  const y = elementsOf(b);
  return tensorFrom(
    Array.from(elementsOf(a), (x, i) => (x === y[i] ? 1 : 0)),
    b.shape,
    b.dtype,
  );
};
/** How many elements share an extreme: they share its gradient too. */
function winners(c: Rule): Tensor {
  return numbersOnly(() => {
    const [dim, index, z] = [c.arg(1), c.arg(2), c.out()];
    const among = sameAs(sourceOf(c), gather(z, dim, index));
    const first = c.arg(5) === false ? zeros(z.shape, z.dtype) : sameAs(c.arg(0), z);
    const met = scatterAdd(first, dim, index, among);
    return add(
      met,
      maskOf(met, (n) => n === 0),
    );
  });
}
