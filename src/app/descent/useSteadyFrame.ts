/** A frame that stays while a path still fits it, so that a slider moves the path and not the picture. */
import { useRef } from "react";
import type { Frame, Range } from "#geometry/frame.ts";

/** A path smaller than this share of the frame deserves a closer look. */
const least = 0.3;

/** The frame to show: the one before on the same plane (`home`) while the new one fits it well or while it is `held`. */
export function useSteadyFrame(home: string, frame: Frame, held: boolean): readonly Range[] {
  const kept = useRef<{ readonly home: string; readonly ranges: readonly Range[] } | null>(null);
  const before = kept.current;
  const stays = before?.home === home && (held || frame.ranges.every((range, i) => fits(range, before.ranges[i])));
  if (!stays) kept.current = { home, ranges: frame.ranges };
  return kept.current?.ranges ?? frame.ranges;
}

function fits(range: Range, room: Range | undefined): boolean {
  if (!room) return false;
  const share = (range.high - range.low) / (room.high - room.low);
  // The frame has room around its path: that much may be taken.
  const slack = 0.18 * (range.high - range.low);
  return share > least && range.low + slack >= room.low && range.high - slack <= room.high;
}
