/** What every line says at one iteration, beside the pointer. */
import type { ReactElement } from "react";
import { shortNumber } from "#ui/plotScale.ts";
import { type Line, valueOn } from "./lines.ts";
import { Sample } from "./Sample.tsx";
import type { CurvesStrings } from "./strings.ts";

export interface ReadoutProps {
  readonly lines: readonly Line[];
  readonly iteration: number;
  /** The pixel of the iteration, and how wide the chart is. */
  readonly x: number;
  readonly width: number;
  readonly strings: CurvesStrings;
}

/** A box on that side of the line where there is more room. */
export function Readout({ lines, iteration, x, width, strings }: ReadoutProps): ReactElement {
  const smooth = lines.some((line) => line.smooth);
  const side = x < width / 2 ? { left: x + 12, maxWidth: width - x - 12 } : { right: width - x + 12, maxWidth: x - 12 };
  return (
    <div className="curves-readout" style={side} aria-hidden="true">
      <table>
        <thead>
          <tr>
            <th colSpan={2}>{strings.at(shortNumber(iteration))}</th>
            {smooth && <th>{strings.smoothed}</th>}
            {smooth && <th>{strings.raw}</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.id}>
              <td>
                <Sample colour={line.colour} dash={line.dash} />
              </td>
              <td className="curves-readout-name">{line.name}</td>
              {smooth && <td>{line.smooth ? textOf(valueOn(line, line.smooth, iteration), line, strings) : ""}</td>}
              <td>{textOf(valueOn(line, line.values, iteration), line, strings)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A number as it is read out; a rate that is NaN is only not known. */
export function textOf(value: number | undefined, { kind }: Line, strings: CurvesStrings): string {
  if (value === undefined || (kind === "rate" && Number.isNaN(value))) return strings.unknown;
  return shortNumber(value);
}
