/** What the run's numbers did from round to round, beside what they are compared with. */
import { type ReactElement, useMemo } from "react";
import { curvesOf, iterationAtCursor } from "#trace/curves.ts";
import { Curves } from "#views/curves/Curves.tsx";
import type { OtherPath } from "#views/descent/Walk.tsx";
import { useLateStrings } from "../strings.ts";
import type { Shown } from "./useDescent.ts";

export interface CurvesPaneProps {
  readonly run: Shown;
  readonly cursor: number;
  readonly others: readonly OtherPath[];
  readonly onMoveTo: (cursor: number) => void;
}

export function CurvesPane({ run: { story, descent }, cursor, others, onMoveTo }: CurvesPaneProps): ReactElement {
  const { curves: words, descent: strings } = useLateStrings();
  const extra = useMemo(
    () => others.map(({ losses, ...rest }) => ({ ...rest, iterations: losses.map((_, row) => row), values: losses })),
    [others],
  );
  return (
    <section className="descent-section" aria-label={strings.curves}>
      <h2>{strings.curves}</h2>
      <Curves
        curves={curvesOf(story, descent)}
        extra={extra}
        cursor={cursor}
        position={iterationAtCursor(story, descent, cursor)}
        onMoveTo={onMoveTo}
        strings={words}
      />
    </section>
  );
}
