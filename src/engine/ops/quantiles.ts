/** Values below which a part of the elements lies. */
import { fail } from "../errors.ts";
import { eachLine } from "../lines.ts";
import { composite } from "../op.ts";
import { wrapDim } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { mul, sub } from "./algebra.ts";
import { reshape } from "./core.ts";
import { gather } from "./gather.ts";
import { stack } from "./join.ts";
import { lerp } from "./mixtures.ts";
import { roundEven } from "./rounding.ts";
import { select } from "./slices.ts";
import { sort } from "./sorting.ts";

/** From the place between two neighbours: which two are taken, and how far from the first to the second. */
const betweens: Readonly<Record<string, (at: number) => readonly [low: number, high: number, weight: number]>> = {
  linear: (at) => [Math.floor(at), Math.ceil(at), at - Math.floor(at)],
  lower: (at) => [Math.floor(at), Math.floor(at), 0],
  higher: (at) => [Math.ceil(at), Math.ceil(at), 0],
  nearest: (at) => [roundEven(at), roundEven(at), 0],
  midpoint: (at) => [Math.floor(at), Math.ceil(at), 0.5],
};

type Quantile = [self: Tensor, q: Tensor, dim?: number | null, keepdim?: boolean, interpolation?: string];

for (const [name, skipsNan] of [
  ["quantile", false],
  ["nanquantile", true],
] as const) {
  const quantile = (a: Tensor, q: Tensor, dim: number | null, keepdim: boolean, interpolation: string): Tensor => {
    if (a.numel === 0) fail(`${name}() input tensor must be non-empty`);
    if (a.dtype !== "float32" && a.dtype !== "float64")
      fail(`${name}() input tensor must be either float or double dtype`);
    if (q.rank > 1) fail(`${name}() q must be a scalar or 1D tensor`);
    if (!q.isWrapped && q.dtype !== a.dtype) fail(`${name}() q tensor must be same dtype as the input tensor`);
    const between =
      betweens[interpolation] ??
      fail(
        `${name}() interpolation must be one of linear, lower, higher, midpoint or nearest, but got ${interpolation}`,
      );
    const wanted = Array.from(elementsOf(q));
    if (wanted.some((part) => !(part >= 0 && part <= 1))) fail(`${name}() q values must be in the range [0, 1]`);
    const line = dim === null ? reshape(a, [-1]) : a;
    const d = wrapDim(dim ?? 0, line.rank);
    const sorted = sort(line, d)[0] as Tensor;
    const parts = wanted.map((part, i) => {
      const shape = line.rank === 0 ? [] : line.shape.with(d, 1);
      const [low, high] = [emptyTensor(shape, "int64"), emptyTensor(shape, "int64")];
      const [weight, lasts] = [emptyTensor(shape, a.dtype), emptyTensor(shape, a.dtype)];
      eachLine(line, d, (elements, _, n) => {
        const known = elements.filter((x) => !Number.isNaN(x)).length;
        // A NaN makes its whole line NaN, unless it is passed over: the sorted line ends with them.
        const last = skipsNan ? Math.max(0, known - 1) : elements.length - 1;
        const spoiled = !skipsNan && known < elements.length;
        const [from, to, share] = spoiled ? [last, last, 0] : between(part * last);
        low.storage.data[low.offset + n] = from;
        high.storage.data[high.offset + n] = to;
        weight.storage.data[weight.offset + n] = share;
        lasts.storage.data[lasts.offset + n] = last;
      });
      // How far it is from one to the next is part of the tape where somebody wants to know how the place matters.
      const own = q.rank === 0 ? q : select(q, 0, i);
      const share = q.requiresGrad && interpolation === "linear" ? sub(mul(lasts, own), low) : weight;
      const value = lerp(gather(sorted, d, low), gather(sorted, d, high), share);
      const kept = dim === null ? a.shape.map(() => 1) : shape;
      return reshape(value, keepdim ? kept : dim === null ? [] : shape.toSpliced(d, 1));
    });
    return q.rank === 0 ? (parts[0] as Tensor) : stack(parts, 0);
  };
  composite<Quantile>(
    `${name}(Tensor self, Tensor q, int? dim=None, bool keepdim=False, *, str interpolation="linear") -> Tensor`,
    {
      doc: `Values below which a part of the elements lies${skipsNan ? ", without those that are not numbers" : ""}.`,
      node: "SqueezeBackward1",
    },
    (a, q, dim = null, keepdim = false, interpolation = "linear") => quantile(a, q, dim, keepdim, interpolation),
  );
}
