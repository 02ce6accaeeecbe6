/** The colours of a landscape: calm where it is low, darker where it is high. */

/** A height from 0 (lowest) to 1 (highest) as a CSS colour of the present theme; the ends are custom properties of the page. */
export function hillColour(height: number): string {
  const share = Math.round(100 * Math.min(1, Math.max(0, height)));
  return `color-mix(in oklab, var(--hill-high) ${share}%, var(--hill-low))`;
}
