import { state } from "./state.ts";
import type { Tensor } from "./tensor.ts";

/** How and where tensors were made from data, until the trace tells it. */
const creations = new WeakMap<Tensor, Creation>();

interface Creation {
  readonly made: string;
  readonly line: number;
  /** Tensors whose numbers it was made of. */
  readonly sources?: readonly Tensor[];
}

/** Notes how a tensor was made when no op of the table made it (torch.tensor). */
export function noteCreation(t: Tensor, made: string, sources: readonly Tensor[] = []): void {
  if (state.recorder === null) return;
  creations.set(t, { made, line: state.line, ...(sources.length > 0 ? { sources } : {}) });
}

/** What was noted about a tensor, if anything. */
export function creationOf(t: Tensor): Creation | undefined {
  return creations.get(t);
}
