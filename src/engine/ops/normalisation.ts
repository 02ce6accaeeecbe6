/** Normalising layers: of rows, of groups of channels, of channels over a batch. */
import {
  batchStatistics,
  channelBiasesBack,
  channelMoments,
  channelsBack,
  channelWeightsBack,
  normaliseChannels,
  seenStatistics,
  vector,
} from "../channelNorm.ts";
import { fail } from "../errors.ts";
import { normaliseGroups, normaliseRows, rowBiasesBack, rowsBack, rowWeightsBack } from "../normalising.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, showShape } from "../shape.ts";
import { numbersOnly, state } from "../state.ts";
import type { Tensor } from "../tensor.ts";
import { add, mul, sub } from "./algebra.ts";
import { reshape, sum } from "./core.ts";
import { plus } from "./lossReduction.ts";
import { rsqrt } from "./powers.ts";
import { mean, varianceOp as varianceOf } from "./reduce.ts";

const areSingle = (...all: readonly (Tensor | null)[]): boolean =>
  all.every((t) => t === null || t.dtype === "float32");
/** Only the numbers of these single-precision gradients are asked for: they are PyTorch's to the last digit. Else they are made of ops. */
const isLast = (...all: readonly (Tensor | null)[]): boolean =>
  !state.gradEnabled && state.tangents === null && areSingle(...all);

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);

/** (x − mean) / √(variance + ε) over dims, and the factor 1/√(variance + ε). */
function standardised(x: Tensor, dims: readonly number[], eps: number): readonly [Tensor, Tensor] {
  const centred = sub(x, mean(x, dims, true));
  const factor = rsqrt(plus(mean(mul(centred, centred), dims, true), eps));
  return [mul(centred, factor), factor];
}
/** The gradient that reaches x through its standardised form: r (h − mean h − x̂ mean(h x̂)). */
function throughStandardised(h: Tensor, x: Tensor, dims: readonly number[], eps: number): Tensor {
  const [hat, factor] = standardised(x, dims, eps);
  const along = mul(hat, mean(mul(h, hat), dims, true));
  return mul(factor, sub(sub(h, mean(h, dims, true)), along));
}
const affine = (x: Tensor, weight: Tensor | null, bias: Tensor | null): Tensor => {
  const scaled = weight === null ? x : mul(x, weight);
  return bias === null ? scaled : add(scaled, bias);
};
const lastDims = (count: number): number[] => Array.from({ length: count }, (_, i) => i - count);

op<[input: Tensor, shape: readonly number[], weight?: Tensor | null, bias?: Tensor | null, eps?: number]>(
  "native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor",
  {
    forward: (x, shape, weight = null, bias = null, eps = 1e-5) =>
      areSingle(x, weight, bias)
        ? normaliseRows(x, numelOf(shape), weight, bias, eps)
        : numbersOnly(() => affine(standardised(x, lastDims(shape.length), eps)[0], weight, bias)),
    vjp: {
      input: (g, c) => {
        const [x, weight, eps] = [c.arg(0), c.arg(2) ?? null, c.arg(4) ?? 1e-5];
        if (isLast(g, x, weight)) return rowsBack(g, x, numelOf(c.arg(1)), weight, eps);
        return throughStandardised(weight === null ? g : mul(g, weight), x, lastDims(c.arg(1).length), eps);
      },
      weight: (g, c) => {
        const [x, shape, eps] = [c.arg(0), c.arg(1), c.arg(4) ?? 1e-5];
        if (isLast(g, x)) return rowWeightsBack(g, x, numelOf(shape), shape, eps);
        return mul(g, standardised(x, lastDims(shape.length), eps)[0]);
      },
      bias: (g, c) => (isLast(g) ? rowBiasesBack(g, numelOf(c.arg(1)), c.arg(1)) : g),
    },
    homes: ["hidden"],
    samples: [() => [sample(), [3], given([0.5, 1, 2]), given([0.1, 0.2, 0.3]), 1e-5]],
    symbol: "norm",
    tex: { forward: "z = \\frac{a - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} \\odot w + b" },
    doc: "Mean zero and variance one over the last dims.",
  },
);

/** `[N, C, …]` as one line for every group of channels. */
const grouped = (x: Tensor, groups: number): Tensor =>
  reshape(x, [x.shape[0] as number, groups, numelOf(x.shape.slice(1)) / groups]);
/** `[C]` in the shape that lines it up with dim 1. */
const channels = (t: Tensor | null, rank: number): Tensor | null =>
  t === null ? null : reshape(t, [1, t.numel, ...new Array<number>(Math.max(0, rank - 2)).fill(1)]);

op<[input: Tensor, groups: number, weight?: Tensor | null, bias?: Tensor | null, eps?: number]>(
  "native_group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor",
  {
    forward: (x, groups, weight = null, bias = null, eps = 1e-5) =>
      numbersOnly(() => {
        if ((x.shape[1] ?? 1) % groups !== 0)
          fail(
            `Expected number of channels in input to be divisible by num_groups, but got input of shape ${showShape(x.shape)} and num_groups=${groups}`,
          );
        if (areSingle(x, weight, bias) && x.numel > 0) return normaliseGroups(x, groups, weight, bias, eps);
        const hat = reshape(standardised(grouped(x, groups), [-1], eps)[0], x.shape);
        return affine(hat, channels(weight, x.rank), channels(bias, x.rank));
      }),
    vjp: {
      input: (g, c) => {
        const [x, groups, weight] = [c.arg(0), c.arg(1), channels(c.arg(2) ?? null, c.shape(0).length)];
        const h = grouped(weight === null ? g : mul(g, weight), groups);
        return reshape(throughStandardised(h, grouped(x, groups), [-1], c.arg(4) ?? 1e-5), x.shape);
      },
      weight: (g, c) => {
        const x = c.arg(0);
        const hat = reshape(standardised(grouped(x, c.arg(1)), [-1], c.arg(4) ?? 1e-5)[0], x.shape);
        return perChannel(mul(g, hat));
      },
      bias: (g) => perChannel(g),
    },
    homes: ["hidden"],
    samples: [() => [given([1, 2, -3, 4, 0.5, 6, 1.5, -2], [2, 2, 2]), 1, given([0.5, 2]), given([0.1, 0.2])]],
    symbol: "norm",
    doc: "Mean zero and variance one over groups of channels.",
  },
);
/** Summed over all dims but the channels. */
function perChannel(g: Tensor): Tensor {
  return sum(
    g,
    g.shape.map((_, i) => i).filter((i) => i !== 1),
  );
}

type Batch = [
  input: Tensor,
  weight?: Tensor | null,
  bias?: Tensor | null,
  runningMean?: Tensor | null,
  runningVar?: Tensor | null,
  eps?: number,
];
/** x̂ of a batch: by its own statistics, or by those seen in training. */
function batchHat(c: { arg(i: number): unknown }): Tensor {
  const [x, seen, eps] = [c.arg(0) as Tensor, (c.arg(3) ?? null) as Tensor | null, (c.arg(5) ?? 1e-5) as number];
  if (seen === null) return standardised(x, batchDims(x), eps)[0];
  const factor = rsqrt(plus(c.arg(4) as Tensor, eps));
  return mul(sub(x, channels(seen, x.rank) as Tensor), channels(factor, x.rank) as Tensor);
}
/** What the channels of single precision are normalised by. */
const statistics = (c: { arg(i: number): unknown }, isForward: boolean): ReturnType<typeof batchStatistics> => {
  const [seen, eps] = [(c.arg(3) ?? null) as Tensor | null, (c.arg(5) ?? 1e-5) as number];
  return seen === null
    ? batchStatistics(c.arg(0) as Tensor, eps)
    : seenStatistics(seen, c.arg(4) as Tensor, eps, isForward);
};
const batchDims = (x: Tensor): number[] => x.shape.map((_, i) => i).filter((i) => i !== 1);

op<Batch>(
  "native_batch_norm(Tensor input, Tensor? weight=None, Tensor? bias=None, Tensor? running_mean=None, Tensor? running_var=None, float eps=1e-5) -> Tensor",
  {
    forward: (...args) =>
      numbersOnly(() => {
        const rank = args[0].rank;
        const [x, weight = null, bias = null] = args;
        if (areSingle(x, weight, bias, args[3] ?? null, args[4] ?? null) && x.numel > 0)
          return normaliseChannels(x, statistics({ arg: (i) => args[i] }, true), weight, bias);
        const hat = batchHat({ arg: (i) => args[i] });
        return affine(hat, channels(args[1] ?? null, rank), channels(args[2] ?? null, rank));
      }),
    vjp: {
      input: (g, c) => {
        const [x, eps] = [c.arg(0), c.arg(5) ?? 1e-5];
        const weight = channels(c.arg(1) ?? null, x.rank);
        const seen = c.arg(4) ?? null;
        if (isLast(g, x, weight, seen) && x.numel > 0)
          return channelsBack(g, x, statistics(c as never, false), weight, seen === null);
        const h = weight === null ? g : mul(g, weight);
        if (seen === null) return throughStandardised(h, x, batchDims(x), eps);
        return mul(h, channels(rsqrt(plus(seen, eps)), x.rank) as Tensor);
      },
      weight: (g, c) => {
        const [x, seen] = [c.arg(0), c.arg(4) ?? null];
        if (isLast(g, x, seen) && x.numel > 0) return channelWeightsBack(g, x, statistics(c as never, false));
        return perChannel(mul(g, batchHat(c as never)));
      },
      bias: (g, c) => {
        const [x, seen] = [c.arg(0), c.arg(4) ?? null];
        if (isLast(g, x, seen) && x.numel > 0) return channelBiasesBack(g, x, statistics(c as never, false));
        return perChannel(g);
      },
    },
    homes: ["hidden"],
    samples: [() => [given([1, 2, -3, 4, 0.5, 6], [3, 2]), given([0.5, 2]), given([0.1, 0.2]), null, null, 1e-5]],
    symbol: "norm",
    tex: { forward: "z = \\frac{a - \\mu}{\\sqrt{\\sigma^2 + \\varepsilon}} \\odot w + b" },
    doc: "Mean zero and variance one for every channel over the batch.",
  },
);

op<[input: Tensor], Tensor[]>("_channel_moments(Tensor input) -> (Tensor mean, Tensor var)", {
  forward: (x) =>
    numbersOnly(() => {
      if (!areSingle(x)) return [mean(x, batchDims(x)), varianceOf(x, batchDims(x))];
      const { mean: average, squares } = channelMoments(x);
      const others = x.numel / squares.length - 1;
      return [vector(average), vector(squares.map((s) => s / others))];
    }),
  homes: ["hidden"],
  doc: "Mean and variance of every channel over the batch.",
});
