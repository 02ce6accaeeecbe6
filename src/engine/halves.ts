/** float16 and bfloat16 live in float32 memory: what is written there is rounded to what the narrower type can hold. */
import type { Dtype } from "./dtype.ts";

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** The nearest float16, ties to even. */
function toFloat16(x: number): number {
  float[0] = x;
  const magnitude = Math.abs(float[0] as number);
  if (magnitude >= 65520) return x > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (!(magnitude < 65520)) return x;
  if (magnitude < 2 ** -14) {
    // Below the smallest normal number the steps are 2⁻²⁴, which are those of float32 next to 0.75.
    const rounded = Math.fround(magnitude + 0.75) - 0.75;
    return x < 0 || Object.is(x, -0) ? -rounded : rounded;
  }
  return toBits(13);
}

/** The nearest bfloat16, ties to even. */
function toBfloat16(x: number): number {
  float[0] = x;
  return Number.isNaN(x) ? x : toBits(16);
}

/** The number in `float` without its last bits: half of the last kept one is added first, less one where that one is even. */
function toBits(dropped: number): number {
  const u = bits[0] as number;
  const half = 2 ** (dropped - 1) - 1 + ((u >>> dropped) & 1);
  bits[0] = ((u + half) >>> dropped) << dropped;
  return float[0] as number;
}

/** True for the dtypes that are narrower than their memory. */
export function isHalf(dtype: Dtype): boolean {
  return dtype === "float16" || dtype === "bfloat16";
}

/** How numbers are rounded to a dtype that is narrower than its memory; undefined for all others. */
export function narrowing(dtype: Dtype): ((x: number) => number) | undefined {
  return dtype === "float16" ? toFloat16 : dtype === "bfloat16" ? toBfloat16 : undefined;
}
