/** Regions with corners: slices, patches, the bodies of violins. */
import type { ReactElement } from "react";
import type { Mark } from "#trace/figure.ts";
import { pointSize } from "./CurveMarks.tsx";
import { inkOf } from "./ink.ts";
import { type Mapping, point } from "./mapping.ts";

type Shapes = Extract<Mark, { kind: "shapes" }>;

/** From which corner to which a region goes. */
export interface Ring {
  readonly from: number;
  readonly to: number;
}

/** The regions of a mark. */
export function ringsIn({ x, y }: Pick<Shapes, "x" | "y">): readonly Ring[] {
  const rings: Ring[] = [];
  let from = 0;
  for (let i = 0; i <= x.length; i++) {
    if (Number.isFinite(x[i]) && Number.isFinite(y[i])) continue;
    if (i > from) rings.push({ from, to: i });
    from = i + 1;
  }
  return rings;
}

export function Shapes({ mark, map }: { readonly mark: Shapes; readonly map: Mapping }): ReactElement {
  return (
    <g opacity={mark.alpha}>
      {ringsIn(mark).map(({ from, to }, i) => {
        const corners = mark.x.slice(from, to).map((x, k) => point(map.x(x), map.y(mark.y[from + k] ?? 0)));
        const d = `M${corners.join("L")}Z`;
        const colour = mark.colours?.[i] ?? mark.colour;
        return (
          <g key={from}>
            {mark.filled && <path className="plots-ink plots-bars" style={inkOf(colour)} d={d} />}
            {mark.edge !== undefined && (
              <path
                className="plots-ink plots-curve"
                style={inkOf(mark.edge)}
                strokeWidth={mark.width * pointSize}
                d={d}
              />
            )}
          </g>
        );
      })}
    </g>
  );
}
