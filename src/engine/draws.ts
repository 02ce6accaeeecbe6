/** How PyTorch fills a tensor on the CPU from a generator: uniform, normal and whole numbers. */

import { type Dtype, dtypes, isFloating } from "./dtype.ts";
import { fail } from "./errors.ts";
import { full } from "./ops/create.ts";
import { defaultGenerator, Generator } from "./random.ts";
import { narrowed, type Tensor } from "./tensor.ts";

/** A generator of the program, or none for the default one. */
export type Source = Generator | null | undefined;
/** The generator that draws. */
export const from = (generator: Source): Generator => (generator instanceof Generator ? generator : defaultGenerator);

/** Random bits of a uniform number, by dtype: as many as its fraction holds. */
const drawn = (dtype: Dtype, g: Generator): (() => number) => {
  if (dtype === "float64") return () => g.uniform53();
  const steps = dtype === "float16" ? 2 ** 11 : dtype === "bfloat16" ? 2 ** 8 : 2 ** 24;
  return () => (g.u32() % steps) / steps;
};

/** Whole numbers are refused by the name of PyTorch's kernel. */
function mustFloat(out: Tensor, kernel: string): void {
  if (!isFloating(out.dtype))
    fail(`"${kernel}" not implemented for '${dtypes[out.dtype].scalarName}'`, "NotImplementedError");
}

/** Uniform in [a, b): 24 bits for float32, 53 for float64. `u·(b − a) + a` is rounded once, as a fused multiply-add does. */
export function fillUniform(out: Tensor, a: number, b: number, g: Generator): Tensor {
  mustFloat(out, "check_uniform_bounds");
  const z = out.storage.data;
  const n = out.numel;
  const draw = drawn(out.dtype, g);
  const low = out.dtype === "float64" ? a : Math.fround(a);
  const span = out.dtype === "float64" ? b - a : Math.fround(Math.fround(b) - low);
  for (let i = 0; i < n; i++) z[out.offset + i] = draw() * span + low;
  return narrowed(out);
}

/** Normal: one by one below 16 elements; from 16 on uniforms are transformed in blocks of 16 (a ragged end draws its last 16 anew). */
export function fillNormal(out: Tensor, mean: number, std: number, g: Generator): Tensor {
  mustFloat(out, "normal_kernel_cpu");
  const z = out.storage.data;
  const n = out.numel;
  const at = out.offset;
  if (n < 16) {
    for (let i = 0; i < n; i++) z[at + i] = g.normal() * std + mean;
    return out;
  }
  const draw = drawn(out.dtype, g);
  for (let i = 0; i < n; i++) z[at + i] = draw();
  const block = (start: number): void => {
    for (let j = 0; j < 8; j++) {
      const u1 = 1 - (z[start + j] as number);
      const u2 = z[start + j + 8] as number;
      const r = Math.sqrt(-2 * Math.log(u1));
      const theta = 2 * Math.PI * u2;
      z[start + j] = r * Math.cos(theta) * std + mean;
      z[start + j + 8] = r * Math.sin(theta) * std + mean;
    }
  };
  for (let i = 0; i + 16 <= n; i += 16) block(at + i);
  if (n % 16 !== 0) {
    const start = at + n - 16;
    for (let i = 0; i < 16; i++) z[start + i] = draw();
    block(start);
  }
  return out;
}

/** Whole numbers from low up to but not including high. */
export function integers(size: readonly number[], low: number, high: number, dtype: Dtype, g: Generator): Tensor {
  if (high <= low) fail(`random_ expects 'from' to be less than 'to', but got from=${low} >= to=${high}`);
  const out = full(size, 0, dtype);
  const range = high - low;
  for (let i = 0; i < out.numel; i++) {
    out.storage.data[out.offset + i] = low + (range >= 4294967296 ? g.u64Modulo(BigInt(range)) : g.u32() % range);
  }
  return out;
}
