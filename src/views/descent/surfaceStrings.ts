/** The words of the surface; the app hands them in, so that the view speaks any language. */

/** The words that the surface shows or tells a screen reader. */
export interface SurfaceStrings {
  /** What the picture is: `loss over w and b, as a surface`. */
  readonly label: (x: string, y: string) => string;
  /** How to turn it: by dragging, by the arrow keys. */
  readonly hint: string;
  /** The button that turns it back. */
  readonly reset: string;
  /** What is seen, to somebody who does not see it. */
  readonly from: (low: string, high: string) => string;
  readonly holes: string;
  readonly path: (name: string, row: number, last: number, x: string, y: string, loss: string) => string;
}
