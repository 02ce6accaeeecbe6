/** The loss over the run, above the slider; drag it to move through the run. */
import { memo, type PointerEvent, type ReactElement, useMemo } from "react";
import type { Loss } from "#trace/losses.ts";

export interface SparklineProps {
  readonly losses: readonly Loss[];
  /** How many losses there are, so that a list that grows is drawn anew. */
  readonly count: number;
  readonly length: number;
  readonly cursor: number;
  readonly onMove: (cursor: number) => void;
}

const [width, height] = [1000, 24];
/** More points than this cannot be told apart; of each stretch the lowest and the highest stay. */
const buckets = 300;

export function Sparkline({ losses, count, length, cursor, onMove }: SparklineProps): ReactElement {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the list is the same while it grows; its count tells.
  const { path, y } = useMemo(() => curveOf(losses, length), [losses, count, length]);
  const now = losses.findLast(({ since }) => since <= cursor);
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    const { left, width: wide } = event.currentTarget.getBoundingClientRect();
    onMove(Math.round(((event.clientX - left) / wide) * length));
  };
  return (
    <div
      className="transport-losses"
      aria-hidden="true"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag(event);
      }}
      onPointerMove={(event) => event.buttons === 1 && drag(event)}
    >
      <Curve path={path} />
      {now && Number.isFinite(now.value) && (
        <span
          className="transport-loss-dot"
          style={{ left: `${(100 * now.since) / length}%`, top: `${(100 * y(now.value)) / height}%` }}
        />
      )}
    </div>
  );
}

const Curve = memo(function Curve({ path }: { readonly path: string }): ReactElement {
  return (
    <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <path d={path} />
    </svg>
  );
});

/** A line through the losses, as high as the largest; NaN and infinity leave a gap. */
function curveOf(
  losses: readonly Loss[],
  length: number,
): { readonly path: string; readonly y: (value: number) => number } {
  const finite = losses.filter(({ value }) => Number.isFinite(value));
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { value } of finite) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const y = (value: number): number =>
    high === low ? height / 2 : height - 2 - ((height - 4) * (value - low)) / (high - low);
  let path = "";
  let pen = "M";
  for (const { since, value } of thinned(losses)) {
    if (Number.isFinite(value))
      path += `${pen}${((width * since) / Math.max(1, length)).toFixed(1)},${y(value).toFixed(1)}`;
    pen = Number.isFinite(value) ? "L" : "M";
  }
  return { path, y };
}

function thinned(losses: readonly Loss[]): readonly Loss[] {
  const step = Math.ceil(losses.length / buckets);
  if (step <= 2) return losses;
  const kept: Loss[] = [];
  for (let i = 0; i < losses.length; i += step) {
    const part = losses.slice(i, i + step).sort((a, b) => a.value - b.value);
    const ends = [part[0], part.at(-1)].filter((loss) => loss !== undefined);
    kept.push(...ends.sort((a, b) => a.since - b.since));
  }
  return kept;
}
