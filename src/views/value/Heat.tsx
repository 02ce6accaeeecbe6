/** A vector or matrix as coloured cells, with digits where there is room; a cell tells its number when pointed at. */
import { memo, type ReactElement, useState } from "react";
import type { Value } from "#trace/events.ts";
import { formatNumber, formatShort } from "./formatNumber.ts";
import { type Cell, cellsOf, type Grid, magnitudeOf } from "./grid.ts";

export interface HeatProps {
  readonly value: Value;
  readonly grid: Grid;
  /** Values are quiet (accent and ink), gradients speak by the hue of their sign. */
  readonly tone: "value" | "gradient";
  readonly x: number;
  readonly y: number;
}

const levels = 6;

export const Heat = memo(function Heat({ value, grid, tone, x, y }: HeatProps): ReactElement {
  const [pointed, setPointed] = useState<Cell | undefined>(undefined);
  const { cellWidth: w, cellHeight: h } = grid;
  const cells = cellsOf(value, grid);
  const most = magnitudeOf(value);
  return (
    <g
      className={`heat heat-${tone}`}
      transform={`translate(${x},${y})`}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const column = Math.floor(((event.clientX - box.left) / box.width) * grid.columns);
        const row = Math.floor(((event.clientY - box.top) / box.height) * grid.rows);
        setPointed(cells.find((cell) => cell.row === row && cell.column === column));
      }}
      onPointerLeave={() => setPointed(undefined)}
    >
      {[...bucketsOf(cells, most, grid)].map(([name, bucket]) => (
        <path key={name} className={`heat-${bucket.sign}`} fillOpacity={bucket.opacity} d={bucket.path} />
      ))}
      {grid.digits &&
        cells.map((cell) => (
          <text
            key={cell.row * grid.columns + cell.column}
            className={Number.isFinite(cell.x) ? "heat-digits" : "heat-digits is-odd"}
            x={(cell.column + 0.5) * w}
            y={(cell.row + 0.5) * h}
          >
            {formatShort(cell.x, value.dtype, grid.cellWidth > 60 ? 8 : 5)}
          </text>
        ))}
      {pointed && <Tip cell={pointed} grid={grid} text={`${pointed.index} ${formatNumber(pointed.x, value.dtype)}`} />}
    </g>
  );
});

function Tip({ cell, grid, text }: { readonly cell: Cell; readonly grid: Grid; readonly text: string }): ReactElement {
  const width = text.length * 7.3 + 16;
  const left = (cell.column + 0.5) * grid.cellWidth - width / 2;
  const top = cell.row * grid.cellHeight - 28;
  return (
    <g className="heat-tip" pointerEvents="none">
      <rect
        className="heat-pointed"
        x={cell.column * grid.cellWidth}
        y={cell.row * grid.cellHeight}
        width={grid.cellWidth - 1}
        height={grid.cellHeight - 1}
        rx={3}
      />
      <rect className="heat-tip-box" x={left} y={top} width={width} height={22} rx={6} />
      <text x={left + width / 2} y={top + 11}>
        {text}
      </text>
    </g>
  );
}

interface Bucket {
  readonly sign: "up" | "down" | "zero" | "odd";
  readonly opacity: number;
  path: string;
}

/** Cells of one colour share one path: a matrix costs a dozen elements, not a hundred. */
function bucketsOf(cells: readonly Cell[], most: number, grid: Grid): ReadonlyMap<string, Bucket> {
  const buckets = new Map<string, Bucket>();
  const { cellWidth: w, cellHeight: h } = grid;
  for (const { row, column, x } of cells) {
    const sign = Number.isFinite(x) ? (x > 0 ? "up" : x < 0 ? "down" : "zero") : "odd";
    const level = sign === "odd" || sign === "zero" || most === 0 ? 0 : Math.ceil((Math.abs(x) / most) * levels);
    const name = `${sign}${level}`;
    let bucket = buckets.get(name);
    if (!bucket) {
      bucket = {
        sign,
        opacity: sign === "odd" ? 0.3 : sign === "zero" ? 0.5 : 0.06 + (0.5 * level) / levels,
        path: "",
      };
      buckets.set(name, bucket);
    }
    bucket.path += cellPath(column * w, row * h, w - 1, h - 1);
  }
  return buckets;
}

const cellPath = (x: number, y: number, w: number, h: number): string =>
  `M${x + 2},${y}h${w - 4}q2,0 2,2v${h - 4}q0,2 -2,2h${4 - w}q-2,0 -2,-2v${4 - h}q0,-2 2,-2z`;
