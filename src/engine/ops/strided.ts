/** Views by size, stride and offset: how gradients move between a tensor and any part of it. */
import { dtypes } from "../dtype.ts";
import { fail } from "../errors.ts";
import { copyInto, map } from "../kernels.ts";
import { callOp, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, showShape } from "../shape.ts";
import { forEachOffset, type Tensor, tensorFrom, viewTensor } from "../tensor.ts";
import { type Geometry, registerStridedOps } from "../views.ts";
import { clone, contiguous, reshape, zeros } from "./core.ts";

/** Alone in its storage, from the beginning on, in row-major order: what strides count from. */
function packed(a: Tensor): Tensor {
  return a.isContiguous && a.offset === a.storage.base && a.numel === a.storage.length ? a : clone(a);
}
/** Throws PyTorch's words where a strided view would look outside of its storage. */
function mustLieInside(a: Tensor, size: readonly number[], stride: readonly number[], offset: number): void {
  if (size.length !== stride.length) fail("mismatch in length of strides and shape");
  if (size.some((s) => s < 0))
    fail(`Trying to create tensor with negative dimension ${Math.min(...size)}: ${showShape(size)}`);
  const needed = size.includes(0) ? 0 : size.reduce((n, s, i) => n + (s - 1) * (stride[i] as number), offset + 1);
  const bytes = dtypes[a.dtype].bytes;
  if (offset < 0) fail(`Tensor: invalid storage offset ${offset}`);
  if (needed > a.storage.length)
    fail(
      `setStorage: sizes ${showShape(size)}, strides ${showShape(stride)}, storage offset ${offset}, and itemsize ${bytes} requiring a storage size of ${needed * bytes} are out of bounds for storage of size ${a.storage.length * bytes}`,
    );
}
export const asStrided: Op<[self: Tensor, size: readonly number[], stride: readonly number[], offset: number]> = op(
  "as_strided(Tensor self, int[] size, int[] stride, int storage_offset=0) -> Tensor",
  {
    forward: (a, size, stride, offset) => {
      mustLieInside(a, size, stride, offset);
      return viewTensor(a, size, stride, a.storage.base + offset);
    },
    vjp: {
      // Places may be seen several times, so gradients are added, not written.
      self: (g, c) => {
        const places: number[] = [];
        forEachOffset(c.arg(1), c.arg(2), c.arg(3), (at) => places.push(at));
        const whole = zeros([numelOf(c.shape(0))], g.dtype);
        const index = tensorFrom(places, [places.length], "int64");
        return reshape(callOp("index_add", [whole, 0, index, reshape(g, [places.length])]), c.shape(0));
      },
    },
    view: true,
    samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), [2, 2], [3, 1], 1]],
    symbol: "view",
    tex: { forward: "z = a[\\ldots]", vjp: { self: "\\bar z \\text{ put back}" } },
  },
);

/** `base` with the strided slice replaced: how a gradient is put back where a slice was taken. */
export const asStridedScatter: Op<
  [base: Tensor, slice: Tensor, size: readonly number[], stride: readonly number[], offset: number]
> = op("as_strided_scatter(Tensor self, Tensor src, int[] size, int[] stride, int storage_offset=0) -> Tensor", {
  forward: (base, slice, size, stride, offset) => {
    const out = map(base, base.dtype, (x) => x);
    mustLieInside(out, size, stride, offset);
    copyInto(viewTensor(out, size, stride, out.offset + offset), slice);
    return out;
  },
  vjp: {
    self: (g, c) => asStridedScatter(g, zeros(c.arg(2), g.dtype), c.arg(2), c.arg(3), c.arg(4)),
    src: (g, c) => asStrided(packed(g), c.arg(2), c.arg(3), c.arg(4)),
  },
  homes: ["hidden"],
  samples: [() => [given([1, 2, 3, 4, 5, 6], [2, 3]), given([7, 8]), [2], [1], 3]],
  symbol: "put",
});

registerStridedOps({
  asStrided: (t, geometry: Geometry) => asStrided(packed(t), geometry.shape, geometry.strides, geometry.offset),
  asStridedScatter: (base, slice, geometry: Geometry) =>
    asStridedScatter(contiguous(base), slice, geometry.shape, geometry.strides, geometry.offset),
});
