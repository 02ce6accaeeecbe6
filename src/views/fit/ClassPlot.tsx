/** Samples of two inputs by class, over the regions that the model gives to the classes. */
import { type ReactElement, useId, useMemo } from "react";
import { type Field, regionsOf } from "#geometry/regions.ts";
import { PlotFrame } from "#ui/PlotFrame.tsx";
import type { PlotScale } from "#ui/plotScale.ts";
import { Marker } from "./Marker.tsx";
import { Clip, type PlotProps } from "./plot.tsx";

/** A sample that the model puts into another class is drawn hollow. */
export function ClassPlot({ fit, data, frame, model, predictions, size, strings }: PlotProps): ReactElement {
  const clip = useId();
  const { inputs, targets } = data;
  const { name } = fit.input;
  const field = model?.field;
  const regions = useMemo(() => (field ? regionsOf(field) : []), [field]);
  // With two classes one edge is the other's.
  const edges = regions.length === 2 ? regions.slice(1) : regions;
  return (
    <PlotFrame
      size={size}
      x={{ ...frame.x, label: `${name}[:, 0]` }}
      y={{ ...frame.y, label: `${name}[:, 1]` }}
      label={strings.regions(name, fit.target.name, inputs.length)}
      bare={field !== undefined}
    >
      {(x, y, area) => (
        <Clip id={clip} area={area}>
          {field && (
            <g transform={cellsToPixels(field, x, y)}>
              {regions.map((path, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place in the list.
                <path key={c} className={`fit-region fit-class-${c}`} d={path} />
              ))}
              {edges.map((path, c) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place in the list.
                <path key={c} className="fit-boundary" d={path} />
              ))}
            </g>
          )}
          {inputs.map(([a = Number.NaN, b = Number.NaN], row) => {
            const target = targets[row] ?? 0;
            const said = predictions[row];
            return (
              <Marker
                // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its row.
                key={row}
                shape={target}
                x={x.at(a)}
                y={y.at(b)}
                size={inputs.length > 60 ? 3.6 : 4.8}
                hollow={said !== undefined && said !== target}
              />
            );
          })}
        </Clip>
      )}
    </PlotFrame>
  );
}

/** The field is a little larger than the frame. */
function cellsToPixels({ columns, rows, ranges }: Field, x: PlotScale, y: PlotScale): string {
  const [across, up] = ranges;
  const [left, right] = [x.at(across?.low ?? 0), x.at(across?.high ?? 1)];
  const [bottom, top] = [y.at(up?.low ?? 0), y.at(up?.high ?? 1)];
  return `translate(${left} ${bottom}) scale(${(right - left) / columns} ${(top - bottom) / rows})`;
}
