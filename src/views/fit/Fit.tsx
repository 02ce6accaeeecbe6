/** The data and the model at the cursor: a line through the samples, or the regions of the classes. */
import type { ReactElement, ReactNode } from "react";
import type { Fit as FitParts, FitRole } from "#trace/fit.ts";
import type { FitData, FitFrame } from "#trace/fitData.ts";
import type { Unanswered } from "#trace/replay.ts";
import { PlotData } from "#ui/PlotData.tsx";
import { shortNumber } from "#ui/plotScale.ts";
import { useSize } from "#ui/useSize.ts";
import { ClassPlot } from "./ClassPlot.tsx";
import type { FitModel } from "./fitModel.ts";
import { LinePlot } from "./LinePlot.tsx";
import { Marker } from "./Marker.tsx";
import { Roles } from "./Roles.tsx";
import type { FitStrings } from "./strings.ts";
import "./fit.css";

export interface FitProps {
  readonly fit: FitParts;
  readonly data: FitData;
  readonly frame: FitFrame;
  /** Undefined while it is computed for the first time, or when it cannot be. */
  readonly model: FitModel | undefined;
  /** Why there is no model to draw, if there is none. */
  readonly unanswered?: Unanswered | undefined;
  /** Which pass of the training loop the cursor is in, from 1; 0 before it. */
  readonly round: number;
  readonly strings: FitStrings;
  readonly onChoose: (role: FitRole, key: string) => void;
}

/** Draws a fit; the frame holds still, the model moves. */
export function Fit(props: FitProps): ReactElement {
  const { fit, data, frame, model, unanswered, round, strings, onChoose } = props;
  const [ref, size] = useSize<HTMLDivElement>();
  const predictions = model?.predictions ?? data.predictions;
  const shown = { fit, data, frame, model, predictions, size, strings };
  return (
    <section className="fit" aria-label={strings.title}>
      <header className="fit-head">
        <Roles fit={fit} strings={strings} onChoose={onChoose} />
        <span className="fit-round">{round > 0 ? strings.round(round) : strings.start}</span>
      </header>
      {fit.reason ? (
        <p className="fit-note">{strings.sampled(fit.input.name)}</p>
      ) : (
        <>
          <div className="fit-plot" ref={ref}>
            {size.width > 0 && (fit.kind === "line" ? <LinePlot {...shown} /> : <ClassPlot {...shown} />)}
          </div>
          <Keys {...props} />
          {unanswered && <p className="fit-note">{strings.unanswered[unanswered.why](unanswered.op)}</p>}
          <PlotData
            columns={columnsOf(fit, strings)}
            rows={() => rowsOf(fit, data, predictions)}
            strings={strings.plotData}
          />
        </>
      )}
    </section>
  );
}

/** What the marks mean. */
function Keys({ fit, model, strings }: FitProps): ReactElement {
  if (fit.kind === "classes")
    return (
      <ul className="fit-keys">
        {fit.classes.map((value, c) => (
          <li key={value}>
            <Sign>
              <Marker shape={c} x={9} y={7} size={4.5} />
            </Sign>
            <span>
              <code>{fit.target.name}</code> = {shortNumber(value)}
            </span>
          </li>
        ))}
        <li>
          <Sign>
            <Marker shape={0} x={5} y={7} size={3.8} hollow />
            <Marker shape={1} x={14} y={7} size={3.8} hollow />
          </Sign>
          {strings.wrong}
        </li>
      </ul>
    );
  return (
    <ul className="fit-keys">
      <li>
        <Sign>
          <circle className="fit-datum" cx="9" cy="7" r="4" />
        </Sign>
        <code>{fit.target.name}</code>
      </li>
      <li>
        <Sign>
          {model?.curve ? (
            <path className="fit-curve" d="M1,11L17,3" />
          ) : (
            <circle className="fit-said" cx="9" cy="7" r="3.5" />
          )}
        </Sign>
        {predictionName(fit) ? <code>{predictionName(fit)}</code> : strings.model}
      </li>
      <li>
        <Sign>
          <path className="fit-residual" d="M9,1V13" />
        </Sign>
        {strings.residual}
      </li>
    </ul>
  );
}

function Sign({ children }: { readonly children: ReactNode }): ReactElement {
  return (
    <svg width="18" height="14" aria-hidden="true">
      {children}
    </svg>
  );
}

/** What the model's line is called, as it is shown: a logit as its sigmoid. */
function predictionName({ prediction, link }: FitParts): string | undefined {
  if (!prediction.named) return undefined;
  return link === "sigmoid" ? `σ(${prediction.name})` : prediction.name;
}

function columnsOf(fit: FitParts, strings: FitStrings): readonly string[] {
  const said = predictionName(fit) ?? strings.model;
  const { input, target } = fit;
  if (fit.kind === "line") return [strings.row, input.name, target.name, said, strings.residual];
  return [strings.row, `${input.name}[:, 0]`, `${input.name}[:, 1]`, target.name, said];
}

function rowsOf(
  fit: FitParts,
  { inputs, targets }: FitData,
  predictions: readonly number[],
): readonly (readonly (number | string)[])[] {
  const number = (x: number | undefined): string => (x === undefined ? "" : shortNumber(x));
  return inputs.map((input, row) => {
    const [target, said] = [targets[row], predictions[row]];
    const first = [row, ...input.map(number)];
    if (fit.kind === "line") {
      const off = target === undefined || said === undefined ? undefined : target - said;
      return [...first, number(target), number(said), number(off)];
    }
    return [...first, number(fit.classes[target ?? -1]), number(fit.classes[said ?? -1])];
  });
}
