/** How a function of one number becomes an op: most element-wise ops are one call of this. */
import { elementwise } from "../batch.ts";
import { fail } from "../errors.ts";
import { map } from "../kernels.ts";
import type { Single } from "../loops.ts";
import type { LoneRule } from "../node.ts";
import { type Op, op } from "../op.ts";
import type { Home } from "../opInfo.ts";
import { floatType } from "../promotion.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";

/** One element-wise function. */
export interface Unary {
  /** In double precision; the result is rounded to the tensor's dtype. */
  readonly f: Single;
  /** In single precision, where PyTorch's kernel rounds on the way. */
  readonly single?: Single;
  /** Gradient of the input from that of the result `g`, the input `x` and the result `z`. Without it the op is not differentiable. */
  readonly vjp?: (g: Tensor, x: () => Tensor, z: () => Tensor) => Tensor;
  /** `vjp` on lone numbers. */
  readonly lone?: (g: number, x: number, z: number) => number;
  /** Integers stay integers (floor, sign); else they become floats. */
  readonly keepsIntegers?: boolean;
  /** What PyTorch says to a tensor of truth values. */
  readonly refusesBools?: string;
  readonly symbol?: string;
  /** KaTeX of the value and of what is sent back. */
  readonly tex?: readonly [value: string, back: string];
  readonly aliases?: readonly string[];
  readonly homes?: readonly Home[];
  readonly node?: string;
  /** Where the finite-difference test may look; inside the domain and away from kinks. */
  readonly sample?: readonly number[];
  readonly doc: string;
}

/** Defines `name(Tensor self) -> Tensor` and `name_`. */
export function unary(name: string, spec: Unary): Op<[self: Tensor]> {
  const { f, vjp, tex, sample = [0.3, -1.2, 2.1], homes } = spec;
  return op(`${name}(Tensor self) -> Tensor`, {
    batch: elementwise,
    forward: (a) => {
      if (a.dtype === "bool" && spec.refusesBools !== undefined) fail(spec.refusesBools);
      const dtype = spec.keepsIntegers === true ? a.dtype : floatType(a.dtype);
      return map(a, dtype, dtype === "float32" ? (spec.single ?? f) : f);
    },
    ...(vjp === undefined
      ? {}
      : {
          vjp: {
            self: (g, c) =>
              vjp(
                g,
                () => c.arg(0),
                () => c.out(),
              ),
          },
          samples: [() => [given([...sample])]],
        }),
    ...(spec.lone === undefined ? {} : { lone: loneRule(spec.single ?? f, spec.lone) }),
    inPlace: true,
    ...(spec.node === undefined ? {} : { node: spec.node }),
    ...(homes === undefined ? {} : { homes }),
    aliases: spec.aliases ?? [],
    symbol: spec.symbol ?? name,
    ...(tex === undefined ? {} : { tex: { forward: `z = ${tex[0]}`, vjp: { self: tex[1] } } }),
    doc: spec.doc,
  });
}

const loneRule = (value: (x: number) => number, vjp: (g: number, x: number, z: number) => number): LoneRule => ({
  value,
  vjp: [(g, x, _, z) => vjp(g, x, z)],
});
