/** The frame of a plot: ticks, faint lines, the names of the axes; what is plotted is the caller's. */
import type { ReactElement, ReactNode } from "react";
import { type PlotAxis, type PlotScale, plotScale } from "./plotScale.ts";
import "./plot.css";

/** The plotted rectangle, in pixels of the picture. */
export interface PlotArea {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface PlotFrameProps {
  readonly size: PlotSize;
  readonly x: PlotAxis;
  readonly y: PlotAxis;
  /** What the plot is, to a screen reader. */
  readonly label: string;
  /** Its rectangle, where it is another than the usual one. */
  readonly area?: PlotArea;
  /** A second vertical axis, whose numbers stand on the right. */
  readonly right?: PlotAxis | undefined;
  /** Sides of the rectangle that are not drawn. */
  readonly hidden?: readonly string[] | undefined;
  /** How much higher the numbers below are because they stand aslant, being too long to stand side by side. */
  readonly slant?: number;
  /** Without lines behind the plot (a map has its own ground). */
  readonly bare?: boolean;
  /** Something in it can be focused: the plot is then a group and not a picture. */
  readonly interactive?: boolean;
  readonly children: (x: PlotScale, y: PlotScale, area: PlotArea) => ReactNode;
}

export interface PlotSize {
  readonly width: number;
  readonly height: number;
}

/** Where a plot of a size has its rectangle: numbers stand left and below. */
export function plotArea({ width, height }: PlotSize): PlotArea {
  return { left: 64, top: 12, right: Math.max(70, width - 14), bottom: Math.max(30, height - 40) };
}

/** Ticks and names around a plotted rectangle; `children` draws inside it, in pixels. */
export function PlotFrame({
  size,
  x,
  y,
  label,
  area = plotArea(size),
  right,
  hidden = [],
  slant = 0,
  bare = false,
  interactive = false,
  children,
}: PlotFrameProps): ReactElement {
  const across = plotScale(x, area.left, area.right);
  const up = plotScale(y, area.bottom, area.top);
  return (
    <svg
      className="plot"
      width={size.width}
      height={size.height}
      role={interactive ? "group" : "img"}
      aria-label={label}
    >
      {!bare && (
        <g className="plot-lines">
          {across.ticks.map(({ value }) => (
            <line key={value} x1={across.at(value)} x2={across.at(value)} y1={area.top} y2={area.bottom} />
          ))}
          {up.ticks.map(({ value }) => (
            <line key={value} x1={area.left} x2={area.right} y1={up.at(value)} y2={up.at(value)} />
          ))}
        </g>
      )}
      {children(across, up, area)}
      <path className="plot-border" d={borderOf(area, hidden)} />
      <g className="plot-ticks">
        {across.ticks.map(({ value, label: text }) => (
          <text
            key={value}
            x={across.at(value)}
            y={area.bottom + 15}
            textAnchor={slant > 0 ? "end" : "middle"}
            transform={slant > 0 ? `rotate(-35 ${across.at(value)} ${area.bottom + 10})` : undefined}
          >
            {text}
          </text>
        ))}
        {up.ticks.map(({ value, label: text }) => (
          <text key={value} x={area.left - 7} y={up.at(value)} textAnchor="end" dominantBaseline="central">
            {text}
          </text>
        ))}
        <text className="plot-name" x={(area.left + area.right) / 2} y={area.bottom + 32 + slant} textAnchor="middle">
          {x.label}
        </text>
        <text
          className="plot-name"
          transform={`translate(12 ${(area.top + area.bottom) / 2}) rotate(-90)`}
          textAnchor="middle"
          dominantBaseline="central"
        >
          {y.label}
        </text>
        {right && <RightSide axis={right} area={area} width={size.width} />}
      </g>
    </svg>
  );
}

/** Numbers and name of a vertical axis on the right. */
function RightSide({ axis, area, width }: { axis: PlotAxis; area: PlotArea; width: number }): ReactElement {
  const up = plotScale(axis, area.bottom, area.top);
  return (
    <>
      {up.ticks.map(({ value, label: text }) => (
        <text key={value} x={area.right + 7} y={up.at(value)} dominantBaseline="central">
          {text}
        </text>
      ))}
      <text
        className="plot-name"
        transform={`translate(${width - 10} ${(area.top + area.bottom) / 2}) rotate(-90)`}
        textAnchor="middle"
        dominantBaseline="central"
      >
        {axis.label}
      </text>
    </>
  );
}

function borderOf({ left, top, right, bottom }: PlotArea, hidden: readonly string[]): string {
  if (hidden.length === 0) return `M${left},${top}H${right}V${bottom}H${left}Z`;
  const sides = {
    left: `M${left},${top}V${bottom}`,
    right: `M${right},${top}V${bottom}`,
    top: `M${left},${top}H${right}`,
    bottom: `M${left},${bottom}H${right}`,
  };
  return Object.entries(sides)
    .map(([side, path]) => (hidden.includes(side) ? "" : path))
    .join("");
}
