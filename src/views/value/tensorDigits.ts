/** The numbers of one tensor in one format, as PyTorch prints them: whole floats as `1.`, else four decimals, or powers of ten if the range asks for it. */
import type { Dtype } from "#trace/events.ts";

export function tensorDigits(data: readonly number[], dtype: Dtype): readonly string[] {
  if (dtype === "bool") return data.map((x) => (x === 0 ? "False" : "True"));
  if (!dtype.includes("float")) return data.map(String);
  const sizes = data.filter((x) => Number.isFinite(x) && x !== 0).map(Math.abs);
  const [most, least] = [Math.max(...sizes), Math.min(...sizes)];
  // The thresholds are PyTorch's own defaults for printing.
  const wide = sizes.length > 0 && (most / least > 1000 || most > 1e8);
  if (data.every((x) => !Number.isFinite(x) || Number.isInteger(x))) {
    return data.map((x) => odd(x) ?? (wide ? power(x) : `${x}.`));
  }
  const scientific = wide || (sizes.length > 0 && least < 1e-4);
  return data.map((x) => odd(x) ?? (scientific ? power(x) : x.toFixed(4)));
}

function odd(x: number): string | undefined {
  if (Number.isNaN(x)) return "nan";
  if (Number.isFinite(x)) return undefined;
  return x > 0 ? "inf" : "-inf";
}

/** Python writes at least two digits of exponent: 1.2346e-05. */
const power = (x: number): string => x.toExponential(4).replace(/e([+-])(\d)$/, "e$10$2");
