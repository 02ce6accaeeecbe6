/** What stands around a plot of any kind: its title, its legend, the bar of its colours, and the table of its numbers. */
import type { ReactElement, ReactNode } from "react";
import type { Mark, PlotAxes, SpaceMark } from "#trace/figure.ts";
import { PlotData } from "#ui/PlotData.tsx";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import type { PlotTable } from "./dataRows.ts";
import { ColourBar, Legend } from "./Keys.tsx";
import { labelText } from "./labelText.ts";
import type { PlotsStrings } from "./strings.ts";

export interface AxesViewProps {
  readonly axes: PlotAxes;
  /** Width by height of its place in the figure. */
  readonly shape: number;
  readonly strings: PlotsStrings;
}

interface ShellProps {
  readonly axes: PlotAxes;
  /** What the legend names. */
  readonly marks: readonly (Mark | SpaceMark)[];
  readonly table: PlotTable;
  /** The rectangle that the bar of colours stands beside. */
  readonly room: PlotArea;
  readonly strings: PlotsStrings;
  readonly children: ReactNode;
}

/** The plot itself stands in the middle. */
export function AxesShell({ axes, marks, table, room, strings, children }: ShellProps): ReactElement {
  const { row, column, rowSpan, columnSpan } = axes;
  return (
    <div
      className="plots-axes"
      style={{ gridArea: `${3 * row + 1} / ${column + 1} / span ${3 * rowSpan} / span ${columnSpan}` }}
    >
      <div className="plots-head">
        {axes.title !== "" && <h3 className="plots-axes-title">{labelText(axes.title)}</h3>}
        <Legend marks={marks} strings={strings} />
      </div>
      <div className="plots-row">
        {children}
        {axes.bar && <ColourBar bar={axes.bar} room={room} strings={strings} />}
      </div>
      <PlotData columns={table.columns} rows={table.rows} strings={strings.table} />
    </div>
  );
}
