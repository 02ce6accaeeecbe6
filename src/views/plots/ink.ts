/** The colours of a program on the page's own ground. */
import type { CSSProperties } from "react";
import type { ColourMap, PlotColour } from "#trace/figure.ts";

type Rgb = readonly [number, number, number];

/** Luminance of the panel in light and in dark. */
const grounds = { light: 1, dark: 0.012 };
/** A mark keeps this contrast against the ground, or it could not be seen. */
const least = 3;

/** Custom properties for a mark: its own colour, and what it is on light and on dark ground; `plots-ink` chooses. */
export function inkOf(colour: PlotColour): CSSProperties {
  if (colour.startsWith("C"))
    return properties(`var(--plot-${colour[1]})`, `var(--plot-${colour[1]})`, `var(--plot-${colour[1]})`);
  return properties(colour, readable(colour, "light"), readable(colour, "dark"));
}

const properties = (own: string, light: string, dark: string): CSSProperties =>
  ({ "--ink-own": own, "--ink-light": light, "--ink-dark": dark }) as CSSProperties;

/** The colour itself where it stands out, else mixed with black or white until it does. */
export function readable(colour: PlotColour, theme: keyof typeof grounds): string {
  // Black stands for ink, and so does white where the paper is white.
  if (colour === (theme === "light" ? "#ffffff" : "#000000")) return "var(--ink)";
  const rgb = parse(colour);
  const [ground, towards] = [grounds[theme], theme === "light" ? 0 : 255];
  for (let share = 0; share < 1; share += 0.1) {
    const mixed = mix(rgb, [towards, towards, towards], share);
    const own = luminance(mixed);
    const contrast = (Math.max(own, ground) + 0.05) / (Math.min(own, ground) + 0.05);
    if (contrast >= least) return hex(mixed);
  }
  return towards === 0 ? "#000000" : "#ffffff";
}

/** The colour at a share (0 to 1) of a map; what is no number has none. */
export function colourAt({ stops, stepped }: ColourMap, share: number): string {
  if (!Number.isFinite(share) || stops.length === 0) return "transparent";
  const at = Math.min(1, Math.max(0, share));
  if (stepped) return plainHex(stops[Math.min(stops.length - 1, Math.floor(at * stops.length))]);
  const place = at * (stops.length - 1);
  const low = Math.min(stops.length - 1, Math.floor(place));
  return hex(mix(parse(stops[low]), parse(stops[Math.min(stops.length - 1, low + 1)]), place - low));
}

/** The share of a number in a range, evenly or by a map's logarithms; the middle when the range has no extent. */
export function shareOf(
  value: number,
  [low, high]: readonly [number, number],
  { log = false }: Pick<ColourMap, "log">,
): number {
  if (low === high) return Number.isFinite(value) ? 0.5 : Number.NaN;
  return log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

/** Red, green and blue from 0 to 255. */
export function parse(colour: PlotColour | undefined): Rgb {
  const digits = plainHex(colour);
  return [1, 3, 5].map((i) => Number.parseInt(digits.slice(i, i + 2), 16)) as unknown as Rgb;
}

const plainHex = (colour: PlotColour | undefined): string => (colour?.startsWith("#") ? colour : "#808080");

const mix = (from: Rgb, to: Rgb, share: number): Rgb =>
  from.map((part, i) => part + share * ((to[i] ?? 0) - part)) as unknown as Rgb;

const hex = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as unknown as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
