import { Tensor } from "./tensor.ts";

/** The tensors of an argument that is a list of tensors, without the nulls that stand for dims left whole; null for anything else. */
export function tensorsOf(value: unknown): readonly Tensor[] | null {
  if (!Array.isArray(value)) return null;
  const tensors = value.filter((item): item is Tensor => item instanceof Tensor);
  return tensors.length > 0 ? tensors : null;
}
