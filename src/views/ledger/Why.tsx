/** The answers to what learners ask most about one tensor's gradient: why it is None, why it is larger than expected. */
import type { ReactElement } from "react";
import type { TensorId } from "#trace/events.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import type { Story } from "#trace/story.ts";
import { type NoGradient, whyLarger, whyNoGradient } from "#trace/why.ts";
import type { WhyStrings } from "./strings.ts";
import "./ledger.css";

export interface WhyProps {
  readonly story: Story;
  readonly cursor: number;
  readonly id: TensorId;
  readonly strings: WhyStrings;
}

export function Why({ story, cursor, id, strings }: WhyProps): ReactElement | null {
  const name = titleOf(story, id) ?? "";
  const none = whyNoGradient(story, id, cursor);
  const larger = none ? undefined : whyLarger(story, id, cursor);
  if (!none && !larger) return null;
  return (
    <section className="why">
      <h3>{none ? strings.none : strings.larger}</h3>
      {none && <p>{reasonOf(none, name, strings)}</p>}
      {larger && (
        <ul>
          {larger.ways > 1 && <li>{strings.ways(larger.ways)}</li>}
          {larger.passes > 1 && <li>{strings.passes(larger.passes)}</li>}
          {larger.stale !== undefined && <li className="is-warning">{strings.stale(name, larger.stale)}</li>}
        </ul>
      )}
    </section>
  );
}

function reasonOf(reason: NoGradient, name: string, strings: WhyStrings): string {
  if (reason.kind === "cleared") return strings.cleared(name, reason.line);
  if (reason.kind === "cut") return strings.cut(name, strings.cuts[reason.cut], reason.line);
  return strings.reasons[reason.kind](name);
}
