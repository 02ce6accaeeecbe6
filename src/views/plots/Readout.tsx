/** What is under the pointer, in numbers. */
import type { ReactElement } from "react";
import type { PlotAxes } from "#trace/figure.ts";
import type { PlotSize } from "#ui/PlotFrame.tsx";
import { labelText } from "./labelText.ts";
import type { Reading } from "./nearest.ts";
import type { PlotsStrings } from "./strings.ts";

export interface ReadoutProps {
  readonly reading: Reading;
  readonly axes: PlotAxes;
  readonly size: PlotSize;
  readonly strings: PlotsStrings;
}

/** The numbers of one place, beside it. */
export function Readout({
  reading: { mark, x, y, z, name, value, left, top },
  axes,
  size,
  strings,
}: ReadoutProps): ReactElement {
  const side = left > size.width / 2 ? { right: size.width - left + 10 } : { left: left + 10 };
  const level = Math.max(2, Math.min(size.height - (z === undefined ? 64 : 84), top - 20));
  return (
    <>
      <div className="plots-spot" style={{ left, top }} />
      <dl className="plots-readout" style={{ ...side, top: level }}>
        {"label" in mark && mark.label !== "" && <div className="plots-readout-name">{labelText(mark.label)}</div>}
        {name !== undefined ? (
          <div>{labelText(name)}</div>
        ) : (
          <>
            <div>
              <dt>{labelText(axes.xLabel) || "x"}</dt>
              <dd>{x}</dd>
            </div>
            <div>
              <dt>{labelText(axes.yLabel) || "y"}</dt>
              <dd>{y}</dd>
            </div>
          </>
        )}
        {z !== undefined && (
          <div>
            <dt>{labelText(axes.space?.zLabel ?? "") || "z"}</dt>
            <dd>{z}</dd>
          </div>
        )}
        {value !== undefined && (
          <div>
            <dt>{labelText(axes.bar?.label ?? "") || strings.value}</dt>
            <dd>{value}</dd>
          </div>
        )}
      </dl>
    </>
  );
}
