/** The landscape as a surface, with the same paths on it as on the map. */
import { type ReactElement, useMemo } from "react";
import { levelsOf, scaleFor, surfaceShare } from "#geometry/contours.ts";
import type { Grid } from "#geometry/grid.ts";
import { hillColour } from "#views/descent/hill.ts";
import { Surface, type SurfacePath } from "#views/descent/Surface.tsx";
import type { OtherPath } from "#views/descent/Walk.tsx";
import { useLateStrings } from "../strings.ts";

export interface SurfacePaneProps {
  readonly grid: Grid;
  readonly labels: readonly [x: string, y: string];
  readonly lossLabel: string;
  readonly path: readonly (readonly number[])[];
  /** The loss at each row of the path; NaN where it is unknown. */
  readonly losses: readonly number[];
  readonly others: readonly OtherPath[];
  readonly row: number;
}

export function SurfacePane(props: SurfacePaneProps): ReactElement {
  const { grid, labels, lossLabel, path, losses, others, row } = props;
  const { surface: strings, descent } = useLateStrings();
  const scale = useMemo(() => scaleFor(grid, surfaceShare), [grid]);
  const levels = useMemo(() => levelsOf(grid, scale), [grid, scale]);
  const paths = useMemo(
    (): readonly SurfacePath[] => [
      ...others.map(({ id, name, points, losses: heights, colour, dash }) => ({
        id,
        name,
        points: points.map(pair),
        heights,
        colour,
        dash: dash === "" ? [] : dash.split(" ").map(Number),
        ghost: id === "ghost",
      })),
      { id: "own", name: descent.ownRun, points: path.map(pair), heights: losses, colour: "var(--walk)", dash: [] },
    ],
    [others, path, losses, descent],
  );
  return (
    <Surface
      grid={grid}
      scale={scale}
      levels={levels}
      axisLabels={labels}
      lossLabel={lossLabel}
      paths={paths}
      at={row}
      colourOf={hillColour}
      strings={strings}
    />
  );
}

const pair = ([x = Number.NaN, y = Number.NaN]: readonly number[]): readonly [number, number] => [x, y];
