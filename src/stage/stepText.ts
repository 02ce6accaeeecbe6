/** The step that a cursor has just passed, in words. */
import type { TensorId, TraceEvent, Value } from "#trace/events.ts";
import { titleOf } from "#trace/nodeLabel.ts";
import { type Story, tensorAt } from "#trace/story.ts";
import { summaryOf } from "#views/value/summary.ts";
import type { StepStrings } from "./strings.ts";

/** What event `index` of a run did; empty when there is no such event. */
export function stepText(story: Story, event: TraceEvent | undefined, cursor: number, strings: StepStrings): string {
  if (event === undefined) return "";
  const name = (id: TensorId): string => titleOf(story, id) ?? strings.unnamed;
  const short = (value: Value): string => summaryOf(value);
  switch (event.type) {
    case "leaf":
      return strings.leaf(name(event.id), short(event.value));
    case "op": {
      const [out] = event.outputs;
      if (out === undefined) return "";
      return strings.op(tensorAt(story, out.id, cursor)?.names[0] ?? "", event.op, short(out.value));
    }
    case "name":
      return strings.name(event.name);
    case "backward": {
      const root = event.roots.map(({ id }) => name(id)).join(", ");
      return event.how === "backward" ? strings.backward(root) : strings.grad(root);
    }
    case "flow":
      return strings.flow(name(event.from), name(event.to), short(event.value));
    case "grad":
      return event.stored
        ? strings.stored(name(event.id), short(event.value))
        : strings.arrived(name(event.id), short(event.value));
    case "backwardEnd":
      return event.freed ? strings.freed : strings.backwardEnd;
    case "update":
      return strings.update(name(event.id), short(event.value));
    case "reset":
      return event.how === "zero" ? strings.resetZero(name(event.id)) : strings.resetNone(name(event.id));
    case "requiresGrad":
      return strings.requiresGrad(name(event.id), event.value);
    case "print":
      return strings.print(event.text.trim());
    case "warning":
      return strings.warning(event.text);
    case "error":
      return strings.error(event.kind);
    case "round":
      return strings.round(event.pass, event.loss);
    case "plot":
      return strings.plot;
    case "thinned":
      return strings.thinned;
    default:
      return event satisfies never;
  }
}
