/** The numbers behind a plot, folded away: for reading aloud, for checking, for copying into another program. */
import { type ReactElement, useState } from "react";
import "./plot.css";

export interface PlotDataStrings {
  readonly data: string;
  readonly copy: string;
  readonly copied: string;
  readonly more: (rows: number) => string;
}

export interface PlotDataProps {
  readonly columns: readonly string[];
  /** Called only once somebody opens the table. */
  readonly rows: () => readonly (readonly (number | string)[])[];
  /** The row that belongs to the cursor. */
  readonly current?: number | undefined;
  readonly strings: PlotDataStrings;
}

/** More rows than this are not put on the page; copying takes all of them. */
const shown = 500;

/** A table that opens on demand and can be copied whole as tab-separated text. */
export function PlotData({ columns, rows, current, strings }: PlotDataProps): ReactElement {
  const [open, setOpen] = useState(false);
  const [copied, setCopied] = useState(false);
  const all = open ? rows() : [];
  const first = all.length <= shown ? 0 : Math.max(0, Math.min(all.length - shown, (current ?? 0) - shown / 2));
  const copy = async (): Promise<void> => {
    const lines = [columns, ...rows()].map((row) => row.join("\t"));
    try {
      await navigator.clipboard.writeText(lines.join("\n"));
      setCopied(true);
    } catch {
      // Without permission nothing is copied; the table itself can still be selected.
      setCopied(false);
    }
  };
  return (
    <details className="plot-data" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{strings.data}</summary>
      {open && (
        <>
          <button type="button" className="button plot-data-copy" onClick={() => void copy()}>
            {copied ? strings.copied : strings.copy}
          </button>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
          <section className="plot-data-room" tabIndex={0} aria-label={strings.data}>
            <table>
              <thead>
                <tr>
                  {columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {all.slice(first, first + shown).map((row, i) => (
                  <tr key={row[0]} aria-current={first + i === current ? "true" : undefined}>
                    {row.map((cell, k) => (
                      <td key={columns[k]}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
          {all.length > shown && <p className="plot-data-more">{strings.more(all.length - shown)}</p>}
        </>
      )}
    </details>
  );
}
