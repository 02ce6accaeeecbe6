/** Curves, bands, and the lines and strips through a whole plot. */
import type { ReactElement } from "react";
import { thinnedFor } from "#trace/curves.ts";
import type { Dash, Mark } from "#trace/figure.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { inkOf } from "./ink.ts";
import { type Mapping, point } from "./mapping.ts";
import { isStroked, markersPath } from "./markers.ts";

type MarkOf<K extends Mark["kind"]> = Extract<Mark, { kind: K }>;

/** Points of matplotlib in pixels of the page. */
export const pointSize = 1.2;

/** The dashes of a line, as long as it is wide. */
export function dashes(dash: Dash, width: number): string | undefined {
  const unit = Math.max(1, width);
  const parts = { solid: [], none: [], dashed: [4, 2.4], dotted: [1, 1.9], dashdot: [6, 2, 1, 2] }[dash];
  return parts.length > 0 ? parts.map((part) => part * unit).join(" ") : undefined;
}

export function Curve({ mark, map }: { readonly mark: MarkOf<"line">; readonly map: Mapping }): ReactElement {
  const { x, y, dash, width, marker, size, alpha } = mark;
  const radius = Math.max(1, (size * pointSize) / 2);
  return (
    <g className="plots-ink" style={inkOf(mark.colour)} opacity={alpha}>
      {dash !== "none" && (
        <path
          className="plots-curve"
          d={curvePath(x, y, map)}
          strokeWidth={width * pointSize}
          strokeDasharray={dashes(dash, width * pointSize)}
        />
      )}
      {marker !== "" && (
        <path
          className={isStroked(marker) ? "plots-curve" : "plots-fill"}
          strokeWidth={1.4}
          d={markersPath(marker, x.map(map.x), y.map(map.y), () => radius)}
        />
      )}
    </g>
  );
}

/** A path through the points; a number without a place leaves a gap, and a point between two gaps is a dot. */
function curvePath(x: readonly number[], y: readonly number[], map: Mapping): string {
  const ascending = x.every((value, i) => i === 0 || value >= (x[i - 1] ?? 0));
  const width = Math.abs(map.x(x.at(-1) ?? 0) - map.x(x[0] ?? 0));
  const kept = ascending && Number.isFinite(width) ? thinnedFor(Math.max(1, width), x, y) : x.keys();
  let [path, drawing] = ["", false];
  for (const i of kept) {
    const [across, up] = [map.x(x[i] ?? Number.NaN), map.y(y[i] ?? Number.NaN)];
    const here = Number.isFinite(across) && Number.isFinite(up);
    if (here) path += `${drawing ? "L" : "M"}${point(across, up)}${drawing ? "" : "h0"}`;
    drawing = here;
  }
  return path;
}

export function Band({ mark, map }: { readonly mark: MarkOf<"band">; readonly map: Mapping }): ReactElement {
  const parts: number[][] = [];
  let drawing = false;
  for (const i of mark.x.keys()) {
    const places = [map.x(mark.x[i] ?? 0), map.y(mark.low[i] ?? 0), map.y(mark.high[i] ?? 0)];
    const here = places.every(Number.isFinite);
    if (here && !drawing) parts.push([]);
    if (here) parts.at(-1)?.push(i);
    drawing = here;
  }
  const side = (part: readonly number[], values: readonly number[]): string =>
    part.map((i) => point(map.x(mark.x[i] ?? 0), map.y(values[i] ?? 0))).join("L");
  const path = parts.map((part) => `M${side(part, mark.high)}L${side([...part].reverse(), mark.low)}Z`).join("");
  return <path className="plots-ink plots-fill" style={inkOf(mark.colour)} opacity={mark.alpha} d={path} />;
}

export function Rule({
  mark,
  map,
  area,
}: {
  readonly mark: MarkOf<"rule">;
  readonly map: Mapping;
  readonly area: PlotArea;
}): ReactElement {
  const at = mark.across ? map.y(mark.at) : map.x(mark.at);
  if (!Number.isFinite(at)) return <g />;
  const d = mark.across ? `M${area.left},${at}H${area.right}` : `M${at},${area.top}V${area.bottom}`;
  return (
    <path
      className="plots-ink plots-curve"
      style={inkOf(mark.colour)}
      opacity={mark.alpha}
      strokeWidth={mark.width * pointSize}
      strokeDasharray={dashes(mark.dash, mark.width * pointSize)}
      d={d}
    />
  );
}

export function Span({
  mark,
  map,
  area,
}: {
  readonly mark: MarkOf<"span">;
  readonly map: Mapping;
  readonly area: PlotArea;
}): ReactElement {
  const [a, b] = mark.across ? [map.y(mark.from), map.y(mark.to)] : [map.x(mark.from), map.x(mark.to)];
  if (!Number.isFinite(a + b)) return <g />;
  const place = mark.across
    ? { x: area.left, y: Math.min(a, b), width: area.right - area.left, height: Math.abs(b - a) }
    : { x: Math.min(a, b), y: area.top, width: Math.abs(b - a), height: area.bottom - area.top };
  return <rect className="plots-ink plots-fill" style={inkOf(mark.colour)} opacity={mark.alpha} {...place} />;
}
