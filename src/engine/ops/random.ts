/** Random tensors with PyTorch's CPU recipes: same seed, same numbers. */

import { drawRow, poisson } from "../distributions.ts";
import type { Dtype } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { composite, op } from "../op.ts";
import { defaultGenerator, Generator } from "../random.ts";
import { given } from "../samples.ts";
import { state } from "../state.ts";
import { elementsOf, emptyTensor, narrowed, type Tensor, tensorFrom } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { full } from "./create.ts";

type Source = Generator | null | undefined;
const from = (generator: Source): Generator => (generator instanceof Generator ? generator : defaultGenerator);

/** Random bits of a uniform number, by dtype: as many as its fraction holds. */
const drawn = (dtype: Dtype, g: Generator): (() => number) => {
  if (dtype === "float64") return () => g.uniform53();
  const steps = dtype === "float16" ? 2 ** 11 : dtype === "bfloat16" ? 2 ** 8 : 2 ** 24;
  return () => (g.u32() % steps) / steps;
};

/** Uniform in [a, b): 24 bits for float32, 53 for float64. `u·(b − a) + a` is rounded once, as a fused multiply-add does. */
function fillUniform(out: Tensor, a: number, b: number, g: Generator): Tensor {
  const z = out.storage.data;
  const n = out.numel;
  const draw = drawn(out.dtype, g);
  const low = out.dtype === "float64" ? a : Math.fround(a);
  const span = out.dtype === "float64" ? b - a : Math.fround(Math.fround(b) - low);
  for (let i = 0; i < n; i++) z[out.offset + i] = draw() * span + low;
  return narrowed(out);
}

/** Normal: one by one below 16 elements; from 16 on uniforms are transformed in blocks of 16 (a ragged end draws its last 16 anew). */
function fillNormal(out: Tensor, mean: number, std: number, g: Generator): Tensor {
  const z = out.storage.data;
  const n = out.numel;
  const at = out.offset;
  if (n < 16) {
    for (let i = 0; i < n; i++) z[at + i] = g.normal() * std + mean;
    return out;
  }
  const draw = drawn(out.dtype, g);
  for (let i = 0; i < n; i++) z[at + i] = draw();
  const block = (start: number): void => {
    for (let j = 0; j < 8; j++) {
      const u1 = 1 - (z[start + j] as number);
      const u2 = z[start + j + 8] as number;
      const r = Math.sqrt(-2 * Math.log(u1));
      const theta = 2 * Math.PI * u2;
      z[start + j] = r * Math.cos(theta) * std + mean;
      z[start + j + 8] = r * Math.sin(theta) * std + mean;
    }
  };
  for (let i = 0; i + 16 <= n; i += 16) block(at + i);
  if (n % 16 !== 0) {
    const start = at + n - 16;
    for (let i = 0; i < 16; i++) z[start + i] = draw();
    block(start);
  }
  return out;
}

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

function integers(size: readonly number[], low: number, high: number, dtype: Dtype, g: Generator): Tensor {
  if (high <= low) fail(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  const out = full(size, 0, dtype);
  const range = high - low;
  for (let i = 0; i < out.numel; i++) {
    out.storage.data[out.offset + i] = low + (range >= 4294967296 ? g.u64Modulo(BigInt(range)) : g.u32() % range);
  }
  return out;
}

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

/** In-place fillers are ops whose forward ignores the old numbers; only the form with an underscore is offered. */
function filler(
  schema: string,
  doc: string,
  fill: (out: Tensor, args: readonly unknown[], g: Generator) => Tensor,
): void {
  op<[self: Tensor, ...rest: unknown[]]>(schema, {
    forward: (self, ...rest) =>
      fill(emptyTensor(self.shape, self.dtype), rest, from(rest.find((r) => r instanceof Generator) as Source)),
    vjp: { self: (g) => mul(g, full([], 0, g.dtype)) },
    inPlace: true,
    homes: ["hidden"],
    samples: [() => [given([1, 2, 3])]],
    doc,
  });
}

filler(
  "uniform(Tensor self, float from=0, float to=1, *, Generator? generator=None) -> Tensor",
  "Fills with uniform random numbers.",
  (out, [a, b], g) => fillUniform(out, a as number, b as number, g),
);
filler(
  "normal_fill(Tensor self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor",
  "Fills with normal random numbers.",
  (out, [mean, std], g) => fillNormal(out, mean as number, std as number, g),
);
filler(
  "exponential(Tensor self, float lambd=1, *, Generator? generator=None) -> Tensor",
  "Fills with exponential random numbers.",
  (out, [rate], g) => {
    for (let i = 0; i < out.numel; i++) {
      // −log(1 − u)/λ with 53-bit uniforms in both precisions
      out.storage.data[out.offset + i] = (-1 / (rate as number)) * Math.log1p(-g.uniform53());
    }
    return out;
  },
);
filler(
  "bernoulli_fill(Tensor self, float p=0.5, *, Generator? generator=None) -> Tensor",
  "Fills with 0 and 1.",
  (out, [p], g) => {
    for (let i = 0; i < out.numel; i++) out.storage.data[out.offset + i] = g.uniform53() < (p as number) ? 1 : 0;
    return out;
  },
);
filler(
  "random_fill(Tensor self, int low=0, int high=2, *, Generator? generator=None) -> Tensor",
  "Fills with random integers.",
  (out, [low, high], g) => {
    copyInto(out, integers(out.shape, low as number, high as number, "int64", g));
    return out;
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
      const picks: number[] = [];
      for (let r = 0; r < rows; r++)
        picks.push(
          ...drawRow(
            Array.from({ length: columns }, (_, j) => w[r * columns + j] as number),
            samples,
            replacement,
            g,
          ),
        );
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
    if (p < 1) {
      for (let i = 0; i < mask.numel; i++)
        mask.storage.data[mask.offset + i] = defaultGenerator.uniform53() < 1 - p ? 1 / (1 - p) : 0;
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
