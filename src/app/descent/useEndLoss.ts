/** The loss where a run ended: no backward pass of the program started from there, so the recorded ops say it. */
import { useEffect, useState } from "react";
import { type Descent, positionAt } from "#trace/descent.ts";
import { type LossTape, movingOf } from "#trace/lossTape.ts";
import type { Story } from "#trace/story.ts";
import type { Workbench } from "../workbench.ts";

/** Undefined until the answer is there, and where the ops cannot be run again. */
export function useEndLoss(
  workbench: Workbench,
  story: Story,
  descent: Descent,
  loss: LossTape | undefined,
): number | undefined {
  const [known, setKnown] = useState<{ readonly descent: Descent; readonly value: number }>();
  useEffect(() => {
    let wanted = true;
    const end = positionAt(descent, story.length);
    if (!loss || !end.every(Number.isFinite)) return;
    const nowhere = new Float64Array(end.length);
    const question = {
      kind: "landscape",
      tape: loss.tape,
      root: loss.root,
      moving: movingOf(loss, descent, end, [nowhere]),
      points: new Float64Array(1),
    } as const;
    workbench.replay(question).then((answer) => {
      const value = answer.kind === "landscape" ? answer.losses[0] : undefined;
      if (wanted && value !== undefined) setKnown({ descent, value });
    });
    return () => {
      wanted = false;
    };
  }, [workbench, story, descent, loss]);
  return known?.descent === descent ? known.value : undefined;
}
