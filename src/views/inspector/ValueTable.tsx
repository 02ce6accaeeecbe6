/** A tensor's numbers as a small table: the digits that PyTorch prints, on the colours of the picture. */
import type { CSSProperties, ReactElement } from "react";
import type { Value } from "#trace/events.ts";
import { cellsOf, type Grid, gridOf, magnitudeOf } from "../value/grid.ts";
import { signGlyph, signOfNumber } from "../value/sign.ts";
import { tensorDigits } from "../value/tensorDigits.ts";

export interface ValueTableProps {
  readonly value: Value;
  readonly tone: "value" | "gradient";
  readonly sampled: (shape: string) => string;
  /** What the table is, for a screen reader. */
  readonly label: string;
}

const mostRows = 8;
const mostColumns = 6;

export function ValueTable({ value, tone, sampled, label }: ValueTableProps): ReactElement {
  const whole = gridOf(value.shape);
  if (!whole) return <Scalar value={value} tone={tone} />;
  const [allRows, allColumns] = whole.of;
  const grid: Grid = { ...whole, rows: Math.min(allRows, mostRows), columns: Math.min(allColumns, mostColumns) };
  const cells = cellsOf(value, grid);
  const digits = tensorDigits(
    cells.map((cell) => cell.x),
    value.dtype,
  );
  const most = magnitudeOf(value);
  const partial = grid.rows < allRows || grid.columns < allColumns;
  if (cells.length === 0) return <p className="inspector-scalar">[ ]</p>;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className="value-scroll" tabIndex={0} aria-label={label}>
        <table className={`value-table tone-${tone}`}>
          <tbody>
            {Array.from({ length: grid.rows }, (_, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its index.
              <tr key={row}>
                {cells.map((cell, i) =>
                  cell.row === row ? (
                    <td
                      key={cell.index}
                      title={cell.index}
                      className={`cell-${signOfNumber(cell.x)}`}
                      style={weight(cell.x, most)}
                    >
                      {digits[i]}
                    </td>
                  ) : null,
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {partial && <p className="inspector-note">{sampled(value.shape.join("×"))}</p>}
    </>
  );
}

const weight = (x: number, most: number): CSSProperties =>
  ({
    "--weight": `${most === 0 || !Number.isFinite(x) ? 0 : Math.round(8 + (Math.abs(x) / most) * 42)}%`,
  }) as CSSProperties;

function Scalar({ value, tone }: { readonly value: Value; readonly tone: "value" | "gradient" }): ReactElement {
  const [x] = value.data;
  const sign = signOfNumber(x ?? 0);
  const text = x === undefined ? "" : tensorDigits([x], value.dtype)[0];
  return (
    <p className={`inspector-scalar tone-${tone} sign-${sign}`}>
      {tone === "gradient" && <span aria-hidden="true">{signGlyph[sign]}</span>}
      {text}
    </p>
  );
}
