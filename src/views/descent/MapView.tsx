/** A map of the loss over two directions, and the way down on it. */
import { type ReactElement, useEffect, useMemo, useRef, useState } from "react";
import type { Range } from "#geometry/frame.ts";
import { type Grid, valueOn } from "#geometry/grid.ts";
import { type Plane, projectPath } from "#geometry/plane.ts";
import { momentAt } from "#geometry/walk.ts";
import type { Descent } from "#trace/descent.ts";
import { type PlotArea, PlotFrame, plotArea } from "#ui/PlotFrame.tsx";
import { shortNumber } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import { Ground } from "./Ground.tsx";
import { OnPlane } from "./OnPlane.tsx";
import {
  cursorOfRow,
  inArea,
  lossAtRow,
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
import type { OtherPath } from "./Walk.tsx";
import { ZoomButtons } from "./ZoomButtons.tsx";
import "./descent.css";

export interface MapViewProps {
  readonly descent: Descent;
  readonly cursor: number;
  readonly plane: Plane;
  /** What is shown before anybody zooms. */
  readonly ranges: readonly Range[];
  readonly grid: Grid | undefined;
  /** The loss where the path ends, once it is known. */
  readonly endLoss: number | undefined;
  readonly levels: readonly number[];
  readonly labels: readonly [x: string, y: string];
  readonly others: readonly OtherPath[];
  readonly strings: DescentStrings;
  /** Names the plane: another one starts without zoom. */
  readonly home: string;
  /** The part that is seen has changed. */
  readonly onRanges: (ranges: readonly Range[]) => void;
  /** The start was dragged to a place of the plane; absent when it cannot be moved. */
  readonly onStart: ((at: readonly number[], done: boolean) => void) | undefined;
  readonly onMoveTo: (cursor: number) => void;
}

export function MapView(props: MapViewProps): ReactElement {
  const { descent, cursor, plane, grid, endLoss, levels, labels, others, strings, onRanges, onStart, onMoveTo } = props;
  const [room, size] = useSize<HTMLDivElement>();
  const area = plotArea(size);
  const zoom = usePanZoom(room, props.ranges, area, props.home);
  const [xRange = unit, yRange = unit] = zoom.ranges;
  const scaleKey = [xRange, yRange, size].flatMap(Object.values).join();
  const tell = useRef(onRanges);
  tell.current = onRanges;
  // biome-ignore lint/correctness/useExhaustiveDependencies: equal ranges are told once.
  useEffect(() => tell.current([xRange, yRange]), [xRange.low, xRange.high, yRange.low, yRange.high]);
  const path = useMemo(() => projectPath(plane, descent), [plane, descent]);
  const moment = momentAt(descent, plane, cursor);
  const [pointed, setPointed] = useState<Pixel | null>(null);
  const pressed = useRef<Pixel | null>(null);
  const valueAt = ([px, py]: Pixel): readonly number[] => [
    xRange.low + ((px - area.left) / (area.right - area.left)) * (xRange.high - xRange.low),
    yRange.low + ((area.bottom - py) / (area.bottom - area.top)) * (yRange.high - yRange.low),
  ];
  const nearest = pointed ? nearestRow(pointed, path, area, [xRange, yRange]) : undefined;
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
          const place = placeIn(event);
          const from = pressed.current;
          const row = nearestRow(place, path, area, [xRange, yRange]);
          if (!from || Math.hypot(place[0] - from[0], place[1] - from[1]) > 4 || row === undefined) return;
          onMoveTo(cursorOfRow(descent, row));
        }}
      >
        {size.width > 0 && (
          <PlotFrame
            size={size}
            x={{ ...xRange, label: labels[0] }}
            y={{ ...yRange, label: labels[1] }}
            label={strings.map(...labels)}
            bare
            interactive
          >
            {(x, y) => (
              <>
                <clipPath id="descent-clip">
                  <AreaRect area={area} />
                </clipPath>
                <g clipPath="url(#descent-clip)">
                  <AreaRect area={area} className="descent-ground" />
                  {grid && <Ground grid={grid} levels={levels} x={x} y={y} strings={strings} />}
                  <OnPlane
                    descent={descent}
                    plane={plane}
                    path={path}
                    moment={moment}
                    others={others}
                    x={x}
                    y={y}
                    scaleKey={scaleKey}
                  />
                </g>
                {onStart && start && (
                  <Start
                    at={[x.at(start[0] ?? 0), y.at(start[1] ?? 0)]}
                    area={area}
                    axes={2}
                    label={strings.start(placeText(labels, start))}
                    title={strings.startHelp}
                    onMove={([px, py], done) =>
                      onStart([roundedOn(xRange, x.from(px)), roundedOn(yRange, y.from(py))], done)
                    }
                  />
                )}
              </>
            )}
          </PlotFrame>
        )}
      </div>
      {pointed && inArea(pointed, area) && (
        <div className="descent-readout" style={readoutStyle(pointed, area)}>
          {nearest !== undefined && <b>{`${strings.iteration} ${roundOf(descent, nearest)}`}</b>}
          <span>{placeText(labels, nearest === undefined ? valueAt(pointed) : (path[nearest] ?? []))}</span>
          <span>
            {strings.loss}{" "}
            {shortNumber(lossAtRow(descent, nearest) ?? (grid ? valueOn(grid, valueAt(pointed)) : Number.NaN))}
          </span>
        </div>
      )}
      <ZoomButtons zoom={zoom} strings={strings} />
      <p className="descent-here visually-hidden">
        {strings.here(
          placeText(labels, moment.at),
          shortNumber(lossNear(descent, endLoss, grid, moment.row, moment.at)),
        )}
      </p>
    </div>
  );
}

const unit: Range = { low: 0, high: 1 };

function AreaRect({ area, className }: { readonly area: PlotArea; readonly className?: string }): ReactElement {
  return (
    <rect
      className={className}
      x={area.left}
      y={area.top}
      width={area.right - area.left}
      height={area.bottom - area.top}
    />
  );
}

/** So near (pixels) a row of the path is meant. */
const near = 12;

function nearestRow(
  [px, py]: Pixel,
  path: readonly (readonly number[])[],
  area: PlotArea,
  [x, y]: readonly [Range, Range],
): number | undefined {
  const kx = (area.right - area.left) / (x.high - x.low);
  const ky = (area.bottom - area.top) / (y.high - y.low);
  let best: number | undefined;
  let least = near;
  path.forEach(([u = Number.NaN, v = Number.NaN], row) => {
    const far = Math.hypot(area.left + (u - x.low) * kx - px, area.bottom - (v - y.low) * ky - py);
    if (far < least) [best, least] = [row, far];
  });
  return best;
}
