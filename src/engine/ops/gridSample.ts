/** Sampling of images and solids at places that a grid tells, differentiable in both as often as one likes. */
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { rounding } from "../kernels.ts";
import { composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, type Shape, sameShape, showShape } from "../shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { reshape, sum } from "./core.ts";
import { stack } from "./join.ts";
import { matmul } from "./matmul.ts";
import { transpose, unsqueeze } from "./shape.ts";

/** PyTorch's numbers for its words: bilinear, nearest, bicubic; zeros, border, reflection. */
type Settings = readonly [mode: number, padding: number, aligned: boolean];
/** A position along one dim that a sample takes, and how much of it. */
type Tap = readonly [from: number, weight: number];
type Rounding = (x: number) => number;

/** A place in units of elements, and by how much it moves when the grid's number does. */
interface Place {
  readonly at: number;
  readonly slope: number;
}

const scaleOf = (size: number, aligned: boolean): number => (aligned ? size - 1 : size) / 2;

/** From [−1, 1] to elements: both ends are the centres of the outer elements, or their outer edges. */
function unscaled(u: number, size: number, aligned: boolean, round: Rounding): Place {
  const slope = scaleOf(size, aligned);
  const at = round(round(u + 1) * slope);
  return { at: aligned ? at : round(at - 0.5), slope };
}

function clipped({ at, slope }: Place, size: number): Place {
  if (at <= 0) return { at: 0, slope: 0 };
  return at >= size - 1 ? { at: size - 1, slope: 0 } : { at, slope };
}

/** Mirrored at both ends until it lies between them. */
function reflected({ at, slope }: Place, size: number, aligned: boolean): Place {
  const [low, span] = aligned ? [0, size - 1] : [-0.5, size];
  if (span === 0) return { at: 0, slope: 0 };
  const away = Math.abs(at - low);
  const flips = Math.floor(away / span);
  const extra = away - flips * span;
  const sign = (at < low ? -1 : 1) * (flips % 2 === 0 ? 1 : -1);
  return { at: flips % 2 === 0 ? low + extra : low + span - extra, slope: slope * sign };
}

function within(place: Place, size: number, [, padding, aligned]: Settings): Place {
  if (padding === 0) return place;
  return clipped(padding === 1 ? place : reflected(place, size, aligned), size);
}

/** Keys' cubic with a = −0.75 as coefficients of 1, x, x², x³: near its centre and further out. */
const near = [1, 0, -2.25, 1.25];
const far = [3, -6, 3.75, -0.75];

/** The `order`-th derivative of a polynomial. */
function polynomial(coefficients: readonly number[], x: number, order: number): number {
  let own = coefficients;
  for (let k = 0; k < order; k++) own = own.slice(1).map((c, i) => c * (i + 1));
  return own.reduceRight((value, c) => value * x + c, 0);
}

const halfToEven = (x: number): number => {
  const low = Math.floor(x);
  return x - low === 0.5 ? low + (low % 2 === 0 ? 0 : 1) : Math.round(x);
};

/** What a sample at `u` takes along one dim; for an order above 0, the derivatives of the weights by `u`. */
function tapsAt(u: number, size: number, settings: Settings, order: number, round: Rounding): Tap[] {
  const [mode, , aligned] = settings;
  const free = unscaled(u, size, aligned, round);
  const isInside = ([i]: Tap): boolean => i >= 0 && i < size;
  if (mode === 2) {
    const from = Math.floor(free.at);
    const t = free.at - from;
    const back = (-1) ** order;
    const weights = [
      polynomial(far, 1 + t, order),
      polynomial(near, t, order),
      back * polynomial(near, 1 - t, order),
      back * polynomial(far, 2 - t, order),
    ];
    return weights
      .map(
        (w, k): Tap => [
          Math.trunc(within({ at: from - 1 + k, slope: 1 }, size, settings).at),
          round(w * free.slope ** order),
        ],
      )
      .filter(isInside);
  }
  const { at, slope } = within(free, size, settings);
  if (mode === 1) return order === 0 ? [[halfToEven(at), 1] as const].filter(isInside) : [];
  const from = Math.floor(at);
  const t = round(at - from);
  const weights = [[round(1 - t), t], [-slope, slope], []][Math.min(order, 2)] as readonly number[];
  return weights.map((w, k): Tap => [from + k, w]).filter(isInside);
}

type Sampling = [mode: number, padding: number, aligned: boolean, orders: readonly number[]];

/** Walks through all samples: `take` is told where one lies in the grid, an element that it takes (counted within a channel), and the weight. */
function eachTap(
  grid: Tensor,
  space: Shape,
  [mode, padding, aligned, orders]: Sampling,
  take: (batch: number, place: number, element: number, weight: number) => void,
): void {
  const dims = space.length;
  const u = elementsOf(grid);
  const places = numelOf(grid.shape.slice(1, -1));
  const round = rounding(grid.dtype);
  for (let k = 0; k < (grid.shape[0] as number) * places; k++) {
    let combined: readonly Tap[] = [[0, 1]];
    // The grid names the last dim first.
    space.forEach((size, d) => {
      const own = u[k * dims + dims - 1 - d] as number;
      const taps = tapsAt(own, size, [mode, padding, aligned], orders[d] as number, round);
      combined = combined.flatMap(([at, w]) => taps.map(([i, v]) => [at * size + i, round(w * v)] as const));
    });
    for (const [at, w] of combined) take(Math.floor(k / places), k % places, at, w);
  }
}

const raised = (orders: readonly number[], d: number): number[] => orders.map((n, i) => (i === d ? n + 1 : n));

/** The gradient of a grid: over all channels, what arrives times how the samples change with each number of the grid. */
function byPlace(g: Tensor, x: Tensor, grid: Tensor, [mode, padding, aligned, orders]: Sampling): Tensor {
  const slopes = orders.map((_, d) => sum(mul(g, sampled(x, grid, mode, padding, aligned, raised(orders, d))), [1]));
  return stack(slopes.reverse(), -1);
}

/** Refuses what PyTorch refuses. */
function mustFit(x: Tensor, grid: Tensor, mode: number): void {
  const start = "grid_sampler(): expected";
  const both = `input with sizes ${showShape(x.shape)} and grid with sizes ${showShape(grid.shape)}`;
  if (x.rank < 2 || x.shape[0] !== grid.shape[0])
    fail(`${start} grid and input to have same batch size, but got ${both}`);
  if (grid.shape.at(-1) !== x.rank - 2)
    fail(
      `${start} grid to have size ${x.rank - 2} in last dimension, but got grid with sizes ${showShape(grid.shape)}`,
    );
  const empty = x.shape.findIndex((size, i) => i >= 2 && size === 0);
  if (empty >= 0)
    fail(
      `${start} input to have non-empty spatial dimensions, but input has sizes ${showShape(x.shape)} with dimension ${empty} being empty`,
    );
  if ((x.rank !== 4 && x.rank !== 5) || grid.rank !== x.rank)
    fail(`${start} ${x.rank === 5 ? 5 : 4}D input and grid with same number of dimensions, but got ${both}`);
  if (x.rank === 5 && mode === 2) fail("grid_sampler(): bicubic interpolation only supports 4D input");
  if (x.dtype !== grid.dtype)
    fail(`expected scalar type ${dtypes[x.dtype].scalarName} but found ${dtypes[grid.dtype].scalarName}`);
}

const settingsOf = (c: { arg(i: number): unknown }, first: number): Sampling =>
  [0, 1, 2, 3].map((i) => c.arg(first + i)) as unknown as Sampling;
const SETTINGS = "int interpolation_mode, int padding_mode, bool align_corners, int[] orders";

const sampled: Op<[input: Tensor, grid: Tensor, ...Sampling]> = op(
  `_grid_sampler(Tensor input, Tensor grid, ${SETTINGS}) -> Tensor`,
  {
    forward: (x, grid, ...settings) => {
      mustFit(x, grid, settings[0]);
      const [batch, channels, ...space] = x.shape as [number, number, ...number[]];
      const places = numelOf(grid.shape.slice(1, -1));
      const out = new Float64Array(batch * channels * places);
      const values = elementsOf(x);
      const size = numelOf(space);
      const round = rounding(x.dtype);
      eachTap(grid, space, settings, (n, place, at, w) => {
        for (let c = n * channels; c < (n + 1) * channels; c++) {
          const to = c * places + place;
          out[to] = round((out[to] as number) + round(w * (values[c * size + at] as number)));
        }
      });
      return tensorFrom(out, [batch, channels, ...grid.shape.slice(1, -1)], x.dtype);
    },
    vjp: {
      input: (g, c) => spreadBack(g, c.arg(1), c.shape(0).slice(2), ...settingsOf(c, 2)),
      grid: (g, c) => byPlace(g, c.arg(0), c.arg(1), settingsOf(c, 2)),
    },
    node: (x) => `GridSampler${x.rank - 2}DBackward0`,
    homes: ["hidden"],
    samples: [0, 1, 2].flatMap((mode) => [
      () => [image(), places(), mode, 0, false, [0, 0]],
      () => [image(), places(), mode, 1, true, [0, 0]],
      () => [image(), places(), mode, 2, false, [0, 0]],
    ]),
    symbol: "sample",
    tex: { forward: "z_p = \\sum_i w_i(p)\\, a_i", vjp: { input: "\\sum_p w_i(p)\\, \\bar z_p" } },
    doc: "The values of an image at places between its elements.",
  },
);

const spreadBack: Op<[g: Tensor, grid: Tensor, space: Shape, ...Sampling]> = op(
  `_grid_sampler_backward(Tensor g, Tensor grid, int[] space, ${SETTINGS}) -> Tensor`,
  {
    forward: (g, grid, space, ...settings) => {
      const [batch, channels] = g.shape as [number, number, ...number[]];
      const size = numelOf(space);
      const out = new Float64Array(batch * channels * size);
      const values = elementsOf(g);
      const places = numelOf(grid.shape.slice(1, -1));
      eachTap(grid, space, settings, (n, place, at, w) => {
        for (let c = n * channels; c < (n + 1) * channels; c++)
          out[c * size + at] = (out[c * size + at] as number) + w * (values[c * places + place] as number);
      });
      return tensorFrom(out, [batch, channels, ...space], g.dtype);
    },
    vjp: {
      g: (gg, c) => sampled(gg, c.arg(1), ...settingsOf(c, 3)),
      grid: (gg, c) => byPlace(c.arg(0), gg, c.arg(1), settingsOf(c, 3)),
    },
    homes: ["hidden"],
  },
);

const image = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2, 0.3, 0.8, -1, 2.5], [1, 1, 3, 4]);
const places = (): Tensor => given([-0.7, 0.3, 0.15, -0.45, 1.3, 0.9, 0.55, -1.6], [1, 2, 2, 2]);
const solid = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2], [1, 1, 2, 2, 2]);

composite<[input: Tensor, grid: Tensor, mode: number, padding: number, aligned: boolean]>(
  "grid_sampler(Tensor input, Tensor grid, int interpolation_mode, int padding_mode, bool align_corners) -> Tensor",
  {
    homes: ["torch"],
    doc: "The values of an image at places that a grid tells, from −1 to 1 in each direction.",
    samples: [
      () => [image(), places(), 0, 0, false],
      () => [solid(), given([-0.7, 0.3, 0.15, -0.45, 0.2, 0.9], [1, 1, 1, 2, 3]), 0, 1, false],
    ],
  },
  (x, grid, mode, padding, aligned) => {
    return sampled(
      x,
      grid,
      mode,
      padding,
      aligned,
      x.shape.slice(2).map(() => 0),
    );
  },
);

/** The centres (or with aligned corners the ends) of `size` equal steps from −1 to 1. */
const steps = (size: number, aligned: boolean): number[] =>
  Array.from({ length: size }, (_, i) =>
    aligned ? (size > 1 ? (2 * i) / (size - 1) - 1 : 0) : (2 * i + 1) / size - 1,
  );

composite<[theta: Tensor, size: readonly number[], aligned: boolean]>(
  "affine_grid_generator(Tensor theta, int[] size, bool align_corners) -> Tensor",
  {
    homes: ["torch"],
    node: "AffineGridGeneratorBackward0",
    doc: "The grid that grid_sample needs for a turned, moved or scaled image.",
    samples: [() => [given([1, 0.2, 0.1, -0.3, 0.8, 0.5], [1, 2, 3]), [1, 1, 2, 3], false]],
  },
  (theta, size, aligned) => {
    const space = size.slice(2);
    const dims = space.length;
    if (theta.rank !== 3 || !sameShape(theta.shape, [size[0] as number, dims, dims + 1]))
      fail(
        `Expected a batch of ${dims}D affine matrices of shape Nx${dims}x${dims + 1} for size ${showShape(size)}. Got ${showShape(theta.shape)}.`,
      );
    let rows: number[][] = [[1]];
    for (const n of space) rows = rows.flatMap((row) => steps(n, aligned).map((u) => [u, ...row]));
    const base = unsqueeze(tensorFrom(rows.flat(), [rows.length, dims + 1], theta.dtype), 0);
    return reshape(matmul(base, transpose(theta, 1, 2)), [size[0] as number, ...space, dims]);
  },
);
