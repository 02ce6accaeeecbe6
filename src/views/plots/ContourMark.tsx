/** Lines of equal height, or the bands between them. */
import { type ReactElement, useMemo } from "react";
import type { Mark } from "#trace/figure.ts";
import { dashes, pointSize } from "./CurveMarks.tsx";
import { between, isEdge, type Ring, ringsOf } from "./contourRings.ts";
import { colourAt, inkOf, shareOf } from "./ink.ts";
import { type Mapping, point } from "./mapping.ts";

type Contour = Extract<Mark, { kind: "contour" }>;

export function ContourMark({ mark, map }: { readonly mark: Contour; readonly map: Mapping }): ReactElement {
  const rings = useMemo(() => ringsOf(mark), [mark]);
  const { levels, range } = mark;
  const shade = (value: number): string => colourAt(mark.map, shareOf(value, range, mark.map));
  const width = 1.5 * pointSize;
  if (!mark.filled)
    return (
      <g opacity={mark.alpha}>
        {levels.map((level, i) => (
          <path
            key={level}
            className="plots-curve plots-ink"
            style={mark.colour ? inkOf(mark.colour) : { color: shade(level) }}
            strokeWidth={width}
            strokeDasharray={dashes(mark.dash, width)}
            d={linePath(rings[i] ?? [], mark, map)}
          />
        ))}
      </g>
    );
  return (
    <g opacity={mark.alpha}>
      {levels.slice(0, -1).map((level, i) => {
        const colour = mark.colour ?? shade((level + (levels[i + 1] ?? level)) / 2);
        // Two regions, one within the other, leave the band between them.
        const d = regionPath(rings[i] ?? [], mark, map) + regionPath(rings[i + 1] ?? [], mark, map);
        return <path key={level} d={d} fillRule="evenodd" fill={colour} stroke={colour} strokeWidth={0.4} />;
      })}
    </g>
  );
}

/** What has no place on a log axis lies far below it. */
const orFar = (pixel: number, far: number): number => (Number.isNaN(pixel) ? far : pixel);

const placed = ([x = 0, y = 0]: readonly number[], mark: Contour, map: Mapping): string =>
  point(orFar(map.x(between(mark.x, x)), -1e4), orFar(map.y(between(mark.y, y)), 1e4));

const regionPath = (rings: readonly Ring[], mark: Contour, map: Mapping): string =>
  rings.map((ring) => `M${ring.map((at) => placed(at, mark, map)).join("L")}Z`).join("");

/** Without the parts that only run along the edge of the table. */
function linePath(rings: readonly Ring[], mark: Contour, map: Mapping): string {
  let path = "";
  for (const ring of rings) {
    let drawing = false;
    for (const [i, at] of ring.entries()) {
      const before = ring[i - 1];
      const edge = before !== undefined && isEdge(before, mark) && isEdge(at, mark);
      path += `${drawing && !edge ? "L" : "M"}${placed(at, mark, map)}`;
      drawing = true;
    }
  }
  return path;
}
