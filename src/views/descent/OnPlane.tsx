/** What stands on the ground of a map at a moment: the paths, the point, its gradient and its step. */
import { memo, type ReactElement, useMemo } from "react";
import { along, type Plane } from "#geometry/plane.ts";
import { gradientOf, type Moment } from "#geometry/walk.ts";
import type { Descent } from "#trace/descent.ts";
import type { PlotScale } from "#ui/plotScale.ts";
import { Arrow, type OtherPath, Walk } from "./Walk.tsx";

export interface OnPlaneProps {
  readonly descent: Descent;
  readonly plane: Plane;
  readonly path: readonly (readonly number[])[];
  readonly moment: Moment;
  readonly others: readonly OtherPath[];
  readonly x: PlotScale;
  readonly y: PlotScale;
  /** The scales as text: equal keys, equal pixels. */
  readonly scaleKey: string;
}

type Pixel = readonly [x: number, y: number];

export function OnPlane({ descent, plane, path, moment, others, x, y, scaleKey }: OnPlaneProps): ReactElement {
  const toPixel = ([u = Number.NaN, v = Number.NaN]: readonly number[]): Pixel => [x.at(u), y.at(v)];
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells when the scales are others.
  const pixels = useMemo(() => path.map(toPixel), [path, scaleKey]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key tells when the scales are others.
  const otherPixels = useMemo(() => others.map(({ points }) => points.map(toPixel)), [others, scaleKey]);
  const at = toPixel(moment.at);
  const next = moment.next === undefined ? undefined : pixels[moment.next];
  return (
    <>
      {others.map((other, i) => {
        const own = otherPixels[i] ?? [];
        const row = Math.min(moment.row, own.length - 1);
        return (
          <g key={other.id}>
            <Walk pixels={own} row={row} at={between(own, row)} colour={other.colour} dash={other.dash} />
            <circle
              className="descent-other-point"
              cx={between(own, row)[0]}
              cy={between(own, row)[1]}
              r={4.5}
              style={{ fill: other.colour }}
            />
          </g>
        );
      })}
      <Walk pixels={pixels} row={moment.row} at={at} />
      <SmallArrows descent={descent} plane={plane} pixels={pixels} upTo={Math.floor(moment.row)} x={x} y={y} />
      {moment.gradient && (
        <Arrow from={at} by={gradientArrow(moment.gradient, x, y, 58)} className="descent-gradient" />
      )}
      {next && <Arrow from={at} by={[next[0] - at[0], next[1] - at[1]]} className="descent-step" />}
      {Number.isFinite(at[0]) && Number.isFinite(at[1]) && (
        <g transform={`translate(${at[0]} ${at[1]})`} className="descent-point">
          <circle className="descent-point-halo" r={9} />
          <circle r={5.5} />
        </g>
      )}
    </>
  );
}

/** The pixel between two rows. */
function between(pixels: readonly Pixel[], row: number): Pixel {
  const whole = Math.max(0, Math.min(pixels.length - 1, Math.floor(row)));
  const [from, to] = [pixels[whole], pixels[whole + 1]];
  if (!from) return [Number.NaN, Number.NaN];
  if (!to) return from;
  const share = Math.min(1, Math.max(0, row - whole));
  return [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])];
}

/** The direction in which the parameters would move along a gradient, in pixels of a given length; shorter where it almost vanishes. */
function gradientArrow(gradient: readonly number[], x: PlotScale, y: PlotScale, length: number): Pixel {
  const by: Pixel = [(gradient[0] ?? 0) * (x.at(1) - x.at(0)), (gradient[1] ?? 0) * (y.at(1) - y.at(0))];
  const size = Math.hypot(...by);
  const steepness = Math.hypot(...gradient);
  if (!(size > 0) || !Number.isFinite(size)) return [0, 0];
  // From nothing to the whole length over six powers of ten: an arrow in proportion would soon be a dot.
  const shown = length * Math.min(1, Math.max(0.18, 0.75 + Math.log10(steepness) / 8));
  return [(by[0] / size) * shown, (by[1] / size) * shown];
}

/** Small gradient arrows stand at so many rows at most, and no closer (pixels) than this. */
const most = 24;
const apart = 26;

interface SmallArrowsProps {
  readonly descent: Descent;
  readonly plane: Plane;
  readonly pixels: readonly Pixel[];
  readonly upTo: number;
  readonly x: PlotScale;
  readonly y: PlotScale;
}

const SmallArrows = memo(
  function SmallArrows({ descent, plane, pixels, upTo, x, y }: SmallArrowsProps): ReactElement {
    const drawn: ReactElement[] = [];
    let last: Pixel | undefined;
    for (let s = 0; s < Math.min(upTo, descent.steps.length) && drawn.length < most; s++) {
      const at = pixels[s];
      if (!at || (last && Math.hypot(at[0] - last[0], at[1] - last[1]) < apart)) continue;
      last = at;
      const by = gradientArrow(along(plane, gradientOf(descent, s)), x, y, 24);
      drawn.push(<Arrow key={s} from={at} by={by} className="descent-small-gradient" />);
    }
    return <g>{drawn}</g>;
  },
  (before, after) => before.pixels === after.pixels && before.upTo === after.upTo,
);
