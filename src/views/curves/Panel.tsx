/** The lines of one kind on their own scale: what has been is drawn in full, what is still to come faintly. */
import { memo, type ReactElement, useId, useMemo } from "react";
import type { Curve } from "#trace/curves.ts";
import { PlotFrame, type PlotSize, plotArea } from "#ui/PlotFrame.tsx";
import { type PlotAxis, plotScale, shortNumber } from "#ui/plotScale.ts";
import { axisOf, lostFrom, reachOf, troublesOf } from "./axes.ts";
import { endOf, type Mapping, pathOf, shortName, spotAt, spread } from "./drawLine.ts";
import { type Line, leading } from "./lines.ts";
import type { CurvesStrings } from "./strings.ts";

export interface PanelProps {
  readonly kind: Curve["kind"];
  readonly lines: readonly Line[];
  readonly x: PlotAxis;
  readonly size: PlotSize;
  readonly log: boolean;
  readonly position: number;
  /** How many characters of a name stand at the end of its line; 0 for none. */
  readonly nameLength: number;
  readonly strings: CurvesStrings;
}

const labelGap = 14;

export function Panel({ kind, lines, x, size, log, position, nameLength, strings }: PanelProps): ReactElement {
  const clip = useId();
  const y = useMemo(() => axisOf(reachOf(lines), kind, log), [lines, kind, log]);
  const area = plotArea(size);
  const map = useMemo((): Mapping => {
    const room = plotArea(size);
    const [across, up] = [plotScale(x, room.left, room.right), plotScale(y, room.bottom, room.top)];
    return { x: across.at, y: (value) => (y.log && value <= 0 ? Number.NaN : up.at(value)) };
  }, [x, y, size]);
  const now = Math.min(area.right, Math.max(area.left, map.x(position)));
  const heading = headingOf(kind, lines, strings);
  return (
    <div className="curves-panel">
      <div className="curves-heading">
        {heading.kind}
        {heading.name && <code>{heading.name}</code>}
      </div>
      <PlotFrame size={size} x={x} y={y} label={`${heading.kind} ${heading.name}`}>
        {() => (
          <>
            <defs>
              <clipPath id={`${clip}-all`}>
                <rect
                  x={area.left - 2}
                  y={area.top}
                  width={area.right - area.left + 4}
                  height={area.bottom - area.top}
                />
              </clipPath>
              <clipPath id={`${clip}-past`}>
                <rect x={area.left - 2} y={area.top} width={now - area.left + 2} height={area.bottom - area.top} />
              </clipPath>
            </defs>
            <line className="curves-now" x1={now} x2={now} y1={area.top} y2={area.bottom} />
            <Troubles lines={lines} map={map} area={area} log={log} strings={strings} />
            <Drawn lines={lines} map={map} clip={clip} />
            {lines.map((line) => {
              const spot = spotAt(line.iterations, leading(line), position, map);
              return (
                spot && (
                  <circle
                    key={line.id}
                    className="curves-dot"
                    cx={spot.x}
                    cy={spot.y}
                    r={line.own ? 4.5 : 3.5}
                    style={{ fill: line.colour }}
                  />
                )
              );
            })}
            {nameLength > 0 && <Names lines={lines} map={map} area={area} length={nameLength} />}
          </>
        )}
      </PlotFrame>
    </div>
  );
}

function headingOf(
  kind: Curve["kind"],
  lines: readonly Line[],
  strings: CurvesStrings,
): { readonly kind: string; readonly name: string } {
  const title = strings.kinds[kind];
  const own = lines.filter(({ own }) => own);
  const name = kind === "loss" && own.length === 1 ? (own[0]?.name ?? "") : "";
  return { kind: title, name: name.toLowerCase() === title.toLowerCase() ? "" : name };
}

interface DrawnProps {
  readonly lines: readonly Line[];
  readonly map: Mapping;
  readonly clip: string;
}

/** All paths twice: faintly, and up to the cursor in full. They stay as they are while the cursor moves. */
const Drawn = memo(function Drawn({ lines, map, clip }: DrawnProps): ReactElement {
  const paths = lines.map((line) => ({
    line,
    raw: line.smooth ? pathOf(line.iterations, line.values, map) : undefined,
    path: pathOf(line.iterations, leading(line), map),
  }));
  return (
    <>
      {["all", "past"].map((part) => (
        <g key={part} className={`curves-lines is-${part}`} clipPath={`url(#${clip}-${part})`}>
          {paths.map(
            ({ line, raw }) => raw && <path key={line.id} className="is-raw" d={raw} style={{ stroke: line.colour }} />,
          )}
          {paths.map(({ line, path }) => (
            <path key={line.id} d={path} style={{ stroke: line.colour }} strokeDasharray={line.dash || undefined} />
          ))}
        </g>
      ))}
    </>
  );
});

interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface MarksProps {
  readonly lines: readonly Line[];
  readonly map: Mapping;
  readonly area: Area;
}

/** Each line's name where it ends; names that would meet are moved apart. */
function Names({ lines, map, area, length }: MarksProps & { readonly length: number }): ReactElement {
  const ends = lines.flatMap((line) => {
    const end = endOf(line.iterations, leading(line), map);
    return end ? [{ line, end }] : [];
  });
  const heights = spread(
    ends.map(({ end }) => end.y),
    labelGap,
    area.top + 4,
    area.bottom - 4,
  );
  return (
    <g className="curves-names">
      {ends.map(({ line, end }, i) => {
        const height = heights[i] ?? end.y;
        const left = area.right + 10;
        return (
          <g key={line.id}>
            <path
              className="curves-leader"
              d={`M${area.right},${end.y}L${left - 2},${height}`}
              style={{ stroke: line.colour }}
            />
            <text x={left} y={height} dominantBaseline="central" style={{ fill: line.colour }}>
              {shortName(line.name, length)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** A run that has left the numbers says so where it did, so that a gap is not taken for an end. */
function Troubles({
  lines,
  map,
  area,
  log,
  strings,
}: MarksProps & { readonly log: boolean; readonly strings: CurvesStrings }): ReactElement | null {
  const [kind] = lines.map((line) => line.kind);
  // A rate that is NaN is only not known.
  const troubles = kind === "rate" ? [] : troublesOf(lines);
  const lost = kind === "rate" ? undefined : lostFrom(lines);
  const hidden = log && lines.some(({ values }) => Array.prototype.some.call(values, (value: number) => value <= 0));
  const middle = (area.left + area.right) / 2;
  const first = troubles[0] && map.x(troubles[0].iteration);
  return (
    <g className="curves-trouble">
      {lost !== undefined && (
        <rect
          className="curves-lost"
          x={map.x(lost)}
          y={area.top}
          width={Math.max(2, area.right - map.x(lost))}
          height={area.bottom - area.top}
        />
      )}
      {troubles.map(({ what, iteration }) => (
        <path
          key={what}
          d={arrow(map.x(iteration), what === "-inf" ? area.bottom : area.top, what === "-inf" ? -1 : 1)}
        />
      ))}
      {first !== undefined && (
        <text textAnchor={first > middle ? "end" : "start"}>
          {troubles.map(({ what, iteration }, i) => (
            <tspan key={what} x={first > middle ? first - 8 : first + 8} y={area.top + 14 + 15 * i}>
              {what === "nan"
                ? strings.nanFrom(shortNumber(iteration))
                : strings.infinityFrom(what === "inf" ? "∞" : "−∞", shortNumber(iteration))}
            </tspan>
          ))}
        </text>
      )}
      {hidden && (
        <text className="is-note" x={area.right - 6} y={area.bottom - 7} textAnchor="end">
          {strings.notOnLog}
        </text>
      )}
    </g>
  );
}

const arrow = (x: number, y: number, way: 1 | -1): string => `M${x - 5},${y}h10l-5,${7 * way}z`;
