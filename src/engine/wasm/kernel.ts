/** Routines in WebAssembly, and the memory that they work in. */
import { assemble, type Routine } from "./assembler.ts";

/** The routines, whose places are in bytes, and their memory as numbers of both kinds. */
export type Kernel<Name extends string> = { readonly [N in Name]: (...places: number[]) => void } & {
  readonly single: Float32Array;
  readonly double: Float64Array;
};

/** What is used of WebAssembly; the engine runs without it too. */
interface WebAssemblyHost {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
}

type Exports<Name extends string> = { readonly [N in Name]: (...places: number[]) => void } & {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
};

const PAGE = 65_536;

/**
 * Gives the routines with room for so many bytes, or null where there is none: WebAssembly or its SIMD is missing, or the memory. They are
 * compiled when they are first asked for, and what an earlier call left in the memory is still there.
 */
export function kernelOf<Name extends string>(
  routines: Readonly<Record<Name, Routine>>,
): (bytes: number) => Kernel<Name> | null {
  let exported: Exports<Name> | null | undefined;
  let kernel: Kernel<Name> | null = null;
  const grown = (bytes: number): Kernel<Name> | null => {
    try {
      if (exported === undefined) {
        const { WebAssembly: host } = globalThis as unknown as { readonly WebAssembly: WebAssemblyHost };
        exported = new host.Instance(new host.Module(assemble(routines))).exports as Exports<Name>;
      }
      if (exported === null) return null;
      const { memory } = exported;
      const missing = bytes - memory.buffer.byteLength;
      if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
      return { ...exported, single: new Float32Array(memory.buffer), double: new Float64Array(memory.buffer) };
    } catch {
      exported ??= null;
      return null;
    }
  };
  return (bytes) => {
    if (kernel === null || bytes > kernel.single.byteLength) {
      const next = grown(bytes);
      if (next === null) return null;
      kernel = next;
    }
    return kernel;
  };
}
