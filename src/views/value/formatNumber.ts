/** Numbers as the picture and the tables write them: what PyTorch prints, without the padding. */
import type { Dtype } from "#trace/events.ts";

/** At most four decimals, trailing zeros trimmed; very small and very large numbers in powers of ten; `nan`, `inf`, `-inf`, `True`. */
export function formatNumber(x: number, dtype: Dtype = "float32"): string {
  if (dtype === "bool") return x === 0 ? "False" : "True";
  if (Number.isNaN(x)) return "nan";
  if (!Number.isFinite(x)) return x > 0 ? "inf" : "-inf";
  if (!dtype.includes("float")) return String(x);
  const size = Math.abs(x);
  if (size === 0) return "0";
  if (size < 1e-4 || size >= 1e7) return power(x, 4);
  // Seven digits are what a float32 can tell apart.
  const decimals = Math.max(0, Math.min(4, 7 - String(Math.trunc(size)).length));
  const text = trim(x.toFixed(decimals));
  return text === "-0" || text === "0" ? power(x, 4) : text;
}

/** At most `room` characters, for a cell of a heat map or a label on an edge. */
export function formatShort(x: number, dtype: Dtype = "float32", room = 6): string {
  const full = formatNumber(x, dtype);
  if (full.length <= room || dtype === "bool" || !Number.isFinite(x)) return full;
  const whole = String(Math.trunc(Math.abs(x))).length + (x < 0 ? 1 : 0);
  if (Math.abs(x) >= 1e-4 && whole <= room) {
    const text = trim(x.toFixed(Math.max(0, Math.min(4, room - whole - 1))));
    if (Number(text) !== 0) return text;
  }
  for (let digits = 3; digits > 0; digits--) {
    const text = power(x, digits);
    if (text.length <= room) return text;
  }
  return power(x, 0);
}

const trim = (text: string): string => (text.includes(".") ? text.replace(/\.?0+$/, "") : text);

function power(x: number, digits: number): string {
  const [mantissa = "", exponent = ""] = x.toExponential(digits).split("e");
  return `${trim(mantissa)}e${exponent.replace("+", "")}`;
}
