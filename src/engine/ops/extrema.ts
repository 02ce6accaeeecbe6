/** Largest and smallest: values with their places, whole tensors, places alone. */

import { alongDims } from "../batch.ts";
import { fail } from "../errors.ts";
import { map } from "../kernels.ts";
import { eachLine, mustHaveElements } from "../lines.ts";
import { callOp, composite, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { reductionDims, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { elementsOf, emptyTensor, type Tensor, tensorFrom } from "../tensor.ts";
import { add, div, mul } from "./algebra.ts";
import { maximum, minimum } from "./binary.ts";
import { expand, reshape, spread, sum, zeros } from "./core.ts";
import { scatterAdd } from "./gather.ts";

const sample = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [2, 3]);
type Better = (x: number, than: number) => boolean;

/** Place of the best element; NaN beats everything, the first of equals wins. */
function bestOf(line: ArrayLike<number>, better: Better): number {
  let best = 0;
  for (let k = 0; k < line.length; k++) {
    const x = line[k] as number;
    if (Number.isNaN(x)) return k;
    if (better(x, line[best] as number)) best = k;
  }
  return best;
}

/** The gradient of an extreme goes to its places in equal parts. */
export function toPlaces(g: Tensor, a: Tensor, z: Tensor, dim: readonly number[] | null, keepdim: boolean): Tensor {
  const wide = spread(z, a.shape, dim, keepdim);
  const [x, best] = [elementsOf(a), elementsOf(wide)];
  const mask = emptyTensor(a.shape, g.dtype);
  for (let i = 0; i < x.length; i++) {
    const same = x[i] === best[i] || (Number.isNaN(x[i] as number) && Number.isNaN(best[i] as number));
    mask.storage.data[mask.offset + i] = same ? 1 : 0;
  }
  const share = div(mask, expand(sum(mask, dim, true), a.shape));
  return mul(spread(g, a.shape, dim, keepdim), share);
}

const table: readonly (readonly [string, Better, typeof maximum, string])[] = [
  ["max", (x, y) => x > y, maximum, "Largest"],
  ["min", (x, y) => x < y, minimum, "Smallest"],
];
for (const [name, better, other, word] of table) {
  const Name = name === "max" ? "Max" : "Min";
  op<[self: Tensor]>(`${name}(Tensor self) -> Tensor`, {
    forward: (a) => {
      if (a.numel === 0)
        fail(
          `${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
        );
      const x = elementsOf(a);
      // Of −0 and 0, which are equal, PyTorch keeps the later.
      const best = x[bestOf(x, better)] as number;
      return tensorFrom([best === 0 ? (Array.from(x).findLast((v) => v === 0) as number) : best], [], a.dtype);
    },
    vjp: { self: (g, c) => toPlaces(g, c.arg(0), c.out(), null, false) },
    node: `${Name}Backward1`,
    samples: [() => [sample()]],
    tex: { forward: `z = \\${name}_i a_i`, vjp: { self: `\\bar z \\text{ at the ${name}imum}` } },
    doc: `${word} element.`,
  });
  const along: Op<[self: Tensor, dim: number, keepdim?: boolean], Tensor[]> = op<
    [self: Tensor, dim: number, keepdim?: boolean],
    Tensor[]
  >(`${name}.dim(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor indices)`, {
    forward: (a, dim, keepdim = false) => {
      const d = wrapDim(dim, a.rank);
      mustHaveElements(`${name}()`, a, d);
      const shape = a.rank === 0 ? [] : keepdim ? a.shape.with(d, 1) : a.shape.toSpliced(d, 1);
      const [values, indices] = [emptyTensor(shape, a.dtype), emptyTensor(shape, "int64")];
      eachLine(a, d, (line, _, n) => {
        const best = bestOf(line, better);
        values.storage.data[values.offset + n] = line[best] as number;
        indices.storage.data[indices.offset + n] = best;
      });
      return [values, indices];
    },
    vjp: { self: (g, c) => toIndices(g, c.out(1), c.shape(0), c.arg(1), c.arg(2) ?? false) },
    node: `${Name}Backward0`,
    samples: [() => [sample(), 1]],
    symbol: name,
    doc: `${word} elements along a dim, and their places.`,
  });
  composite<[self: Tensor, other: Tensor]>(
    `${name}.other(Tensor self, Tensor other) -> Tensor`,
    { doc: `${word} of two, element by element.` },
    (a, b) => other(a, b),
  );
  type Many = [self: Tensor, dim?: readonly number[] | null, keepdim?: boolean];
  op<Many>(`a${name}(Tensor self, int[1] dim=[], bool keepdim=False) -> Tensor`, {
    batch: alongDims,
    forward: (a, dim = [], keepdim = false) => {
      let out = a;
      const dims = reductionDims(dim, a.rank);
      if (a.numel === 0 && (dim ?? []).length === 0)
        fail(
          `a${name}(): Expected reduction dim to be specified for input.numel() == 0. Specify the reduction dim with the 'dim' argument.`,
        );
      for (const d of dims) mustHaveElements(`a${name}()`, a, d);
      for (const d of dims) out = numbersOnly(() => along(out, d, true))[0] as Tensor;
      const shape = keepdim ? out.shape : a.shape.filter((_, i) => !dims.includes(i));
      return out === a ? map(a, a.dtype, (x) => x) : reshaped(out, shape);
    },
    vjp: { self: (g, c) => toPlaces(g, c.arg(0), c.out(), c.arg(1) ?? [], c.arg(2) ?? false) },
    samples: [() => [sample(), [1]]],
    doc: `${word} along dims; equals share the gradient.`,
  });
  op<[self: Tensor, dim?: number | null, keepdim?: boolean]>(
    `arg${name}(Tensor self, int? dim=None, bool keepdim=False) -> Tensor`,
    {
      forward: (a, dim = null, keepdim = false) => {
        if (dim === null && a.numel === 0)
          fail(`arg${name}(): Expected reduction dim to be specified for input.numel() == 0.`, "IndexError");
        if (dim === null)
          return tensorFrom([bestOf(elementsOf(a), better)], keepdim ? a.shape.map(() => 1) : [], "int64");
        return numbersOnly(() => along(a, dim, keepdim))[1] as Tensor;
      },
      doc: `Place of the ${word.toLowerCase()} element.`,
    },
  );
}

function reshaped(t: Tensor, shape: readonly number[]): Tensor {
  const out = emptyTensor(shape, t.dtype);
  out.storage.data.set(elementsOf(t), out.offset);
  return out;
}

/** A gradient put at the places that an op chose along a dim: shared by max, min, median, mode, kthvalue and sort. */
export function toIndices(g: Tensor, indices: Tensor, shape: readonly number[], dim: number, keepdim: boolean): Tensor {
  if (shape.length === 0) return g;
  const d = wrapDim(dim, shape.length);
  const full = (t: Tensor): Tensor => (keepdim ? t : reshape(t, shape.with(d, 1)));
  return scatterAdd(zeros(shape, g.dtype), d, full(indices), full(g));
}

op<[self: Tensor, dim?: number | null, keepdim?: boolean], Tensor[]>(
  "aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min, Tensor max)",
  {
    forward: (a, dim = null, keepdim = false) =>
      numbersOnly(() => ["amin", "amax"].map((name) => run(name, a, dim, keepdim))),
    vjp: {
      self: (_g, c) => {
        const dim = c.arg(1) ?? null;
        const parts = c.grads.flatMap((g, i) =>
          g === null ? [] : [toPlaces(g, c.arg(0), c.out(i), dim === null ? null : [dim], c.arg(2) ?? false)],
        );
        return parts.reduce((x, y) => add(x, y));
      },
    },
    samples: [() => [sample()]],
    doc: "Smallest and largest.",
  },
);
const run = (name: string, a: Tensor, dim: number | null, keepdim: boolean): Tensor =>
  callOp(name, [a, dim === null ? [] : [dim], keepdim]);
