/** Where the run went bad, in one sentence, with the way there. */
import type { ReactElement } from "react";
import type { Finding } from "#trace/health.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import type { Story } from "#trace/story.ts";
import { formatShort } from "../value/formatNumber.ts";
import type { HealthStrings } from "./strings.ts";
import "./ledger.css";

export interface HealthProps {
  readonly story: Story;
  readonly finding: Finding;
  /** Which pass of the training loop it happened in, from 1; 0 for none. */
  readonly round: number;
  readonly strings: HealthStrings;
  readonly onShow: () => void;
  readonly onDismiss: () => void;
}

export function Health({ story, finding, round, strings, onShow, onDismiss }: HealthProps): ReactElement {
  return (
    <div className="health" role="note">
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d="M10,3L18,17H2ZM10,8V12M10,14.4V14.6" />
      </svg>
      <p>
        {sentenceOf(story, finding, strings)}
        {round > 0 && ` ${strings.round(round)}`}
      </p>
      <button type="button" className="health-show" onClick={onShow}>
        {strings.show}
      </button>
      <button
        type="button"
        className="health-dismiss"
        aria-label={strings.dismiss}
        title={strings.dismiss}
        onClick={onDismiss}
      >
        ×
      </button>
    </div>
  );
}

function sentenceOf(story: Story, finding: Finding, strings: HealthStrings): string {
  const { op, line, id } = finding;
  switch (finding.kind) {
    case "nonfinite":
      return finding.of === "update"
        ? strings.update(finding.what, titleOf(story, id) ?? "")
        : strings[finding.of](finding.what, op, line);
    case "vanishing":
    case "exploding":
      return strings[finding.kind](op, line, formatShort(finding.from), formatShort(finding.to));
    case "dead":
      return strings.dead(finding.units, finding.of, line);
    default:
      return finding satisfies never;
  }
}
