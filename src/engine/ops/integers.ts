/** Common divisors and multiples, and how numbers are put together: mantissa, exponent, neighbours. */
import { elementwise } from "../batch.ts";
import { categoryOf, dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { map, zip } from "../kernels.ts";
import { eachLine } from "../lines.ts";
import { composite, op } from "../op.ts";
import { resultType } from "../promotion.ts";
import { given } from "../samples.ts";
import { wrapDim } from "../shape.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { mul, scalar } from "./algebra.ts";
import { cumsum } from "./cumulative.ts";
import { flip } from "./join.ts";
import { exp, pow } from "./powers.ts";
import { sort } from "./sorting.ts";

function divisor(x: number, y: number): number {
  let [a, b] = [Math.abs(x), Math.abs(y)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
for (const [name, f, doc] of [
  ["gcd", divisor, "The greatest common divisor."],
  [
    "lcm",
    (x: number, y: number) => (x === 0 || y === 0 ? 0 : Math.abs(x / divisor(x, y)) * Math.abs(y)),
    "The least common multiple.",
  ],
] as const) {
  op<[self: Tensor, other: Tensor]>(`${name}(Tensor self, Tensor other) -> Tensor`, {
    batch: elementwise,
    forward: (a, b) => {
      const dtype = resultType([a, b]);
      if (categoryOf(dtype) !== 1)
        fail(`"${name}_cpu" not implemented for '${dtypes[dtype].scalarName}'`, "NotImplementedError");
      return zip(a, b, dtype, f);
    },
    inPlace: true,
    doc,
  });
}

composite<[self: Tensor]>("positive(Tensor self) -> Tensor", { doc: "The tensor itself." }, (a) =>
  a.dtype === "bool" ? fail("The `+` operator, on a bool tensor is not supported.") : a,
);
op<[self: Tensor]>("isreal(Tensor self) -> Tensor", {
  batch: elementwise,
  forward: (a) => map(a, "bool", () => 1),
  doc: "Always true: there are no complex numbers here.",
});
op<[self: Tensor]>("angle(Tensor self) -> Tensor", {
  batch: elementwise,
  forward: (a) =>
    map(a, categoryOf(a.dtype) === 2 ? a.dtype : "float32", (x) => (x < 0 ? Math.PI : Number.isNaN(x) ? x : 0)),
  vjp: { self: (g) => mul(g, scalar(0)) },
  samples: [() => [given([1, -2])]],
  doc: "0 for positive numbers, π for negative ones.",
});
composite<[self: Tensor, other: Tensor]>(
  "ldexp(Tensor self, Tensor other) -> Tensor",
  { doc: "Times a power of two." },
  (a, b) => mul(a, pow(scalar(2), b)),
);
const exponentOf = (x: number): number => {
  if (x === 0 || !Number.isFinite(x)) return 0;
  let e = Math.floor(Math.log2(Math.abs(x))) + 1;
  if (Math.abs(x) / 2 ** e >= 1) e++;
  if (Math.abs(x) / 2 ** e < 0.5) e--;
  return e;
};
op<[self: Tensor], Tensor[]>("frexp(Tensor self) -> (Tensor mantissa, Tensor exponent)", {
  forward: (a) => {
    if (categoryOf(a.dtype) !== 2) fail("torch.frexp() only supports floating-point dtypes");
    return [map(a, a.dtype, (x) => x / 2 ** exponentOf(x)), map(a, "int32", exponentOf)];
  },
  doc: "A number between ½ and 1, and the power of two that it is multiplied by.",
});
op<[self: Tensor, other: Tensor]>("nextafter(Tensor self, Tensor other) -> Tensor", {
  forward: (a, b) => {
    const dtype = resultType([a, b]);
    const float = dtype === "float64" ? new Float64Array(1) : new Float32Array(1);
    const bits = dtype === "float64" ? new BigInt64Array(float.buffer) : new Int32Array(float.buffer);
    return zip(a, b, dtype, (x, y) => {
      if (Number.isNaN(x) || Number.isNaN(y)) return Number.NaN;
      if (x === y) return y;
      float[0] = x;
      const away = y > x === x > 0;
      if (x === 0) {
        bits[0] = (typeof bits[0] === "bigint" ? 1n : 1) as never;
        return y > 0 ? (float[0] as number) : -(float[0] as number);
      }
      const now = bits[0] as number | bigint;
      bits[0] = (typeof now === "bigint" ? now + (away ? 1n : -1n) : now + (away ? 1 : -1)) as never;
      return float[0] as number;
    });
  },
  doc: "The next number that the dtype holds, in the direction of another.",
});
composite<[self: Tensor]>(
  "msort(Tensor self) -> Tensor",
  { doc: "In rising order along the first dim." },
  (a) => sort(a, 0)[0] as Tensor,
);

op<[self: Tensor, dim: number]>("logcumsumexp(Tensor self, int dim) -> Tensor", {
  forward: (a, dim) => {
    const out = emptyTensor(a.shape, a.dtype);
    eachLine(a, wrapDim(dim, a.rank), (line, at) => {
      let total = Number.NEGATIVE_INFINITY;
      line.forEach((x, k) => {
        const [low, high] = total < x ? [total, x] : [x, total];
        total = low === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
        out.storage.data[out.offset + at(k)] = total;
      });
    });
    return out;
  },
  vjp: {
    // ∂zₖ/∂aⱼ = exp(aⱼ − zₖ) for k ≥ j
    self: (g, c) => {
      const d = c.arg(1);
      const after = flip(cumsum(flip(mul(g, exp(mul(c.out(), scalar(-1)))), [d]), d), [d]);
      return mul(after, exp(c.arg(0)));
    },
  },
  samples: [() => [given([1, 2, -3, 4, 0.5, 6], [2, 3]), 1]],
  symbol: "ln Σ⋯",
  doc: "Logarithm of the running sum of exponentials along a dim.",
});
