/** Points and bars. */
import type { ReactElement } from "react";
import type { Mark } from "#trace/figure.ts";
import { pointSize } from "./CurveMarks.tsx";
import { colourAt, inkOf, shareOf } from "./ink.ts";
import { type Mapping, point } from "./mapping.ts";
import { isStroked, markersPath } from "./markers.ts";

type MarkOf<K extends Mark["kind"]> = Extract<Mark, { kind: K }>;

/** So many colours of a map are told apart. */
const shades = 48;
/** matplotlib's usual area of a point, in square points. */
const usualSize = 36;

export function Points({ mark, map }: { readonly mark: MarkOf<"points">; readonly map: Mapping }): ReactElement {
  const groups = new Map<string, number[]>();
  for (const i of mark.x.keys()) {
    const colour = colourOf(mark, i);
    const group = groups.get(colour);
    if (group) group.push(i);
    else groups.set(colour, [i]);
  }
  const radius = (i: number): number => Math.max(1, (Math.sqrt(mark.sizes?.[i] ?? usualSize) * pointSize) / 2);
  return (
    <g opacity={mark.alpha}>
      {[...groups].map(([colour, rows]) => (
        <path
          key={colour}
          className={`plots-ink ${isStroked(mark.marker) ? "plots-curve" : "plots-fill"}`}
          // The colours of a map mean numbers and stay as they are.
          style={mark.values ? { color: colour } : inkOf(colour)}
          strokeWidth={1.4}
          d={markersPath(
            mark.marker,
            rows.map((i) => map.x(mark.x[i] ?? Number.NaN)),
            rows.map((i) => map.y(mark.y[i] ?? Number.NaN)),
            (k) => radius(rows[k] ?? 0),
          )}
        />
      ))}
    </g>
  );
}

function colourOf({ values, range, map, colours, colour }: MarkOf<"points">, i: number): string {
  if (values && range && map) {
    const share = shareOf(values[i] ?? Number.NaN, range, map);
    return colourAt(map, map.stepped ? share : Math.round(share * shades) / shades);
  }
  return colours?.[i] ?? colour;
}

export function Bars({ mark, map }: { readonly mark: MarkOf<"bars">; readonly map: Mapping }): ReactElement {
  const paths = new Map<string, string>();
  const one = mark.outline ? outlineOf : boxOf;
  for (const i of mark.start.keys()) {
    const colour = mark.colours?.[i] ?? mark.colour;
    paths.set(colour, (paths.get(colour) ?? "") + one(mark, map, i));
  }
  return (
    <g opacity={mark.alpha}>
      {[...paths].map(([colour, d]) => (
        <path
          key={colour}
          className={`plots-ink ${mark.outline ? "plots-curve" : "plots-bars"}`}
          style={inkOf(colour)}
          strokeWidth={mark.outline ? 1.5 : undefined}
          d={d}
        />
      ))}
    </g>
  );
}

/** Ends along the axis, foot and top of a bar, in pixels. */
function edgesOf({ start, end, base, top, sideways }: MarkOf<"bars">, map: Mapping, i: number): readonly number[] {
  const [along, up] = sideways ? [map.y, map.x] : [map.x, map.y];
  const foot = up(base[i] ?? 0);
  // On a log scale zero has no place: such a bar stands on the edge.
  const edge = sideways ? 0 : 1e4;
  const ends = [along(start[i] ?? Number.NaN), along(end[i] ?? 0), Number.isFinite(foot) ? foot : edge];
  const high = up(top[i] ?? 0);
  return [...ends, Number.isFinite(high) ? high : (ends[2] ?? edge)];
}

function boxOf(mark: MarkOf<"bars">, map: Mapping, i: number): string {
  const [a = 0, b = 0, foot = 0, high = 0] = edgesOf(mark, map, i);
  if (!Number.isFinite(a + b)) return "";
  return mark.sideways
    ? `M${point(foot, a)}H${high.toFixed(1)}V${b.toFixed(1)}H${foot.toFixed(1)}Z`
    : `M${point(a, foot)}V${high.toFixed(1)}H${b.toFixed(1)}V${foot.toFixed(1)}Z`;
}

/** From the height of the bar before, or from the foot, to its own; and down again after the last. */
function outlineOf(mark: MarkOf<"bars">, map: Mapping, i: number): string {
  const [a = 0, b = 0, foot = 0, high = 0] = edgesOf(mark, map, i);
  if (!Number.isFinite(a + b)) return "";
  const [along, up] = mark.sideways ? ["V", "H"] : ["H", "V"];
  const before = (i > 0 && edgesOf(mark, map, i - 1)[3]) || foot;
  const close = i < mark.start.length - 1 ? "" : `${up}${foot.toFixed(1)}`;
  return `M${mark.sideways ? point(before, a) : point(a, before)}${up}${high.toFixed(1)}${along}${b.toFixed(1)}${close}`;
}
