/** The loss over one direction as a curve, with the point walking down it: its tangent is the gradient. */
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import type { Range } from "#geometry/frame.ts";
import { type Grid, valueOn } from "#geometry/grid.ts";
import { type Plane, projectPath } from "#geometry/plane.ts";
import { momentAt } from "#geometry/walk.ts";
import type { Descent } from "#trace/descent.ts";
import { type PlotArea, PlotFrame, plotArea } from "#ui/PlotFrame.tsx";
import { type PlotScale, shortNumber } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import {
  cursorOfRow,
  inArea,
  lossNear,
  type Pixel,
  placeIn,
  placeText,
  readoutStyle,
  roundedOn,
  roundOf,
} from "./places.ts";
import { Start } from "./Start.tsx";
import type { DescentStrings } from "./strings.ts";
import { usePanZoom } from "./usePanZoom.ts";
import { Arrow, type OtherPath, Walk } from "./Walk.tsx";
import { ZoomButtons } from "./ZoomButtons.tsx";
import "./descent.css";

export interface LineViewProps {
  readonly descent: Descent;
  readonly cursor: number;
  readonly plane: Plane;
  readonly ranges: readonly Range[];
  /** A grid of one row. */
  readonly grid: Grid | undefined;
  /** The loss where the path ends, once it is known. */
  readonly endLoss: number | undefined;
  readonly label: string;
  readonly lossLabel: string;
  readonly others: readonly OtherPath[];
  readonly strings: DescentStrings;
  readonly home: string;
  readonly onRanges: (ranges: readonly Range[]) => void;
  readonly onStart: ((at: readonly number[], done: boolean) => void) | undefined;
  readonly onMoveTo: (cursor: number) => void;
}

export function LineView(props: LineViewProps): ReactElement {
  const { descent, cursor, plane, grid, endLoss, label, lossLabel, others, strings, onRanges, onStart, onMoveTo } =
    props;
  const [room, size] = useSize<HTMLDivElement>();
  const area = plotArea(size);
  const zoom = usePanZoom(room, props.ranges, area, props.home);
  const [range = unit] = zoom.ranges;
  const tell = useRef(onRanges);
  tell.current = onRanges;
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal ranges are told once.
  useEffect(() => tell.current([range]), [range.low, range.high]);
  const path = useMemo(() => projectPath(plane, descent), [plane, descent]);
  const losses = useMemo(
    () => path.map((at, row) => lossNear(descent, endLoss, grid, row, at)),
    [path, descent, endLoss, grid],
  );
  const heights = useMemo(() => heightsOf(grid, range, path, losses), [grid, range, path, losses]);
  const moment = momentAt(descent, plane, cursor);
  const here = lossNear(descent, endLoss, grid, moment.row, moment.at);
  const [pointed, setPointed] = useState<Pixel | null>(null);
  const pressed = useRef<Pixel | null>(null);
  const key = [range.low, range.high, heights.low, heights.high, size.width, size.height].join();
  const valueAt = (px: number): number =>
    range.low + ((px - area.left) / (area.right - area.left)) * (range.high - range.low);
  const [slope] = moment.gradient ?? [];
  const start = path[0];

  return (
    <div className="descent-picture">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what a click does here, the timeline and the table do by keyboard. */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the same. */}
      <div
        className="descent-room"
        ref={room}
        onPointerMove={(event) => setPointed(placeIn(event))}
        onPointerLeave={() => setPointed(null)}
        onPointerDownCapture={(event) => {
          pressed.current = placeIn(event);
        }}
        onClick={(event) => {
          const [px, py] = placeIn(event);
          const from = pressed.current;
          if (!from || Math.hypot(px - from[0], py - from[1]) > 4 || !inArea([px, py], area)) return;
          const at = valueAt(px);
          let best = 0;
          path.forEach(([u = Number.NaN], row) => {
            if (Math.abs(u - at) < Math.abs((path[best]?.[0] ?? Number.NaN) - at)) best = row;
          });
          onMoveTo(cursorOfRow(descent, best));
        }}
      >
        {size.width > 0 && (
          <PlotFrame
            size={size}
            x={{ ...range, label }}
            y={{ ...heights, label: lossLabel }}
            label={strings.line(label)}
            interactive
          >
            {(x, y) => {
              const at: Pixel = [x.at(moment.at[0] ?? Number.NaN), y.at(here)];
              const next = moment.next === undefined ? undefined : path[moment.next]?.[0];
              return (
                <>
                  <clipPath id="descent-line-clip">
                    <rect x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top} />
                  </clipPath>
                  <g clipPath="url(#descent-line-clip)">
                    {grid && <Curve grid={grid} x={x} y={y} />}
                    {others.map((other) => (
                      <On
                        key={other.id}
                        path={other.points}
                        losses={other.losses}
                        row={Math.min(moment.row, other.points.length - 1)}
                        at={undefined}
                        x={x}
                        y={y}
                        scaleKey={key}
                        colour={other.colour}
                        dash={other.dash}
                      />
                    ))}
                    <On path={path} losses={losses} row={moment.row} at={at} x={x} y={y} scaleKey={key} />
                    {slope !== undefined && Number.isFinite(at[1]) && (
                      <Tangent at={at} slope={(slope * (y.at(1) - y.at(0))) / (x.at(1) - x.at(0))} />
                    )}
                    {next !== undefined && <Arrow from={at} by={[x.at(next) - at[0], 0]} className="descent-step" />}
                    {Number.isFinite(at[0]) && Number.isFinite(at[1]) && (
                      <g transform={`translate(${at[0]} ${at[1]})`} className="descent-point">
                        <circle className="descent-point-halo" r={9} />
                        <circle r={5.5} />
                      </g>
                    )}
                  </g>
                  {onStart && start && (
                    <Start
                      at={[x.at(start[0] ?? 0), inside(y.at(losses[0] ?? Number.NaN), area)]}
                      area={area}
                      axes={1}
                      label={strings.start(placeText([label], start))}
                      title={strings.startHelp}
                      onMove={([px], done) => onStart([roundedOn(range, x.from(px))], done)}
                    />
                  )}
                </>
              );
            }}
          </PlotFrame>
        )}
      </div>
      {slope !== undefined && (
        <div className="descent-facts">
          <span className="descent-fact-gradient">{strings.slope(shortNumber(slope))}</span>
          {moment.next !== undefined && (
            <span className="descent-fact-step">
              {strings.stepSize(shortNumber((path[moment.next]?.[0] ?? Number.NaN) - (moment.at[0] ?? 0)))}
            </span>
          )}
        </div>
      )}
      {pointed && inArea(pointed, area) && (
        <div className="descent-readout" style={readoutStyle(pointed, area)}>
          <span>{placeText([label], [valueAt(pointed[0])])}</span>
          <span>
            {lossLabel} {shortNumber(grid ? valueOn(grid, [valueAt(pointed[0])]) : Number.NaN)}
          </span>
        </div>
      )}
      <ZoomButtons zoom={zoom} strings={strings} />
      <p className="descent-here visually-hidden">
        {`${strings.iteration} ${roundOf(descent, Math.floor(moment.row))}: ${strings.here(placeText([label], moment.at), shortNumber(here))}`}
      </p>
    </div>
  );
}

/** A start whose loss is not seen, or no number, stands at the edge. */
function inside(y: number, { top, bottom }: PlotArea): number {
  return Number.isNaN(y) ? bottom : Math.min(bottom, Math.max(top, y));
}

const unit: Range = { low: 0, high: 1 };

interface OnProps {
  readonly path: readonly (readonly number[])[];
  readonly losses: readonly number[];
  readonly row: number;
  readonly at: Pixel | undefined;
  readonly x: PlotScale;
  readonly y: PlotScale;
  readonly scaleKey: string;
  readonly colour?: string;
  readonly dash?: string;
}

/** A path on the curve; the way between two rows is the chord, because that is what a step jumps over. */
function On({ path, losses, row, at, x, y, scaleKey, ...look }: OnProps): ReactElement {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells when the scales are others.
  const pixels = useMemo(
    () => path.map(([u = Number.NaN], i): Pixel => [x.at(u), y.at(losses[i] ?? Number.NaN)]),
    [path, losses, scaleKey],
  );
  return <Walk pixels={pixels} row={row} at={at ?? pixels[Math.floor(row)] ?? [Number.NaN, Number.NaN]} {...look} />;
}

function Curve({ grid, x, y }: { readonly grid: Grid; readonly x: PlotScale; readonly y: PlotScale }): ReactElement {
  const { low, high } = grid.ranges[0] ?? unit;
  let path = "";
  let pen = "M";
  grid.values.forEach((value, i) => {
    if (Number.isFinite(value))
      path += `${pen}${x.at(low + ((i + 0.5) / grid.columns) * (high - low)).toFixed(1)},${Math.max(-1e5, Math.min(1e5, y.at(value))).toFixed(1)}`;
    pen = Number.isFinite(value) ? "L" : "M";
  });
  return <path className="descent-curve" d={path} />;
}

/** Half the length of the drawn tangent, in pixels. */
const reach = 84;

function Tangent({ at, slope }: { readonly at: Pixel; readonly slope: number }): ReactElement {
  const length = Math.hypot(1, slope);
  const [dx, dy] = [reach / length, (reach * slope) / length];
  return <line className="descent-tangent" x1={at[0] - dx} y1={at[1] - dy} x2={at[0] + dx} y2={at[1] + dy} />;
}

/** Heights that show the path and the curve above it; the ends of a steep curve may leave the picture. */
function heightsOf(
  grid: Grid | undefined,
  range: Range,
  path: readonly (readonly number[])[],
  losses: readonly number[],
): Range {
  const met = losses.filter((loss, row) => {
    const at = path[row]?.[0] ?? Number.NaN;
    return Number.isFinite(loss) && at >= range.low && at <= range.high;
  });
  const { low: from = 0, high: to = 1 } = grid?.ranges[0] ?? {};
  const ground = [...(grid?.values ?? [])].filter((value, i) => {
    const at = from + ((i + 0.5) / (grid?.columns ?? 1)) * (to - from);
    return Number.isFinite(value) && at >= range.low && at <= range.high;
  });
  const all = [...met, ...ground];
  if (all.length === 0) return { low: 0, high: 1 };
  const low = all.reduce((a, b) => Math.min(a, b));
  const top = all.reduce((a, b) => Math.max(a, b));
  const highest = met.reduce((a, b) => Math.max(a, b), low);
  const high = highest > low ? Math.min(top, low + 2.2 * (highest - low)) : top;
  const room = high > low ? 0.06 * (high - low) : 1;
  return { low: low - room, high: high + room };
}
