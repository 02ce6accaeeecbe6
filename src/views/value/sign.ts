/** The sign of a gradient as a whole, which chooses its hue and its glyph. */
import type { Value } from "#trace/events.ts";

/** `odd` holds a nan or an infinity; `mixed` holds both signs. */
export type Sign = "positive" | "negative" | "zero" | "mixed" | "odd";

/** The glyph that tells the sign without colour. */
export const signGlyph: Readonly<Record<Sign, string>> = {
  positive: "▲",
  negative: "▼",
  zero: "●",
  mixed: "◆",
  odd: "!",
};

export function signOfNumber(x: number): Sign {
  if (!Number.isFinite(x)) return "odd";
  return x > 0 ? "positive" : x < 0 ? "negative" : "zero";
}

export function signOf(value: Value): Sign {
  let up = false;
  let down = false;
  for (const x of value.data) {
    if (!Number.isFinite(x)) return "odd";
    if (x > 0) up = true;
    if (x < 0) down = true;
  }
  if (up && down) return "mixed";
  return up ? "positive" : down ? "negative" : "zero";
}
