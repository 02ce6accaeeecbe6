/** Which curves are shown, and how: on which scale, how smooth. */
import type { ReactElement } from "react";
import type { Curve } from "#trace/curves.ts";
import { Slider } from "#ui/Slider.tsx";
import { Switch } from "#ui/Switch.tsx";
import type { Line } from "./lines.ts";
import { Sample } from "./Sample.tsx";
import type { CurvesStrings } from "./strings.ts";

/** A switch of a scale by powers of ten. */
export interface LogSwitch {
  readonly kind: Curve["kind"];
  readonly on: boolean;
}

export interface ChoiceProps {
  /** All that there are. */
  readonly lines: readonly Line[];
  readonly shown: (id: string) => boolean;
  readonly onShow: (id: string, on: boolean) => void;
  readonly logs: readonly LogSwitch[];
  readonly onLog: (kind: Curve["kind"], on: boolean) => void;
  /** Undefined where nothing can be smoothed. */
  readonly smoothing: number | undefined;
  readonly onSmoothing: (weight: number) => void;
  readonly strings: CurvesStrings;
}

/** Weights of the moving average. */
const weights = { min: 0, max: 0.99, step: 0.01, scale: "linear" } as const;

export function Choice(props: ChoiceProps): ReactElement {
  const { lines, shown, onShow, logs, onLog, smoothing, onSmoothing, strings } = props;
  return (
    <div className="curves-choice">
      <fieldset className="curves-chips">
        <legend className="visually-hidden">{strings.show}</legend>
        {lines.map((line) => (
          <button
            key={line.id}
            type="button"
            className={`curves-chip${line.kind === "coordinate" || line.name !== strings.kinds[line.kind] ? " is-name" : ""}`}
            aria-pressed={shown(line.id)}
            onClick={() => onShow(line.id, !shown(line.id))}
          >
            <Sample colour={line.colour} dash={line.dash} />
            {line.name}
          </button>
        ))}
      </fieldset>
      {(logs.length > 0 || smoothing !== undefined) && (
        <div className="curves-settings">
          {smoothing !== undefined && (
            <div className="curves-smoothing" title={strings.smoothingNote}>
              {strings.smoothing}
              <Slider
                label={strings.smoothing}
                range={weights}
                value={smoothing}
                text={smoothing.toFixed(2)}
                onChange={onSmoothing}
              />
              <span className="curves-weight">{smoothing.toFixed(2)}</span>
            </div>
          )}
          {logs.map(({ kind, on }) => (
            <Switch
              key={kind}
              className="curves-log"
              on={on}
              onChange={(next) => onLog(kind, next)}
              label={logs.length > 1 ? `${strings.logScale}: ${strings.kinds[kind]}` : strings.logScale}
            />
          ))}
        </div>
      )}
    </div>
  );
}
