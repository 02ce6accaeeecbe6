/** How a shape is written beside a value: `2×3`; nothing for a scalar. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `[${shape[0]}]` : shape.join("×");
}

/** How PyTorch writes it: `[2, 3]`. */
export function sizeText(shape: readonly number[]): string {
  return `[${shape.join(", ")}]`;
}
