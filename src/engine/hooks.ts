/** Tensors that want to see their gradient: retain_grad and register_hook. */
import { fail } from "./errors.ts";
import type { GradHook, Tensor } from "./tensor.ts";
import { gradFnOf } from "./views.ts";

/** Keeps the gradient of a non-leaf in `.grad`; leaves keep theirs anyway. */
export function retainGrad(t: Tensor): void {
  if (!t.requiresGrad) fail("can't retain_grad on Tensor that has requires_grad=False");
  if (gradFnOf(t) === null) return;
  t.retainsGrad = true;
  watch(t);
}

/** Calls `hook` with the gradient of `t` in every backward pass; returns how to remove it. */
export function registerHook(t: Tensor, hook: GradHook): () => void {
  if (!t.requiresGrad) fail("cannot register a hook on a tensor that doesn't require gradient");
  t.hooks = [...(t.hooks ?? []), hook];
  watch(t);
  return () => {
    t.hooks = (t.hooks ?? []).filter((other) => other !== hook);
  };
}

/** Calls `hook` whenever `.grad` of a leaf has been added to; returns how to remove it. */
export function registerAfterGrad(t: Tensor, hook: () => void): () => void {
  if (!t.requiresGrad) fail("cannot register a hook on a tensor that doesn't require gradient");
  if (gradFnOf(t) !== null) fail("post accumulate grad hooks cannot be registered on non-leaf tensors");
  t.afterGrad = [...(t.afterGrad ?? []), hook];
  return () => {
    t.afterGrad = (t.afterGrad ?? []).filter((other) => other !== hook);
  };
}

/** Tells the node that made `t` that somebody looks at this output; a leaf's accumulator knows its tensor already. */
function watch(t: Tensor): void {
  const node = gradFnOf(t);
  if (node === null) return;
  node.watched ??= [];
  while (node.watched.length <= t.outputNr) node.watched.push(null);
  node.watched[t.outputNr] = t;
}
