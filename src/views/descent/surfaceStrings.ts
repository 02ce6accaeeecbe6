/** The words of the surface; the app hands them in, so that the view speaks any language. */

/** What a surface shows, in numbers that are ready to be read. */
export interface SurfaceSeen {
  readonly x: string;
  readonly y: string;
  readonly loss: string;
  /** The lowest and the highest loss; undefined while none is known. */
  readonly span: readonly [low: string, high: string] | undefined;
  /** In some places the loss is no number. */
  readonly holes: boolean;
  readonly paths: readonly SurfaceSeenPath[];
}

/** Where a path stands. */
export interface SurfaceSeenPath {
  readonly name: string;
  readonly row: number;
  readonly lastRow: number;
  readonly at: readonly [string, string];
  readonly loss: string;
}

/** The words that the surface shows or tells a screen reader. */
export interface SurfaceStrings {
  /** What the picture is: `loss over w and b, as a surface`. */
  readonly label: (x: string, y: string) => string;
  /** How to turn it: by dragging, by the arrow keys. */
  readonly hint: string;
  /** The button that turns it back. */
  readonly reset: string;
  /** What is seen, to somebody who does not see it. */
  readonly description: (seen: SurfaceSeen) => string;
}
