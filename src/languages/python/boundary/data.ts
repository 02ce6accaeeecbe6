/** Making tensors from Python's numbers and giving numbers back. */

import { noteCreation } from "#engine/creation.ts";
import { type Dtype, dtypes, isFloating, promote } from "#engine/dtype.ts";
import { converter } from "#engine/kernels.ts";
import { reprOf, setPrintOptions } from "#engine/printing.ts";
import { resultType } from "#engine/promotion.ts";
import { state } from "#engine/state.ts";
import { elementsOf, emptyTensor, type Tensor } from "#engine/tensor.ts";
import { gradFnOf } from "#engine/views.ts";
import { guarded } from "./guard.ts";
import { doublesAt } from "./heap.ts";
import { numberList, tensorFrom, tensorList, tensors } from "./tensors.ts";

const facts = {
  /** Sizes as `2,3`. */
  shape: (h: number): string => tensors.get(h).shape.join(","),
  stride: (h: number): string => tensors.get(h).strides.join(","),
  rank: (h: number): number => tensors.get(h).rank,
  numel: (h: number): number => tensors.get(h).numel,
  dtype: (h: number): string => tensors.get(h).dtype,
  offset: (h: number): number => tensors.get(h).offset - tensors.get(h).storage.base,
  version: (h: number): number => tensors.get(h).version.n,
  is_contiguous: (h: number): boolean => tensors.get(h).isContiguous,
  is_leaf: (h: number): boolean => !tensors.get(h).requiresGrad || gradFnOf(tensors.get(h)) === null,
  requires_grad: (h: number): boolean => tensors.get(h).requiresGrad,
  retains_grad: (h: number): boolean => tensors.get(h).retainsGrad,
  is_inference: (h: number): boolean => tensors.get(h).isInference,
  is_view: (h: number): boolean => tensors.get(h).base !== null,
  /** A number that is the same for tensors that share memory. */
  address: (h: number): number => addressOf(tensors.get(h)),
};

const addresses = new WeakMap<object, number>();
let nextAddress = 0x5580_0000;
/** Storages have no place in memory that Python could see; each gets a made-up one, 64 bytes aligned as PyTorch's are. */
function addressOf(t: Tensor): number {
  const data = t.storage.data;
  let start = addresses.get(data);
  if (start === undefined) {
    start = nextAddress;
    nextAddress += Math.ceil((data.byteLength + 1) / 64) * 64;
    addresses.set(data, start);
  }
  return start + t.offset * dtypes[t.dtype].bytes;
}

/** The functions of the boundary about data, by the names that Python uses. */
export const dataFunctions = {
  ...facts,

  /** A 0-dim tensor of one number. */
  tensor_of: guarded((line: number, value: number, dtype: Dtype): number => {
    state.line = line;
    const t = emptyTensor([], dtype);
    t.storage.data[t.offset] = converter("float64", dtype)(Number(value));
    noteCreation(t, "tensor");
    return tensors.hold(t);
  }),

  /** A tensor from row-major doubles at an address; `sources` are the tensors among them, as handles. */
  tensor_from: guarded(
    (line: number, address: number, count: number, shape: string, dtype: Dtype, sources: string): number => {
      state.line = line;
      const t = emptyTensor(numberList(shape) ?? [], dtype);
      const convert = converter("float64", dtype);
      const source = doublesAt(address, count);
      for (let i = 0; i < count; i++) t.storage.data[t.offset + i] = convert(source[i] as number);
      noteCreation(t, "tensor", tensorList(sources) as Tensor[]);
      return tensors.hold(t);
    },
  ),

  /** Writes all elements as doubles to an address. */
  read: (h: number, address: number): void => {
    const t = tensors.get(h);
    doublesAt(address, t.numel).set(elementsOf(t));
  },

  /** The only element; undefined stands for -0.0, which would lose its sign on the way. */
  item: guarded((h: number): number | undefined => {
    const t = tensors.get(h);
    const value = t.item();
    return isFloating(t.dtype) && Object.is(value, -0) ? undefined : value;
  }),

  repr: guarded((h: number): string => reprOf(tensors.get(h))),

  /** torch.set_printoptions; scientific is undefined for "as the numbers need it". */
  set_print_options: (
    precision: number,
    threshold: number,
    edgeItems: number,
    lineWidth: number,
    sci?: boolean,
  ): void => setPrintOptions({ precision, threshold, edgeItems, lineWidth, scientific: sci ?? null }),

  /** The dtype that holds both. */
  promote: (a: Dtype, b: Dtype): string => promote(a, b),
  result_type: (a: number, aKind: number, b: number, bKind: number): string =>
    resultType([tensorFrom(a, aKind) as Tensor, tensorFrom(b, bKind) as Tensor]),

  /** One more Python object stands for the same tensor. */
  share: (h: number): number => tensors.hold(tensors.get(h)),

  /** Python lets go of tensors, many at a time: handles as doubles at an address. */
  free: (address: number, count: number): void => {
    const handles = doublesAt(address, count);
    for (let i = 0; i < count; i++) tensors.release(handles[i] as number);
  },

  /** How many tensors Python holds: for tests of memory. */
  held: (): number => tensors.size,
};
