/** A flat plot: frame, marks, and what is under the pointer. */
import { type PointerEvent, type ReactElement, useId, useMemo, useState } from "react";
import type { Mark, PlotAxes } from "#trace/figure.ts";
import { type PlotArea, PlotFrame, type PlotSize, plotArea } from "#ui/PlotFrame.tsx";
import { type PlotAxis, plotScale } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import { Arrows, Words } from "./ArrowMarks.tsx";
import { AxesShell, type AxesViewProps } from "./AxesShell.tsx";
import { ContourMark } from "./ContourMark.tsx";
import { Band, Curve, Rule, Span } from "./CurveMarks.tsx";
import { nameOf, tableOf } from "./dataRows.ts";
import { ImageLayer } from "./ImageLayer.tsx";
import { labelText } from "./labelText.ts";
import { axisOf } from "./limits.ts";
import { type Mapping, mappingOf } from "./mapping.ts";
import { nearestAt, type Reading } from "./nearest.ts";
import { Bars, Points } from "./PointMarks.tsx";
import { Readout } from "./Readout.tsx";
import { Shapes } from "./ShapeMarks.tsx";

/** Before the plot stands on the page. */
const usualSize: PlotSize = { width: 480, height: 320 };

/** Two axes, and what is drawn between them. */
export function FlatView({ axes, shape, strings }: AxesViewProps): ReactElement {
  const [room, measured] = useSize<HTMLDivElement>();
  const size = measured.width > 0 ? measured : usualSize;
  // The plot of the second vertical axis: another one over the same places.
  const over = useMemo(() => axes.right && { ...axes, ...axes.right }, [axes]);
  const all = useMemo(() => (over ? { ...axes, marks: [...axes.marks, ...over.marks] } : axes), [axes, over]);
  const [x, y] = useMemo(() => [axisOf(all, "x"), axisOf(axes, "y")], [axes, all]);
  const right = useMemo(() => over && axisOf(over, "y"), [over]);
  const slant = slantOf(x, size.width);
  const area = useMemo(() => areaOf(axes, size, x, y, slant), [axes, size, x, y, slant]);
  const map = useMemo(
    () => mappingOf(plotScale(x, area.left, area.right), plotScale(y, area.bottom, area.top)),
    [x, y, area],
  );
  const mapOver = useMemo(
    () => right && { ...map, y: mappingOf(plotScale(x, 0, 1), plotScale(right, area.bottom, area.top)).y },
    [map, x, right, area],
  );
  const [reading, setReading] = useState<Reading>();
  const table = useMemo(() => tableOf(all, strings), [all, strings]);
  const marks = useMemo(
    () => (
      <>
        <Marks marks={axes.marks} map={map} area={area} />
        {over && mapOver && <Marks marks={over.marks} map={mapOver} area={area} />}
      </>
    ),
    [axes, over, map, mapOver, area],
  );
  const grounded = axes.marks.some((mark) => mark.kind === "image" || (mark.kind === "contour" && mark.filled));
  const names = [...new Set(all.marks.map((mark) => nameOf(mark, strings)))].slice(0, 8).join(", ");
  const read = (event: PointerEvent<HTMLDivElement>): void => {
    const box = event.currentTarget.getBoundingClientRect();
    const [left, top] = [event.clientX - box.left, event.clientY - box.top];
    const found = [nearestAt(axes, map, left, top), over && mapOver && nearestAt(over, mapOver, left, top)];
    const far = (one: Reading): number => Math.hypot(one.left - left, one.top - top);
    setReading(found.filter((one) => one !== undefined).sort((a, b) => far(a) - far(b))[0]);
  };
  return (
    <AxesShell
      axes={axes}
      marks={[...(axes.legend ? (axes.keys ?? axes.marks) : []), ...(over?.legend ? over.marks : [])]}
      table={table}
      room={area}
      strings={strings}
    >
      <div
        ref={room}
        className={grounded ? "plots-room plots-grounded" : "plots-room"}
        style={{ aspectRatio: shape }}
        onPointerMove={read}
        onPointerDown={read}
        onPointerLeave={() => setReading(undefined)}
      >
        <ImageLayer marks={axes.marks} map={map} area={area} />
        <PlotFrame
          size={size}
          x={x}
          y={y}
          area={area}
          right={right}
          slant={slant}
          hidden={axes.hidden}
          label={strings.plot(labelText(axes.title), names)}
          bare={!axes.grid}
        >
          {() => marks}
        </PlotFrame>
        {reading && (
          <Readout
            reading={reading}
            axes={over?.marks.some((mark) => mark === reading.mark) ? over : axes}
            size={size}
            strings={strings}
          />
        )}
      </div>
    </AxesShell>
  );
}

interface MarksProps {
  readonly marks: readonly Mark[];
  readonly map: Mapping;
  readonly area: PlotArea;
}

function Marks({ marks, map, area }: MarksProps): ReactElement {
  const clip = useId();
  const drawn = inOrder(marks);
  return (
    <>
      <clipPath id={clip}>
        <rect x={area.left} y={area.top} width={area.right - area.left} height={area.bottom - area.top} />
      </clipPath>
      <g clipPath={`url(#${clip})`}>
        {drawn.map((mark, i) =>
          mark.kind === "text" ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place in the program.
            <OneMark key={i} mark={mark} map={map} area={area} />
          ),
        )}
      </g>
      {/* Words may stand across the edge. */}
      {drawn.map((mark, i) =>
        // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its place in the program.
        mark.kind === "text" ? <Words key={i} mark={mark} map={map} area={area} /> : null,
      )}
    </>
  );
}

/** What lies under what, as in matplotlib; among equals, the order of the program. */
const layers = {
  image: 0,
  contour: 1,
  points: 1,
  bars: 1,
  band: 1,
  span: 1,
  shapes: 1,
  arrows: 1,
  line: 2,
  rule: 2,
  text: 3,
} as const;

const inOrder = (marks: readonly Mark[]): readonly Mark[] => [...marks].sort((a, b) => layers[a.kind] - layers[b.kind]);

function OneMark({
  mark,
  map,
  area,
}: {
  readonly mark: Mark;
  readonly map: Mapping;
  readonly area: PlotArea;
}): ReactElement | null {
  switch (mark.kind) {
    case "line":
      return <Curve mark={mark} map={map} />;
    case "points":
      return <Points mark={mark} map={map} />;
    case "bars":
      return <Bars mark={mark} map={map} />;
    case "band":
      return <Band mark={mark} map={map} />;
    case "rule":
      return <Rule mark={mark} map={map} area={area} />;
    case "span":
      return <Span mark={mark} map={map} area={area} />;
    case "arrows":
      return <Arrows mark={mark} map={map} area={area} />;
    case "contour":
      return <ContourMark mark={mark} map={map} />;
    case "shapes":
      return <Shapes mark={mark} map={map} />;
    case "image":
    case "text":
      return null;
    default:
      return mark satisfies never;
  }
}

/** A letter of a tick, roughly. */
const letter = 6.8;

/** How much more room names below need aslant; none where they fit side by side. */
function slantOf({ ticks = [] }: PlotAxis, width: number): number {
  const long = letter * Math.max(0, ...ticks.map(({ label }) => label.length));
  return ticks.length > 1 && long + 6 > (width - 60) / ticks.length ? Math.min(90, long * Math.sin(0.61)) : 0;
}

/** Where the plot has its rectangle: all of the room without a frame, and units of one length where they must be. */
function areaOf(axes: PlotAxes, size: PlotSize, x: PlotAxis, y: PlotAxis, slant: number): PlotArea {
  const usual = plotArea(size);
  const area = !axes.frame
    ? { left: 2, top: 2, right: size.width - 2, bottom: size.height - 2 }
    : {
        ...usual,
        // Without a name beside it the numbers have room enough in less.
        // The first of the names that stand aslant reaches to the left.
        left: Math.max(axes.yLabel === "" ? 46 : usual.left, Math.min(size.width * 0.3, slant * 1.4)),
        right: axes.right ? size.width - (axes.right.yLabel === "" ? 46 : 64) : usual.right,
        bottom: (axes.xLabel === "" ? size.height - 24 : usual.bottom) - slant,
      };
  if (!axes.equal || x.log || y.log) return area;
  const [wide, high] = [area.right - area.left, area.bottom - area.top];
  const unit = Math.min(wide / Math.abs(x.high - x.low), high / Math.abs(y.high - y.low));
  const [w, h] = [unit * Math.abs(x.high - x.low), unit * Math.abs(y.high - y.low)];
  if (!(w >= 8 && h >= 8)) return area;
  const left = area.left + (wide - w) / 2;
  return { left, top: area.top, right: left + w, bottom: area.top + h };
}
