/** Gradients and derivatives as the chain rule writes them: scalars as digits, the rest as small heat maps with their shapes. */
import type { ReactElement, ReactNode } from "react";
import type { Value } from "#trace/events.ts";
import type { Jacobian } from "#trace/replay.ts";
import { formatNumber } from "../value/formatNumber.ts";
import { type Grid, gridOf } from "../value/grid.ts";
import { Heat } from "../value/Heat.tsx";
import { sizeText } from "../value/shapeText.ts";
import { signGlyph, signOfNumber } from "../value/sign.ts";

/** A scalar in the colour of its sign, or a heat map. */
export function Amount({ value, label }: { readonly value: Value; readonly label?: string }): ReactElement {
  const grid = gridOf(value.shape);
  const [x] = value.data;
  if (!grid) return x === undefined ? <span className="chain-number">·</span> : <Digits x={x} value={value} />;
  return <Tile value={value} grid={grid} label={label} />;
}

function Digits({ x, value }: { readonly x: number; readonly value: Value }): ReactElement {
  const sign = signOfNumber(x);
  return (
    <span className={`chain-number is-${sign}`}>
      <span aria-hidden="true">{signGlyph[sign]} </span>
      {formatNumber(x, value.dtype)}
    </span>
  );
}

function Tile({
  value,
  grid,
  label,
}: {
  readonly value: Value;
  readonly grid: Grid;
  readonly label: string | undefined;
}): ReactElement {
  const [width, height] = [grid.columns * grid.cellWidth, grid.rows * grid.cellHeight];
  return (
    <figure className="chain-tile">
      <svg
        width={0.82 * width}
        height={0.82 * height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${label ?? ""} ${sizeText(value.shape)}`}
      >
        <Heat value={value} grid={grid} tone="gradient" x={0} y={0} />
      </svg>
      <figcaption>
        {label && <span>{label} </span>}
        {sizeText(value.shape)}
      </figcaption>
    </figure>
  );
}

/** The op's own derivative: a number, or the matrix of all its partial derivatives. */
export function Derivative({ jacobian, label }: { readonly jacobian: Jacobian; readonly label: string }): ReactElement {
  const { rows, columns, data } = jacobian;
  const [x] = data;
  if (rows === 1 && columns === 1)
    return <span className="chain-number is-local">{x === undefined ? "·" : formatNumber(x)}</span>;
  return <Amount value={{ dtype: "float32", shape: [rows, columns], data }} label={label} />;
}

/** A row of numbers with signs between them: `1 × 3 = 3`. */
export function Row({ children }: { readonly children: ReactNode }): ReactElement {
  return <div className="chain-row">{children}</div>;
}

/** `×`, `+` or `=` between two numbers. */
export function Sign({ children }: { readonly children: ReactNode }): ReactElement {
  return <span className="chain-sign">{children}</span>;
}
