/** The tensors that Python holds, and how tensors and numbers are written across the boundary. */
import type { Generator } from "#engine/random.ts";
import { type Tensor, wrapScalar } from "#engine/tensor.ts";
import { Handles } from "./handles.ts";

/** Every tensor that a Python object stands for. */
export const tensors = new Handles<Tensor>();
/** Random generators by number; 0 is none: the default one. */
export const generators: (Generator | null)[] = [null];

/** Kinds of a value that may be a tensor or a Python number. */
const NONE = 0;
const TENSOR = 1;
const INT = 2;
const FLOAT = 3;

/** A tensor argument as Python passes it: a handle, or a number with its kind. */
export function tensorFrom(value: unknown, kind: unknown): Tensor | null {
  if (kind === TENSOR) return tensors.get(value as number);
  if (kind === NONE || kind === undefined) return null;
  if (kind === INT) return wrapScalar(Number(value), "int64");
  if (kind === FLOAT) return wrapScalar(Number(value), "float64");
  return wrapScalar(value === true || value === 1 ? 1 : 0, "bool");
}

/** Handles in a list, `3,7,0`; 0 is None. */
export function tensorList(text: string): (Tensor | null)[] {
  return text === "" ? [] : text.split(",").map((part) => (part === "0" ? null : tensors.get(Number(part))));
}

/** Handles of results, as one string. */
export function handleList(list: readonly (Tensor | null)[]): string {
  return list.map((t) => (t === null ? 0 : tensors.hold(t))).join(",");
}

/** `2,3`; undefined stays null. */
export function numberList(text: string | undefined | null): number[] | null {
  if (text === undefined || text === null) return null;
  return text === "" ? [] : text.split(",").map(readNumber);
}

function readNumber(text: string): number {
  if (text === "inf") return Number.POSITIVE_INFINITY;
  if (text === "-inf") return Number.NEGATIVE_INFINITY;
  return text === "True" ? 1 : text === "False" ? 0 : Number(text);
}
