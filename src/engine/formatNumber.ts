/** Numbers as Python's format() writes them: rounded to nearest, exact ties to even (JavaScript rounds ties away from zero). */

/** `f"{x:.{digits}f}"`. */
export function fixed(x: number, digits: number): string {
  if (!Number.isFinite(x)) return notFinite(x);
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const magnitude = Math.abs(x);
  if (magnitude >= 1e21) return sign + BigInt(magnitude).toString() + (digits > 0 ? `.${"0".repeat(digits)}` : "");
  return sign + evenTie(magnitude.toFixed(digits), magnitude.toFixed(Math.min(100, digits + TAIL)), digits);
}

/** `f"{x:.{digits}e}"`: at least two exponent digits. */
export function scientific(x: number, digits: number): string {
  if (!Number.isFinite(x)) return notFinite(x);
  const sign = x < 0 || Object.is(x, -0) ? "-" : "";
  const magnitude = Math.abs(x);
  const [mantissa = "", exponent = "+0"] = magnitude.toExponential(digits).split("e");
  const [longMantissa = "", longExponent] = magnitude.toExponential(Math.min(100, digits + TAIL)).split("e");
  // A mantissa that rounded up to 10 has another exponent and cannot be a tie.
  const even = exponent === longExponent ? evenTie(mantissa, longMantissa, digits) : mantissa;
  return `${sign}${even}e${exponent[0]}${exponent.slice(1).padStart(2, "0")}`;
}

/** Further digits that show whether the rest is exactly one half: no double has 5 and then so many zeros by chance. */
const TAIL = 30;

/** `rounded` was rounded half up; `long` shows more digits: when the rest is exactly 5 the even neighbour is right. */
function evenTie(rounded: string, long: string, digits: number): string {
  const dot = long.indexOf(".");
  const rest = long.slice(dot + 1 + digits);
  if (!/^50*$/.test(rest)) return rounded;
  const down = digits === 0 ? long.slice(0, dot) : long.slice(0, dot + 1 + digits);
  return Number(down.at(-1)) % 2 === 0 ? down : rounded;
}

function notFinite(x: number): string {
  return Number.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
}
