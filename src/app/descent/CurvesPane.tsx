/** What the run's numbers did from round to round, beside what they are compared with. */
import { type ReactElement, useMemo, useState } from "react";
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

const none: readonly string[] = [];
/** So many numbers each have a button; of more one picks those that one wants to see … */
const most = 4;
/** … from a menu that is no longer than this. */
const offered = 256;

export function CurvesPane({ run: { story, descent }, cursor, others, onMoveTo }: CurvesPaneProps): ReactElement {
  const { curves: words, descent: strings } = useLateStrings();
  const names = descent.coordinates.map(({ label }) => label).join();
  const [picked, setPicked] = useState<{ readonly names: string; readonly numbers: readonly number[] }>();
  const few = descent.coordinates.length <= most;
  const numbers = few ? descent.coordinates.map((_, k) => k) : picked?.names === names ? picked.numbers : [];
  const extra = useMemo(
    () => others.map(({ losses, ...rest }) => ({ ...rest, iterations: losses.map((_, row) => row), values: losses })),
    [others],
  );
  return (
    <section className="descent-section" aria-label={strings.curves}>
      <h2>{strings.curves}</h2>
      {!few && (
        <select
          className="descent-select"
          aria-label={strings.addCurve}
          value=""
          onChange={(event) => setPicked({ names, numbers: [...numbers, Number(event.currentTarget.value)].slice(-8) })}
        >
          <option value="">{strings.addCurve}</option>
          {descent.coordinates.slice(0, offered).map(({ label }, k) =>
            numbers.includes(k) ? null : (
              <option key={label} value={k}>
                {label}
              </option>
            ),
          )}
        </select>
      )}
      <Curves
        curves={curvesOf(story, descent, numbers)}
        extra={extra}
        asked={few ? none : numbers.map((k) => `coordinate:${k}`)}
        cursor={cursor}
        position={iterationAtCursor(story, descent, cursor)}
        onMoveTo={onMoveTo}
        strings={words}
      />
    </section>
  );
}
