/** The mark of a sample: each class has a shape of its own, so that no colour needs to be told from another. */
import type { ReactElement } from "react";

export interface MarkerProps {
  /** The place of the class in the list of classes. */
  readonly shape: number;
  readonly x: number;
  readonly y: number;
  /** About half its width, in pixels. */
  readonly size: number;
  readonly hollow?: boolean;
}

/** Outlines of about equal area around the origin, for size 1. */
const shapes: readonly (readonly (readonly [x: number, y: number])[])[] = [
  Array.from({ length: 24 }, (_, i) => [Math.cos((i * Math.PI) / 12), Math.sin((i * Math.PI) / 12)] as const),
  [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  [
    [0, -1.25],
    [1.15, 0.85],
    [-1.15, 0.85],
  ],
  [
    [0, -1.3],
    [1.3, 0],
    [0, 1.3],
    [-1.3, 0],
  ],
  [
    [0, 1.25],
    [1.15, -0.85],
    [-1.15, -0.85],
  ],
  [
    [-0.4, -1.2],
    [0.4, -1.2],
    [0.4, -0.4],
    [1.2, -0.4],
    [1.2, 0.4],
    [0.4, 0.4],
    [0.4, 1.2],
    [-0.4, 1.2],
    [-0.4, 0.4],
    [-1.2, 0.4],
    [-1.2, -0.4],
    [-0.4, -0.4],
  ],
];

/** A mark at a place of the picture. */
export function Marker({ shape, x, y, size, hollow = false }: MarkerProps): ReactElement {
  const outline = shapes[shape % shapes.length] ?? [];
  const points = outline.map(([dx, dy]) => `${(x + dx * size).toFixed(1)},${(y + dy * size).toFixed(1)}`).join(" ");
  return <polygon className={`fit-marker fit-class-${shape}${hollow ? " is-hollow" : ""}`} points={points} />;
}
