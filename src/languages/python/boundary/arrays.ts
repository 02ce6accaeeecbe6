/** What Python's numpy needs of the engine: ops outside of the picture and of autograd, memory that is shared, NumPy's sums. */
import { noteCreation } from "#engine/creation.ts";
import { type Dtype, isFloating } from "#engine/dtype.ts";
import { converter } from "#engine/kernels.ts";
import { pairwiseSums } from "#engine/pairwise.ts";
import { state } from "#engine/state.ts";
import type { Storage } from "#engine/storage.ts";
import { elementsOf, emptyTensor, Tensor } from "#engine/tensor.ts";
import { guarded } from "./guard.ts";
import { numberList, tensors } from "./tensors.ts";

/** What was ambient outside of numpy; null while no array op runs. */
let outside: Pick<typeof state, "recorder" | "gradEnabled" | "inferenceMode" | "defaultDtype"> | null = null;

/** Tensors of the learner's that look at an array's memory: the picture must hear when the array is written. */
const sharers = new WeakMap<Storage, WeakRef<Tensor>[]>();

/** How many infinities and NaNs make a number's kind: a bit each. */
const INFINITE = 1;
const NAN = 2;

/** The first and last place in memory that a tensor with elements looks at. */
function reachOf(t: Tensor): readonly [number, number] {
  let [low, high] = [t.offset, t.offset];
  for (const [d, size] of t.shape.entries()) {
    const reach = (size - 1) * (t.strides[d] as number);
    if (reach < 0) low += reach;
    else high += reach;
  }
  return [low, high];
}

/** The functions of the boundary about NumPy's arrays. */
export const arrayFunctions = {
  /** From here on ops are neither recorded nor differentiable, and new numbers are doubles. False: that was so already. */
  arrays_begin: (): boolean => {
    if (outside !== null) return false;
    const { recorder, gradEnabled, inferenceMode, defaultDtype } = state;
    outside = { recorder, gradEnabled, inferenceMode, defaultDtype };
    state.recorder = null;
    state.gradEnabled = false;
    state.inferenceMode = false;
    state.defaultDtype = "float64";
    return true;
  },
  arrays_end: (): void => {
    if (outside !== null) Object.assign(state, outside);
    outside = null;
  },
  /** A run that was interrupted within an array op must not quiet the next one. */
  arrays_reset: (): void => {
    outside = null;
  },

  /** How many numbers are in the memory that a tensor looks at. */
  memory_size: (h: number): number => tensors.get(h).storage.length,
  /** Other geometry over the same memory; the offset counts from the start of that memory. */
  array_view: guarded((h: number, shape: string, strides: string, offset: number): number => {
    const { storage } = tensors.get(h);
    const made = new Tensor(storage, numberList(shape) ?? [], numberList(strides) ?? [], storage.base + offset);
    return tensors.hold(made);
  }),

  /**
   * A tensor of its own over the same memory, as from_numpy and numpy() give it: autograd does not notice when the other
   * side writes. With a name it is told to the trace.
   */
  array_share: guarded((line: number, h: number, made: string): number => {
    const from = tensors.get(h);
    const other = new Tensor(from.storage, from.shape, from.strides, from.offset);
    if (made !== "") {
      state.line = line;
      noteCreation(other, made);
    }
    const shown = made === "" ? from : other;
    const list = sharers.get(from.storage);
    if (list === undefined) sharers.set(from.storage, [new WeakRef(shown)]);
    else if (!list.some((ref) => ref.deref() === shown)) list.push(new WeakRef(shown));
    return tensors.hold(other);
  }),

  /** A copy of an array in a dtype, as torch.tensor makes it. */
  array_copy: guarded((line: number, h: number, dtype: Dtype): number => {
    state.line = line;
    const from = tensors.get(h);
    const made = emptyTensor(from.shape, dtype);
    const convert = converter(from.dtype, dtype);
    const values = elementsOf(from);
    for (let i = 0; i < values.length; i++) made.storage.data[made.offset + i] = convert(values[i] as number);
    noteCreation(made, "tensor");
    return tensors.hold(made);
  }),

  /** An array has been written: tensors that share its memory have other numbers now. */
  array_written: (line: number, h: number): void => {
    for (const ref of sharers.get(tensors.get(h).storage) ?? []) {
      const t = ref.deref();
      if (t?.traced !== true) continue;
      state.line = line;
      state.recorder?.dataSet(t);
    }
  },

  /** Do two arrays look at the same memory, or parts of it? */
  array_overlap: (a: number, b: number): boolean => {
    const [first, second] = [tensors.get(a), tensors.get(b)];
    if (first.storage !== second.storage || first.numel === 0 || second.numel === 0) return false;
    const [low, high] = reachOf(first);
    const [otherLow, otherHigh] = reachOf(second);
    return low <= otherHigh && otherLow <= high;
  },

  /** One number of a row, by the short way that loops take; undefined where the long way must look: -0.0, or out of range. */
  array_at: (h: number, index: number): number | undefined => {
    const { storage, shape, strides, offset } = tensors.get(h);
    const [size = 0] = shape;
    const at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) return undefined;
    const value = storage.data[offset + at * (strides[0] as number)];
    return Object.is(value, -0) ? undefined : value;
  },

  /** Sums along a dim, or of everything without one, added up in NumPy's order. */
  array_sum: guarded((h: number, dim?: number): number => tensors.hold(pairwiseSums(tensors.get(h), dim ?? null))),

  /** Are there infinities (1) and NaNs (2) among the numbers? */
  array_unusual: (h: number): number => {
    const t = tensors.get(h);
    if (!isFloating(t.dtype)) return 0;
    const values = elementsOf(t);
    let found = 0;
    for (let i = 0; i < values.length; i++) {
      const v = values[i] as number;
      if (!Number.isFinite(v)) found |= Number.isNaN(v) ? NAN : INFINITE;
    }
    return found;
  },
};
