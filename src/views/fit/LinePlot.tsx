/** Samples of one input and the model's curve through them. */
import { type ReactElement, useId } from "react";
import { PlotFrame } from "#ui/PlotFrame.tsx";
import type { PlotScale } from "#ui/plotScale.ts";
import { Clip, type PlotProps } from "./plot.tsx";

/** Residuals lie under the curve, the curve under the samples. */
export function LinePlot({ fit, data, frame, model, predictions, size, strings }: PlotProps): ReactElement {
  const clip = useId();
  const { inputs, targets } = data;
  const radius = inputs.length > 60 ? 2.6 : 4;
  return (
    <PlotFrame
      size={size}
      x={{ ...frame.x, label: fit.input.name }}
      y={{ ...frame.y, label: fit.target.name }}
      label={strings.line(fit.input.name, fit.target.name, inputs.length)}
    >
      {(x, y, area) => (
        <Clip id={clip} area={area}>
          {inputs.map(([input = Number.NaN], row) => {
            const [target, said] = [targets[row], predictions[row]];
            if (target === undefined || said === undefined || !Number.isFinite(said)) return null;
            const at = x.at(input);
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its row.
            return <path key={row} className="fit-residual" d={`M${at},${y.at(target)}V${within(y.at(said))}`} />;
          })}
          {model?.curve ? (
            <path className="fit-curve" d={curvePath(model.curve, x, y)} />
          ) : (
            inputs.map(([input = Number.NaN], row) => {
              const at = { cx: x.at(input), cy: within(y.at(predictions[row] ?? Number.NaN)) };
              // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its row.
              return <circle key={row} className="fit-said" {...at} r={radius - 0.5} />;
            })
          )}
          {inputs.map(([input = Number.NaN], row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a sample is its row.
            <circle key={row} className="fit-datum" cx={x.at(input)} cy={y.at(targets[row] ?? 0)} r={radius} />
          ))}
        </Clip>
      )}
    </PlotFrame>
  );
}

/** Far outside is far enough: browsers draw nothing sensible from astronomical pixels. */
const within = (pixel: number): number => (Number.isFinite(pixel) ? Math.max(-1e4, Math.min(1e4, pixel)) : -1e4);

function curvePath(curve: readonly { readonly x: number; readonly y: number }[], x: PlotScale, y: PlotScale): string {
  let path = "";
  let drawing = false;
  for (const point of curve) {
    if (!Number.isFinite(point.y)) {
      drawing = false;
      continue;
    }
    path += `${drawing ? "L" : "M"}${x.at(point.x).toFixed(2)},${within(y.at(point.y)).toFixed(2)}`;
    drawing = true;
  }
  return path;
}
