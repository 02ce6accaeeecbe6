/** The inside of an optimiser's step: its rule as a formula, and every quantity of it in numbers. */
import type { ReactElement } from "react";
import type { Descent } from "#trace/descent.ts";
import type { OpCard, Value } from "#trace/events.ts";
import { type ParameterStep, ruleCardOf, ruleStepsAt } from "#trace/ruleSteps.ts";
import type { Story } from "#trace/story.ts";
import { Formula } from "#ui/Formula.tsx";
import { formatNumber } from "../value/formatNumber.ts";
import { summaryOf } from "../value/summary.ts";
import type { RuleStrings } from "./strings.ts";
import "./rule.css";

export interface RuleProps {
  readonly story: Story;
  readonly descent: Descent;
  readonly cursor: number;
  readonly strings: RuleStrings;
}

/** Parameters beyond these would not fit beside each other. */
const most = 4;

/** Nothing for a program that moves its parameters by hand: its own lines are the rule. */
export function Rule({ story, descent, cursor, strings }: RuleProps): ReactElement | null {
  const steps = ruleStepsAt(descent, cursor).slice(0, most);
  const [first] = steps;
  const card = first && ruleCardOf(story, first.rule.rule);
  if (!first || !card) return null;
  const rows = rowsOf(first, card, strings);
  return (
    <section className="rule" aria-label={strings.title(card.symbol)}>
      <header>
        <h2>{strings.title(card.symbol)}</h2>
        <span className="rule-step">{strings.step(first.rule.step)}</span>
      </header>
      <div className="rule-formula">
        <Formula tex={card.forward} display />
      </div>
      <p className="rule-settings">
        {Object.entries(first.rule.settings).map(([name, value]) => (
          <span key={name} title={name}>
            <Formula tex={typeof value === "boolean" ? (card.vjp[name] ?? "") : `${card.vjp[name] ?? ""} = ${value}`} />
          </span>
        ))}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{strings.quantity}</th>
            {steps.map(({ parameter }) => (
              <th key={parameter.name} scope="col">
                <code>{parameter.name}</code>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, sign, meaning, of, tone }) => (
            <tr key={name} className={tone}>
              <th scope="row">
                {sign !== "" && <Formula tex={sign} />} <span>{meaning}</span>
              </th>
              {steps.map((step) => (
                <td key={step.parameter.name}>{of(step)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface Row {
  readonly name: string;
  readonly sign: string;
  readonly meaning: string;
  readonly of: (step: ParameterStep) => string;
  readonly tone?: string;
}

/** What the rows of the table are, told by the first parameter: all of one optimiser have the same. */
function rowsOf(first: ParameterStep, card: OpCard, strings: RuleStrings): readonly Row[] {
  const rows: Row[] = [
    {
      name: "gradient",
      sign: "g_t",
      meaning: strings.gradient,
      of: ({ gradient }) => shown(gradient),
      tone: "is-gradient",
    },
  ];
  for (const name of Object.keys(first.rule.state)) {
    rows.push({
      name,
      sign: card.vjp[name] ?? "",
      meaning: strings.meanings[name] ?? name,
      of: ({ rule }) => shown(rule.state[name]),
    });
    const corrected = corrections[name];
    if (!corrected || typeof first.rule.settings[corrected.beta] !== "number") continue;
    rows.push({
      name: `${name} corrected`,
      sign: corrected.sign,
      meaning: strings.correction,
      // Kingma and Ba: divided by 1 − βᵗ, because the moment began at zero.
      of: ({ rule }) => {
        const value = rule.state[name];
        const share = 1 - Number(rule.settings[corrected.beta]) ** rule.step;
        return value ? shown({ ...value, data: value.data.map((x) => x / share) }) : "";
      },
    });
  }
  rows.push(
    {
      name: "moved",
      sign: "\\Delta\\theta",
      meaning: strings.moved,
      of: (step) => shown(movedBy(step)),
      tone: "is-step",
    },
    { name: "effective", sign: "", meaning: strings.effective, of: effectiveRate },
  );
  return rows;
}

/** Where a rule divides a moment by 1 − βᵗ. */
const corrections: Readonly<Record<string, { readonly beta: string; readonly sign: string }>> = {
  exp_avg: { beta: "beta1", sign: "\\hat m_t" },
  exp_avg_sq: { beta: "beta2", sign: "\\hat v_t" },
};

const shown = (value: Value | undefined): string => (value ? summaryOf(value, 4) : "");

function movedBy({ before, after }: ParameterStep): Value | undefined {
  if (!before) return undefined;
  const { range: _, ...rest } = after;
  return { ...rest, data: after.data.map((x, i) => x - (before.data[i] ?? x)) };
}

/** How long the step is for its gradient, number by number: −Δθ / g. */
function effectiveRate(step: ParameterStep): string {
  const moved = movedBy(step);
  const { gradient } = step;
  if (!moved || !gradient || moved.data.length > 4) return "";
  const rates = moved.data.map((x, i) => -x / (gradient.data[i] ?? Number.NaN));
  const texts = rates.map((rate) => (Number.isFinite(rate) ? formatNumber(Number(rate.toPrecision(4))) : "–"));
  return texts.length === 1 ? (texts[0] ?? "") : `[${texts.join(", ")}]`;
}
