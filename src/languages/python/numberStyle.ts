/** Reads and writes Python's number literals in the style of whoever wrote them. */

/** Decimal literals only: other bases and imaginary numbers are no numbers to turn. */
const DECIMAL = /^[-+]?(?=\.?\d)[\d_]*\.?[\d_]*(?:e[-+]?[\d_]+)?$/i;

/** The value of a decimal literal, with its sign; undefined when it is anything else. */
export function readNumber(literal: string): number | undefined {
  const bare = literal.replace(/\s/g, "");
  if (!DECIMAL.test(bare)) return undefined;
  const value = Number(bare.replaceAll("_", ""));
  return Number.isFinite(value) ? value : undefined;
}

/** Whether a literal is written as an int. */
export function isWhole(literal: string): boolean {
  return !/[.e]/i.test(literal);
}

/** Writes a number like the literal that it replaces: four digits at most, its point, exponent and underscores kept. */
export function writeNumber(value: number, literal: string): string {
  if (isWhole(literal) && Number.isInteger(value)) return grouped(String(value), literal);
  const rounded = Number(value.toPrecision(4));
  const sign = rounded < 0 ? "-" : "";
  const size = Math.abs(rounded);
  const [, written = "", mark = ""] = /^([^e]*)(e?)/i.exec(literal) ?? [];
  if (mark !== "") {
    const [mantissa = "", exponent = ""] = size.toExponential().split("e");
    return `${sign}${written.includes(".") ? pointed(mantissa, written) : mantissa}${mark}${exponent.replace("+", "")}`;
  }
  const plain = String(size);
  // Too small or too large for plain digits.
  if (plain.includes("e")) return `${sign}${plain.replace("+", "")}`;
  const short = /^[-+]?\./.test(literal) ? plain.replace(/^0\./, ".") : plain;
  return sign + grouped(pointed(short, literal), literal);
}

/** A float keeps its point, bare (`2.`) where it was bare. */
function pointed(digits: string, literal: string): string {
  if (digits.includes(".")) return digits;
  return literal.endsWith(".") ? `${digits}.` : `${digits}.0`;
}

function grouped(digits: string, literal: string): string {
  if (!literal.includes("_")) return digits;
  const [whole = "", ...rest] = digits.split(".");
  return [whole.replace(/\B(?=(\d{3})+$)/g, "_"), ...rest].join(".");
}
