/** Points, bars and words. */
import type { ReactElement } from "react";
import type { Mark } from "#trace/figure.ts";
import { pointSize } from "./CurveMarks.tsx";
import { colourAt, inkOf, shareOf } from "./ink.ts";
import { labelText } from "./labelText.ts";
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
    const share = shareOf(values[i] ?? Number.NaN, range);
    return colourAt(map, map.stepped ? share : Math.round(share * shades) / shades);
  }
  return colours?.[i] ?? colour;
}

export function Bars({ mark, map }: { readonly mark: MarkOf<"bars">; readonly map: Mapping }): ReactElement {
  const { start, end, base, top, sideways } = mark;
  const [along, up] = sideways ? [map.y, map.x] : [map.x, map.y];
  // On a log scale zero has no place: such a bar stands on the edge.
  const edge = sideways ? 0 : 1e4;
  const path = start
    .map((from, i) => {
      const [a, b, h] = [along(from), along(end[i] ?? 0), up(top[i] ?? 0)];
      const foot = up(base[i] ?? 0);
      const l = Number.isFinite(foot) ? foot : edge;
      if (![a, b, h].every(Number.isFinite)) return "";
      return sideways
        ? `M${point(l, a)}H${h.toFixed(1)}V${b.toFixed(1)}H${l.toFixed(1)}Z`
        : `M${point(a, l)}V${h.toFixed(1)}H${b.toFixed(1)}V${l.toFixed(1)}Z`;
    })
    .join("");
  return <path className="plots-ink plots-bars" style={inkOf(mark.colour)} opacity={mark.alpha} d={path} />;
}

export function Words({ mark, map }: { readonly mark: MarkOf<"text">; readonly map: Mapping }): ReactElement {
  const [x, y] = [map.x(mark.x), map.y(mark.y)];
  if (!Number.isFinite(x) || !Number.isFinite(y)) return <g />;
  const [tx, ty] = mark.target ? [map.x(mark.target[0]), map.y(mark.target[1])] : [Number.NaN, Number.NaN];
  const anchor = ({ left: "start", center: "middle", right: "end" } as const)[mark.align];
  return (
    <g className="plots-ink plots-words" style={mark.colour ? inkOf(mark.colour) : undefined}>
      {Number.isFinite(tx + ty) && <path className="plots-curve" d={`M${point(x, y)}L${point(tx, ty)}`} />}
      {labelText(mark.text)
        .split("\n")
        .map((line, i, all) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place.
          <text key={i} x={x} y={y - 4 - 14 * (all.length - 1 - i)} textAnchor={anchor}>
            {line}
          </text>
        ))}
    </g>
  );
}
