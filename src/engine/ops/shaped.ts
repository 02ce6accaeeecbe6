/** How a function of one tensor with number parameters becomes an op. */
import { elementwise } from "../batch.ts";
import { map, type Round, rounding } from "../kernels.ts";
import { type Op, op } from "../op.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { maskOf } from "./rounding.ts";

/**
 * A function of one tensor with number parameters. `f` takes the steps of PyTorch's kernel, each rounded by `r`; `back` is the gradient from that
 * of the result, written in ops in the order of the kernel's steps. Where two steps are one there (a product and its sum), `addcmul` is that one.
 */
interface Shaped<P extends readonly number[]> {
  readonly parameters: string;
  readonly f: (r: Round, x: number, ...p: P) => number;
  readonly back: (g: Tensor, x: Tensor, ...p: P) => Tensor;
  readonly defaults: P;
  readonly node?: string;
  readonly tex: readonly [value: string, back: string];
  readonly doc: string;
  readonly homes?: readonly ("method" | "torch" | "F")[];
}
/** Defines such a function. */
export function shapedBy<P extends readonly number[]>(name: string, spec: Shaped<P>): Op<[self: Tensor, ...p: P]> {
  const { f, back, defaults } = spec;
  /** The parameters as the tensor's dtype has them: an element may be just such a number. */
  const rounded = (round: Round, given: (i: number) => unknown): P =>
    defaults.map((d, i) => round((given(i) as number | null) ?? d)) as unknown as P;
  return op<[self: Tensor, ...p: P]>(
    `${name}(Tensor self${spec.parameters === "" ? "" : `, ${spec.parameters}`}) -> Tensor`,
    {
      batch: elementwise,
      forward: (a, ...p) => {
        const dtype = floatType(a.dtype);
        const round = rounding(dtype);
        const full = rounded(round, (i) => p[i]);
        return map(a, dtype, (x) => f(round, x, ...full));
      },
      vjp: {
        self: (g, c) => {
          const saved = c as unknown as { arg(i: number): unknown };
          return back(g, saved.arg(0) as Tensor, ...rounded(rounding(g.dtype), (i) => saved.arg(i + 1)));
        },
      },
      ...(spec.node === undefined ? {} : { node: spec.node }),
      homes: spec.homes ?? ["F"],
      inPlace: true,
      samples: [() => [given([0.3, -1.2, 2.1, -0.2]), ...defaults]],
      tex: { forward: `z = ${spec.tex[0]}`, vjp: { self: spec.tex[1] } },
      doc: spec.doc,
    },
  );
}

/** Where a condition on the elements holds. */
export const holds = (x: Tensor, test: (v: number) => boolean): Tensor => map(x, "bool", (v) => (test(v) ? 1 : 0));
/** The gradient where a condition on the elements holds, else 0. */
export const gated = (g: Tensor, x: Tensor, test: (v: number) => boolean): Tensor => mul(g, maskOf(x, test));
