/** Where numbers live. Small storages share slabs, because a typed array of its own per scalar would cost more than the op. */
import { type Dtype, dtypes, type Numbers } from "./dtype.ts";

const SLAB = 1024;
const SMALL = 32;

/** A run of numbers that one or more tensors look at; `base` is where it starts in `data`. */
export class Storage {
  readonly data: Numbers;
  readonly base: number;
  readonly length: number;
  readonly dtype: Dtype;
  constructor(data: Numbers, base: number, length: number, dtype: Dtype) {
    this.data = data;
    this.base = base;
    this.length = length;
    this.dtype = dtype;
  }
}

const slabs = new Map<Dtype, { data: Numbers; used: number }>();
let float32Slab = new Float32Array(SLAB);
let float32Used = 0;

/** Zeroed numbers for a new tensor. Elements are never handed out twice, so a slab's fresh zeros stay true. */
export function allocate(dtype: Dtype, length: number): Storage {
  if (length > SMALL) return new Storage(dtypes[dtype].create(length), 0, length, dtype);
  if (dtype === "float32") {
    if (float32Used + length > SLAB) {
      float32Slab = new Float32Array(SLAB);
      float32Used = 0;
    }
    const base = float32Used;
    float32Used += length;
    return new Storage(float32Slab, base, length, dtype);
  }
  let slab = slabs.get(dtype);
  if (slab === undefined || slab.used + length > SLAB) {
    slab = { data: dtypes[dtype].create(SLAB), used: 0 };
    slabs.set(dtype, slab);
  }
  const base = slab.used;
  slab.used += length;
  return new Storage(slab.data, base, length, dtype);
}
