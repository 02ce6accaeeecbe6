/** Many numbers at once cross through the memory of the Python interpreter: Python names the address of an `array`. */

/** The typed views of the interpreter's memory; they are replaced when it grows, so read them anew at every use. */
export interface Heap {
  readonly HEAPF64: Float64Array;
  readonly HEAP32: Int32Array;
}

let heap: Heap | null = null;

/** Called once, when Python is there. */
export function attachHeap(module: Heap): void {
  heap = module;
}

/** `count` doubles at a byte address. */
export function doublesAt(address: number, count: number): Float64Array {
  const start = address / 8;
  return (heap as Heap).HEAPF64.subarray(start, start + count);
}
