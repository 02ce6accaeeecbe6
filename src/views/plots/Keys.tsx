/** The legend of a plot, and the bar that tells what its colours mean. */
import type { ReactElement } from "react";
import type { Mark, PlotBar, SpaceMark } from "#trace/figure.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { shortNumber } from "#ui/plotScale.ts";
import { dashes, pointSize } from "./CurveMarks.tsx";
import { colourAt, inkOf } from "./ink.ts";
import { labelText } from "./labelText.ts";
import { isStroked, markerPath } from "./markers.ts";
import type { PlotsStrings } from "./strings.ts";

type Named = Extract<Mark | SpaceMark, { readonly label: string }>;

/** The marks that have a label, each with a sample of how it is drawn. */
export function Legend({
  marks,
  strings,
}: {
  readonly marks: readonly (Mark | SpaceMark)[];
  readonly strings: PlotsStrings;
}): ReactElement | null {
  const named = marks.filter((mark): mark is Named => "label" in mark && mark.label !== "");
  if (named.length === 0) return null;
  return (
    <ul className="plots-legend" aria-label={strings.legend}>
      {named.map((mark, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several marks may have one label.
        <li key={i}>
          <svg width="26" height="12" aria-hidden="true" className="plots-ink" style={inkOf(mark.colour)}>
            <Sample mark={mark} />
          </svg>
          {labelText(mark.label)}
        </li>
      ))}
    </ul>
  );
}

function Sample({ mark }: { readonly mark: Named }): ReactElement {
  switch (mark.kind) {
    case "bars":
    case "band":
    case "span":
    case "shapes":
    case "surface":
      return <rect className="plots-fill" x="2" y="1" width="22" height="10" rx="1.5" opacity={mark.alpha} />;
    case "arrows":
      return <path className="plots-curve" d="M2,6H22M17,2.5L22,6L17,9.5" strokeWidth={1.6} />;
    case "points":
      return <Sign marker={mark.marker} />;
    case "line":
    case "rule": {
      const width = mark.width * pointSize;
      return (
        <>
          {mark.dash !== "none" && (
            <path
              className="plots-curve"
              d="M1,6H25"
              strokeWidth={Math.min(6, width)}
              strokeDasharray={dashes(mark.dash, width)}
            />
          )}
          {mark.kind === "line" && mark.marker !== "" && <Sign marker={mark.marker} />}
        </>
      );
    }
    default:
      return mark satisfies never;
  }
}

const Sign = ({ marker }: { readonly marker: string }): ReactElement => (
  <path
    className={isStroked(marker) ? "plots-curve" : "plots-fill"}
    strokeWidth={1.4}
    d={markerPath(marker, 13, 6, 4)}
  />
);

export interface ColourBarProps {
  readonly bar: PlotBar;
  /** The rectangle that it stands beside. */
  readonly room: PlotArea;
  readonly strings: PlotsStrings;
}

export function ColourBar({
  bar: {
    range: [low, high],
    map,
    label,
  },
  room,
  strings,
}: ColourBarProps): ReactElement {
  const steps = map.stepped ? map.stops.length : 16;
  const stops = Array.from({ length: steps }, (_, i) => {
    const colour = colourAt(map, map.stepped ? (i + 0.5) / steps : i / (steps - 1));
    return map.stepped ? `${colour} ${(100 * i) / steps}% ${(100 * (i + 1)) / steps}%` : colour;
  });
  const short = (value: number): string => shortNumber(Number(value.toPrecision(3)));
  const [from, to] = [short(low), short(high)];
  return (
    <div
      className="plots-bar"
      style={{ marginTop: room.top, height: room.bottom - room.top }}
      role="img"
      aria-label={`${labelText(label)} ${strings.colours(from, to)}`.trim()}
    >
      <div className="plots-bar-colours" style={{ background: `linear-gradient(to top, ${stops.join(", ")})` }} />
      <div className="plots-bar-ends">
        <span>{to}</span>
        <span>{short(map.log ? Math.sqrt(low * high) : (low + high) / 2)}</span>
        <span>{from}</span>
      </div>
      {label !== "" && <div className="plots-bar-label">{labelText(label)}</div>}
    </div>
  );
}
