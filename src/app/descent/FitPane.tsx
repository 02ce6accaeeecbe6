/** The data of the program and its model at the cursor, where it has both. */
import { type ReactElement, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { createFits, type Fits } from "#stage/fits.ts";
import { stepAt } from "#trace/descent.ts";
import { type FitChoice, fitOf } from "#trace/fit.ts";
import { fitData, fitFrame } from "#trace/fitData.ts";
import { Fit } from "#views/fit/Fit.tsx";
import { useLateStrings } from "../strings.ts";
import type { Workbench } from "../workbench.ts";
import type { Shown } from "./useDescent.ts";

const made = new WeakMap<Workbench, Fits>();

/** One store for a workbench, so that what has been computed is there when the tab is opened again. */
function fitsOf(workbench: Workbench): Fits {
  const known = made.get(workbench) ?? createFits(workbench.replay);
  made.set(workbench, known);
  return known;
}

export interface FitPaneProps {
  readonly workbench: Workbench;
  readonly run: Shown;
  readonly cursor: number;
}

/** Nothing for a program without inputs and targets. */
export function FitPane({ workbench, run, cursor }: FitPaneProps): ReactElement | null {
  const { story, descent } = run;
  const { fit: words, descent: strings } = useLateStrings();
  const fits = useMemo(() => fitsOf(workbench), [workbench]);
  const picture = useStore(fits.store);
  const [choice, setChoice] = useState<FitChoice>({});
  const step = stepAt(descent, cursor);
  const fit = fitOf(story, descent, Math.max(0, step), choice);
  const frame = fitFrame(story, descent, choice);
  const whole = Math.floor(cursor);
  useEffect(() => {
    if (fit && frame && !fit.reason) fits.ask({ story, descent, fit, frame, cursor: whole });
  }, [fits, story, descent, fit, frame, whole]);
  if (!fit || !frame) return null;
  return (
    <div className="descent-section">
      <h2>{strings.fit}</h2>
      <Fit
        fit={fit}
        data={fitData(story, fit)}
        frame={frame}
        model={picture.model}
        unanswered={typeof picture.status === "object" ? picture.status : undefined}
        round={step + 1}
        strings={words}
        onChoose={(role, key) => setChoice((before) => ({ ...before, [role]: key }))}
      />
    </div>
  );
}
