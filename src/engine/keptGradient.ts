/** How a gradient that has arrived becomes a `.grad`. */
import { opTable } from "./op.ts";
import { elementsOf, emptyTensor, scalarTensor, Tensor, tensorFrom } from "./tensor.ts";

/** Has nobody else the numbers of the `i`th gradient that a node sends on? They are new, or those of what came to it and was owned. */
export function isOwn(
  g: Tensor,
  out: readonly (Tensor | null)[],
  i: number,
  before: number,
  came: Tensor | null,
): boolean {
  const root = g.base ?? g;
  if (g.handle !== 0 || root.isWrapped || root.aliasOf !== null) return false;
  if (root.id <= before && (came === null || root !== (came.base ?? came))) return false;
  for (let k = 0; k < out.length; k++) if (k !== i && (out[k]?.base ?? out[k]) === root) return false;
  return root.version === root && g.storage === root.storage;
}

/** What arrived as a tensor for `.grad`: the same numbers if they are owned and lie as those of a leaf do, else a copy. */
export function keptOf(g: Tensor, owned: boolean): Tensor {
  if (!owned || g.storage.length !== g.numel || !g.isContiguous) return copyOf(g);
  return g.base === null ? g : new Tensor(g.storage, g.shape, g.strides, g.offset);
}

function copyOf(g: Tensor): Tensor {
  return g.shape.length === 0 ? scalarTensor(g.item(), g.dtype) : tensorFrom(elementsOf(g), g.shape, g.dtype);
}

/** A copy that stays in the graph; PyTorch makes it by copy_, and its grad_fn says so. */
export function tapedCopy(g: Tensor): Tensor {
  return opTable.get("copy")?.callInPlace([emptyTensor(g.shape, g.dtype), g]) as Tensor;
}
