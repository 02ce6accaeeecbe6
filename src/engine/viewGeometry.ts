/** Shapes and strides of views: what expand and view may do without copying. */
import { fail } from "./errors.ts";
import { contiguousStrides, type Shape, showShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/** The full shape that expand asks for, -1 meaning the size it has. */
export function expandedShape(shape: Shape, size: readonly number[]): number[] {
  const lead = size.length - shape.length;
  if (lead < 0) {
    fail(
      `expand(torch.FloatTensor{${showShape(shape)}}, size=${showShape(size)}): the number of sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor (${shape.length})`,
    );
  }
  return size.map((wanted, i) => {
    const own = shape[i - lead];
    if (own === undefined) {
      if (wanted < 0)
        fail(`The expanded size of the tensor (${wanted}) isn't allowed in a leading, non-existing dimension ${i}`);
      return wanted;
    }
    if (wanted === -1) return own;
    if (own !== wanted && own !== 1) {
      fail(
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton dimension ${i}.  Target sizes: ${showShape(size)}.  Tensor sizes: ${showShape(shape)}`,
      );
    }
    return wanted;
  });
}

/** The shape with one -1 worked out; PyTorch's error when it cannot be. */
export function inferShape(size: readonly number[], numel: number): number[] {
  const holes = size.filter((s) => s === -1).length;
  if (holes > 1) fail("only one dimension can be inferred");
  const bad = size.find((s) => s < -1);
  if (bad !== undefined) fail(`invalid shape dimension ${bad}`);
  const known = size.reduce((n, s) => (s === -1 ? n : n * s), 1);
  if (holes === 1) {
    if (known === 0)
      fail(
        `cannot reshape tensor of ${numel} elements into shape ${showShape(size)} because the unspecified dimension size -1 can be any value and is ambiguous`,
      );
    if (numel % known !== 0) fail(`shape '${showShape(size)}' is invalid for input of size ${numel}`);
  } else if (known !== numel) fail(`shape '${showShape(size)}' is invalid for input of size ${numel}`);
  return size.map((s) => (s === -1 ? numel / known : s));
}

/** Strides that show `t` in another shape without copying, or null. Follows PyTorch's computeStride: only dims that are laid out together may be split or merged. */
export function viewStrides(t: Tensor, shape: Shape): number[] | null {
  if (t.isContiguous || t.numel === 0) return contiguousStrides(shape);
  const strides = new Array<number>(shape.length);
  let d = shape.length - 1;
  let chunkBase = t.strides[t.rank - 1] ?? 1;
  let chunk = 1;
  let viewed = 1;
  for (let i = t.rank - 1; i >= 0; i--) {
    chunk *= t.shape[i] as number;
    const ends = i === 0 || (t.shape[i - 1] !== 1 && t.strides[i - 1] !== chunk * chunkBase);
    if (!ends) continue;
    while (d >= 0 && (viewed < chunk || shape[d] === 1)) {
      strides[d] = viewed * chunkBase;
      viewed *= shape[d] as number;
      d--;
    }
    if (viewed !== chunk) return null;
    if (i > 0) {
      chunkBase = t.strides[i - 1] as number;
      chunk = 1;
      viewed = 1;
    }
  }
  return d === -1 ? strides : null;
}
