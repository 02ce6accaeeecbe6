/** Elements brought together by an index, and combined: sums, products, means and extremes of groups. */
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import type { Ctx } from "../node.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul } from "./algebra.ts";
import { zeros } from "./core.ts";
import { full } from "./create.ts";
import { eachTarget, gather, scatterAdd } from "./gather.ts";
import { maskOf } from "./rounding.ts";

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
      if (a.dtype !== src.dtype) fail("scatter(): Expected self.dtype to be equal to src.dtype");
      const d = wrapDim(dim, a.rank);
      const out = emptyTensor(a.shape, a.dtype);
      copyInto(out, a);
      const z = out.storage.data;
      if (!own)
        eachTarget(index, a.shape, d, (_, at) => {
          z[out.offset + at] = START[reduce] as number;
        });
      const x = elementsOf(numbersOnly(() => partLike(src, index)));
      eachTarget(index, a.shape, d, (k, at) => {
        z[out.offset + at] = combine(z[out.offset + at] as number, x[k] as number);
      });
      return reduce === "mean" ? numbersOnly(() => div(out, countsOf(a.shape, d, index, a.dtype, own))) : out;
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
/** The part of `src` that goes with the index, whose sizes may be smaller. */
function partLike(src: Tensor, index: Tensor): Tensor {
  let out = src;
  index.shape.forEach((size, d) => {
    if (size !== out.shape[d]) out = gatherFirst(out, d, size);
  });
  return out;
}
function gatherFirst(t: Tensor, dim: number, size: number): Tensor {
  const shape = t.shape.with(dim, size);
  const inner = t.shape.slice(dim + 1).reduce((n, s) => n * s, 1);
  const places = Array.from({ length: shape.reduce((n, s) => n * s, 1) }, (_, k) => Math.floor(k / inner) % size);
  return gather(t, dim, tensorFrom(places, shape, "int64"));
}

type Rule = Ctx<Reduce>;
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
  if (kind === "prod") return div(at(mul(g, c.out())), c.arg(3));
  return mul(
    at(div(g, winners(c))),
    sameAs(
      c.arg(3),
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
    const among = sameAs(c.arg(3), gather(z, dim, index));
    const first = c.arg(5) === false ? zeros(z.shape, z.dtype) : sameAs(c.arg(0), z);
    const met = scatterAdd(first, dim, index, among);
    return add(
      met,
      maskOf(met, (n) => n === 0),
    );
  });
}
