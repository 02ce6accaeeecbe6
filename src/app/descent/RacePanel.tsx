/** The racers: which line is whose, how far each has come, and what can be turned about it. */
import type { ReactElement } from "react";
import { divergesAt } from "#trace/divergence.ts";
import { shortNumber } from "#ui/plotScale.ts";
import { Slider } from "#ui/Slider.tsx";
import type { Range } from "#ui/sliderTicks.ts";
import { useLateStrings } from "../strings.ts";
import { type RacerKind, racerKinds } from "./racers.ts";
import type { Race } from "./useRace.ts";

export interface RacePanelProps {
  readonly race: Race;
  /** The row of the paths at the cursor. */
  readonly row: number;
}

/** Two decades around what is usual. */
const rates: Range = { min: 1e-5, max: 10, step: 0.05, scale: "log" };
const fractions: Range = { min: 0, max: 0.999, step: 0.001, scale: "linear" };
const signs: Readonly<Record<string, string>> = { momentum: "momentum", alpha: "α", beta1: "β₁", beta2: "β₂" };

export function RacePanel({ race, row }: RacePanelProps): ReactElement {
  const { descent: strings } = useLateStrings();
  if (race.obstacle)
    return (
      <section className="race" aria-label={strings.race}>
        <p className="race-intro">{strings.noRace[race.obstacle]}</p>
      </section>
    );
  return (
    <section className="race" aria-label={strings.race}>
      <p className="race-intro">{strings.raceIntro}</p>
      <ul>
        {racerKinds.map((kind) => (
          <RacerRow key={kind.id} kind={kind} race={race} row={row} />
        ))}
      </ul>
    </section>
  );
}

function RacerRow({ kind, race, row }: RacePanelProps & { readonly kind: RacerKind }): ReactElement {
  const { descent: strings } = useLateStrings();
  const { id, name } = kind;
  const settings = race.racers.find((racer) => racer.id === id)?.settings ?? {};
  const raced = race.results.find(({ racer }) => racer.id === id);
  const loss = raced?.losses[Math.min(raced.losses.length - 1, Math.floor(row))];
  const lost = raced !== undefined && divergesAt(raced.losses) !== undefined;
  return (
    <li className="racer">
      <svg className="racer-line" width="34" height="12" aria-hidden="true">
        <line x1="1" x2="33" y1="6" y2="6" style={{ stroke: kind.colour, strokeDasharray: kind.dash }} />
      </svg>
      <span className="racer-name">{name}</span>
      <span className="racer-loss">
        {loss === undefined ? "…" : shortNumber(loss)}
        {lost && <b className="racer-lost">{strings.runsAway}</b>}
      </span>
      <span className="racer-settings">
        {["lr", ...Object.keys(kind.fractions)].map((setting) => {
          const value = Number(settings[setting] ?? 0);
          return (
            <div key={setting}>
              <span>
                {signs[setting] ?? setting} <b>{shortNumber(value)}</b>
              </span>
              <Slider
                label={`${name}: ${setting}`}
                range={setting === "lr" ? rates : fractions}
                value={value}
                text={shortNumber(value)}
                onChange={(next) => race.set(id, setting, next)}
              />
            </div>
          );
        })}
      </span>
    </li>
  );
}
