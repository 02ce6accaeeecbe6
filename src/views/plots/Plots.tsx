/** The figures that the program had shown by the cursor, the newest first. */
import { memo, type ReactElement, useMemo } from "react";
import type { Figure } from "#trace/figure.ts";
import { plotsAt, type Story } from "#trace/story.ts";
import { AxesView } from "./AxesView.tsx";
import { labelText } from "./labelText.ts";
import type { PlotsStrings } from "./strings.ts";
import "./plots.css";

export interface PlotsProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: PlotsStrings;
  readonly hoveredLine: number | undefined;
  readonly onHoverLine: (line: number | null) => void;
  readonly onGoToLine: (line: number) => void;
}

export function Plots({ story, cursor, strings, hoveredLine, onHoverLine, onGoToLine }: PlotsProps): ReactElement {
  const events = plotsAt(story, cursor);
  // A figure that was shown again is the same figure, as it is now.
  const shown = useMemo(
    () =>
      [...new Map(events.map((event) => [event.figure.number, event])).values()].sort(
        (a, b) => b.figure.number - a.figure.number,
      ),
    [events],
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="plots" aria-label={strings.title} tabIndex={0}>
      {shown.length === 0 && <p className="plots-none">{strings.none}</p>}
      {shown.map(({ figure, line }) => (
        <FigureView
          key={figure.number}
          figure={figure}
          line={line}
          lit={line > 0 && line === hoveredLine}
          several={shown.length > 1}
          strings={strings}
          onHoverLine={onHoverLine}
          onGoToLine={onGoToLine}
        />
      ))}
    </section>
  );
}

interface FigureViewProps extends Pick<PlotsProps, "strings" | "onHoverLine" | "onGoToLine"> {
  readonly figure: Figure;
  readonly line: number;
  readonly lit: boolean;
  readonly several: boolean;
}

/** An inch of a figure, in pixels of the page. */
const inch = 104;

const FigureView = memo(function FigureView(props: FigureViewProps): ReactElement {
  const { figure, line, lit, several, strings, onHoverLine, onGoToLine } = props;
  const name = labelText(figure.title) || strings.figure(figure.number);
  const [wide, high] = [figure.width / figure.columns, figure.height / figure.rows];
  return (
    <figure
      className={lit ? "plots-figure is-lit" : "plots-figure"}
      style={{ maxWidth: Math.max(420, figure.width * inch) }}
      aria-label={name}
      onPointerEnter={() => onHoverLine(line > 0 ? line : null)}
      onPointerLeave={() => onHoverLine(null)}
    >
      <figcaption className="plots-caption">
        <h2 className={several || figure.title !== "" ? undefined : "visually-hidden"}>{name}</h2>
        {line > 0 && (
          <button type="button" className="plots-line" title={strings.goToLine(line)} onClick={() => onGoToLine(line)}>
            {strings.line(line)}
          </button>
        )}
      </figcaption>
      <div
        className={figure.axes.every(({ frame }) => !frame) ? "plots-grid is-images" : "plots-grid"}
        style={{
          gridTemplateColumns: `repeat(${figure.columns}, minmax(0, 1fr))`,
          // Of many columns a plot may take several: the gaps between them are not for it.
          columnGap: Math.min(20, 80 / figure.columns),
        }}
      >
        {figure.axes.map((axes) => (
          <AxesView
            key={`${axes.row},${axes.column},${axes.rowSpan},${axes.columnSpan}`}
            axes={axes}
            shape={(wide * axes.columnSpan) / (high * axes.rowSpan)}
            strings={strings}
          />
        ))}
      </div>
    </figure>
  );
});
