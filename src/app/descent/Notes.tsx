/** What must be said about a picture of a descent, and the numbers behind it. */
import type { ReactElement } from "react";
import type { Frame } from "#geometry/frame.ts";
import type { Landscape } from "#stage/landscapes.ts";
import { divergesAt } from "#trace/divergence.ts";
import { variationOf } from "#trace/lossTape.ts";
import { PlotData } from "#ui/PlotData.tsx";
import { shortNumber } from "#ui/plotScale.ts";
import { roundOf } from "#views/descent/places.ts";
import type { OtherPath } from "#views/descent/Walk.tsx";
import { useLateStrings, useStrings } from "../strings.ts";
import { pathColumns, pathRows } from "./pathTable.ts";
import type { Shown } from "./useDescent.ts";

export interface NotesProps {
  readonly run: Shown;
  readonly frame: Frame;
  readonly status: Landscape["status"];
  /** The landscape is made of runs of the program itself. */
  readonly slow: boolean;
  readonly lossName: string;
  /** The step whose loss the landscape is. */
  readonly lossStep: number;
  readonly endLoss: number | undefined;
  readonly others: readonly OtherPath[];
  readonly axes: number;
  readonly row: number;
}

export function Notes({
  run,
  frame,
  status,
  slow,
  lossName,
  lossStep,
  endLoss,
  others,
  axes,
  row,
}: NotesProps): ReactElement {
  const { descent: strings } = useLateStrings();
  const { language } = useStrings();
  const { story, descent } = run;
  const { steps, skipped } = descent;
  const variation = variationOf(story, descent);
  const last = steps.at(-1);
  const first = steps[0]?.loss ?? 0;
  const away = divergesAt(steps.map(({ loss }) => loss));
  const count = (n: number): string => n.toLocaleString(language);
  return (
    <div className="descent-notes">
      {typeof status === "object" && <p className="is-warning">{strings.unanswered[status.why](status.op)}</p>}
      {away !== undefined && last && (
        <p className="is-warning">
          {Number.isFinite(last.loss)
            ? strings.diverges(roundOf(descent, away), lossName, shortNumber(first), shortNumber(last.loss))
            : strings.noNumber(roundOf(descent, away), lossName)}{" "}
          {frame.leaves !== undefined && strings.leaves(roundOf(descent, frame.leaves))}
        </p>
      )}
      {slow ? (
        <p>{variation === "ops" ? strings.byProgram : strings.byProgramInstead}</p>
      ) : (
        variation !== "none" && <p>{strings.variation[variation](roundOf(descent, lossStep))}</p>
      )}
      {skipped > 0 && <p>{strings.skipped(count(skipped), count(skipped + steps.length))}</p>}
      {descent.coordinates.length > axes && <p>{strings.onePlane}</p>}
      <PlotData
        columns={pathColumns(descent, lossName, strings.round, others)}
        rows={() => pathRows(descent, endLoss, others)}
        current={Math.floor(row)}
        strings={strings.table}
      />
    </div>
  );
}
