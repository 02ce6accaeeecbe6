/** Methods that fill a tensor in place with random numbers. */

import { fillNormal, fillUniform, from, integers, type Source } from "../draws.ts";
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { op } from "../op.ts";
import { Generator } from "../random.ts";
import { given } from "../samples.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { full } from "./create.ts";

/** In-place fillers are ops whose forward ignores the old numbers; only the form with an underscore is offered. */
function filler(
  schema: string,
  doc: string,
  fill: (out: Tensor, args: readonly unknown[], g: Generator) => Tensor,
  needed: readonly number[] = [],
): void {
  op<[self: Tensor, ...rest: unknown[]]>(schema, {
    forward: (self, ...rest) =>
      fill(emptyTensor(self.shape, self.dtype), rest, from(rest.find((r) => r instanceof Generator) as Source)),
    vjp: { self: (g) => mul(g, full([], 0, g.dtype)) },
    inPlace: true,
    homes: ["hidden"],
    samples: [() => [given([1, 2, 3]), ...needed]],
    doc,
  });
}

filler(
  "uniform(Tensor self, float from=0, float to=1, *, Generator? generator=None) -> Tensor",
  "Fills with uniform random numbers.",
  (out, [a, b], g) => {
    if ((a as number) > (b as number))
      fail(`uniform_ expects to return a [from, to) range, but found from=${a} > to=${b}`);
    return fillUniform(out, a as number, b as number, g);
  },
);
filler(
  "normal_fill(Tensor self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor",
  "Fills with normal random numbers.",
  (out, [mean, std], g) => {
    if (!((std as number) >= 0)) fail(`normal expects std >= 0.0, but found std ${std}`);
    return fillNormal(out, mean as number, std as number, g);
  },
);
/** Fills element by element with what a function makes of draws in double precision. */
function drawEach(out: Tensor, draw: () => number): Tensor {
  for (let i = 0; i < out.numel; i++) out.storage.data[out.offset + i] = draw();
  return out;
}
filler(
  "geometric(Tensor self, float p, *, Generator? generator=None) -> Tensor",
  "Fills with how many tries a success takes.",
  (out, [p], g) => {
    const chance = p as number;
    if (!(chance > 0 && chance < 1)) fail(`geometric_ expects p to be in (0, 1), but got p=${chance}`);
    return drawEach(out, () => Math.ceil(Math.log(g.uniform53()) / Math.log1p(-chance)));
  },
  [0.5],
);
filler(
  "cauchy(Tensor self, float median=0, float sigma=1, *, Generator? generator=None) -> Tensor",
  "Fills with random numbers of the Cauchy distribution.",
  (out, [median, sigma], g) => {
    if (!((sigma as number) > 0)) fail(`cauchy_ expects sigma > 0.0, but found sigma=${sigma}`);
    return drawEach(out, () => (median as number) + (sigma as number) * Math.tan(Math.PI * (g.uniform53() - 0.5)));
  },
);
filler(
  "log_normal(Tensor self, float mean=1, float std=2, *, Generator? generator=None) -> Tensor",
  "Fills with numbers whose logarithms are normal.",
  (out, [mean, std], g) => {
    if (!((std as number) > 0)) fail(`log_normal_ expects std > 0.0, but found std=${std}`);
    return drawEach(out, () => Math.exp(g.normal() * (std as number) + (mean as number)));
  },
);
filler(
  "exponential(Tensor self, float lambd=1, *, Generator? generator=None) -> Tensor",
  "Fills with exponential random numbers.",
  // −log(1 − u)/λ with 53-bit uniforms in both precisions
  (out, [rate], g) => drawEach(out, () => (-1 / (rate as number)) * Math.log1p(-g.uniform53())),
);
filler(
  "bernoulli_fill(Tensor self, float p=0.5, *, Generator? generator=None) -> Tensor",
  "Fills with 0 and 1.",
  (out, [p], g) => drawEach(out, () => (g.uniform53() < (p as number) ? 1 : 0)),
);
filler(
  "random_fill(Tensor self, int low=0, int high=2, *, Generator? generator=None) -> Tensor",
  "Fills with random integers.",
  (out, [low, high], g) => {
    copyInto(out, integers(out.shape, low as number, high as number, "int64", g));
    return out;
  },
);
