/** Random tensors with PyTorch's CPU recipes: same seed, same numbers. */

import { drawRow, poisson } from "../distributions.ts";
import { fillNormal, fillUniform, from, integers, type Source } from "../draws.ts";
import type { Dtype } from "../dtype.ts";
import { fail } from "../errors.ts";
import { rounding } from "../kernels.ts";
import { composite, op } from "../op.ts";
import { defaultGenerator } from "../random.ts";
import { state } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { full } from "./create.ts";

const sized = (size: readonly number[], dtype: Dtype | null | undefined): Tensor => {
  const chosen = dtype ?? state.defaultDtype;
  return full(size, 0, chosen);
};

type Sized = [size: readonly number[], generator?: Source, dtype?: Dtype | null];
type Like = [self: Tensor, dtype?: Dtype | null];

op<Sized>("rand(int[] size, *, Generator? generator=None, dtype? dtype=None) -> Tensor", {
  forward: (size, generator, dtype) => fillUniform(sized(size, dtype), 0, 1, from(generator)),
  homes: ["torch"],
  doc: "Uniform random numbers in [0, 1).",
});
op<Sized>("randn(int[] size, *, Generator? generator=None, dtype? dtype=None) -> Tensor", {
  forward: (size, generator, dtype) => fillNormal(sized(size, dtype), 0, 1, from(generator)),
  homes: ["torch"],
  doc: "Standard normal random numbers.",
});
op<Like>("rand_like(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (like, dtype) => fillUniform(full(like.shape, 0, dtype ?? like.dtype), 0, 1, defaultGenerator),
  homes: ["torch"],
  doc: "Uniform random numbers in the shape of another tensor.",
});
op<Like>("randn_like(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (like, dtype) => fillNormal(full(like.shape, 0, dtype ?? like.dtype), 0, 1, defaultGenerator),
  homes: ["torch"],
  doc: "Standard normal random numbers in the shape of another tensor.",
});

op<[low: number, high: number, size: readonly number[], generator?: Source, dtype?: Dtype | null]>(
  "randint.low(int low, int high, int[] size, *, Generator? generator=None, dtype? dtype=None) -> Tensor",
  {
    forward: (low, high, size, generator, dtype) => integers(size, low, high, dtype ?? "int64", from(generator)),
    homes: ["torch"],
    doc: "Random integers from low up to but not including high.",
  },
);
op<[high: number, size: readonly number[], generator?: Source, dtype?: Dtype | null]>(
  "randint(int high, int[] size, *, Generator? generator=None, dtype? dtype=None) -> Tensor",
  {
    forward: (high, size, generator, dtype) => integers(size, 0, high, dtype ?? "int64", from(generator)),
    homes: ["torch"],
    doc: "Random integers from 0 up to but not including high.",
  },
);
op<[n: number, generator?: Source, dtype?: Dtype | null]>(
  "randperm(int n, *, Generator? generator=None, dtype? dtype=None) -> Tensor",
  {
    forward: (n, generator, dtype) => {
      if (n < 0) fail(`n must be non-negative, got${n}`);
      const g = from(generator);
      const order = Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < n - 1; i++) {
        const j = i + (g.u32() % (n - i));
        const kept = order[i] as number;
        order[i] = order[j] as number;
        order[j] = kept;
      }
      return tensorFrom(order, [n], dtype ?? "int64");
    },
    homes: ["torch"],
    doc: "A random order of the integers 0 … n−1.",
  },
);

op<[self: Tensor, generator?: Source]>("bernoulli(Tensor self, *, Generator? generator=None) -> Tensor", {
  forward: (p, generator) => {
    const g = from(generator);
    const chances = elementsOf(p);
    const out = emptyTensor(p.shape, p.dtype);
    for (let i = 0; i < chances.length; i++) {
      const chance = chances[i] as number;
      if (!(chance >= 0 && chance <= 1))
        fail(
          "Expected p_in >= 0 && p_in <= 1 to be true, but got false.  (Could this error message be improved?  If so, please report an enhancement request to PyTorch.)",
        );
      out.storage.data[out.offset + i] = (p.dtype === "float32" ? g.uniform24() : g.uniform53()) < chance ? 1 : 0;
    }
    return out;
  },
  doc: "0 or 1 with the given chances.",
});

op<[mean: Tensor, std: Tensor, generator?: Source]>(
  "normal(Tensor mean, Tensor std, *, Generator? generator=None) -> Tensor",
  {
    forward: (mean, std, generator) => {
      const shaped = mean.rank >= std.rank ? mean : std;
      const out = fillNormal(
        emptyTensor(shaped.shape, shaped.isWrapped ? state.defaultDtype : shaped.dtype),
        0,
        1,
        from(generator),
      );
      const m = elementsOf(mean);
      const s = elementsOf(std);
      for (let i = 0; i < out.numel; i++) {
        const z = out.storage.data[out.offset + i] as number;
        out.storage.data[out.offset + i] =
          z * (s[s.length === 1 ? 0 : i] as number) + (m[m.length === 1 ? 0 : i] as number);
      }
      return out;
    },
    homes: ["torch"],
    doc: "Normal random numbers with the given means and standard deviations.",
  },
);

op<[self: Tensor, samples: number, replacement?: boolean, generator?: Source]>(
  "multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None) -> Tensor",
  {
    forward: (weights, samples, replacement = false, generator = null) => {
      const g = from(generator);
      const columns = weights.shape[weights.rank - 1] as number;
      const rows = weights.numel / columns;
      if (!replacement && samples > columns)
        fail("cannot sample n_sample > prob_dist.size(-1) samples without replacement");
      const w = elementsOf(weights);
      if (Array.from(w).some((x) => !(x >= 0 && x < Number.POSITIVE_INFINITY)))
        fail("probability tensor contains either `inf`, `nan` or element < 0");
      if (samples <= 0) fail("cannot sample n_sample <= 0 samples");
      const picks: number[] = [];
      for (let r = 0; r < rows; r++) {
        const row = Array.from({ length: columns }, (_, j) => w[r * columns + j] as number);
        if (row.every((x) => x === 0)) fail("invalid multinomial distribution (sum of probabilities <= 0)");
        picks.push(...drawRow(row, samples, replacement, g));
      }
      return tensorFrom(picks, [...weights.shape.slice(0, -1), samples], "int64");
    },
    doc: "Indices drawn with chances in proportion to the weights.",
  },
);

/** Zeroes elements with chance p and scales the rest by 1/(1 − p): a product with a random mask (MulBackward0), as on PyTorch's CPU. */
composite<[self: Tensor, p: number, training: boolean]>(
  "dropout(Tensor input, float p=0.5, bool training=True) -> Tensor",
  { homes: ["torch", "F"], doc: "Zeroes elements at random while training." },
  (x, p, training) => {
    if (p < 0 || p > 1) fail(`dropout probability has to be between 0 and 1, but got ${p}`, "ValueError");
    if (!training || p === 0) return x;
    const mask = emptyTensor(x.shape, x.dtype);
    const scale = 1 / rounding(x.dtype)(1 - p);
    if (p < 1) {
      for (let i = 0; i < mask.numel; i++)
        mask.storage.data[mask.offset + i] = defaultGenerator.uniform53() < 1 - p ? scale : 0;
    }
    return mul(x, mask);
  },
);

op<[self: Tensor, generator?: Source]>("poisson(Tensor self, Generator? generator=None) -> Tensor", {
  forward: (rates, generator) => {
    const g = from(generator);
    const lambda = elementsOf(rates);
    const out = emptyTensor(rates.shape, rates.dtype);
    for (let i = 0; i < lambda.length; i++) out.storage.data[out.offset + i] = poisson(lambda[i] as number, g);
    return out;
  },
  homes: ["torch"],
  doc: "Poisson random numbers with the given rates.",
});
