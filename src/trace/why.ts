/** Answers to what learners ask most: why is this gradient None, why is it so large, why can backward not run twice. */
import type { Cut, TensorId } from "./events.ts";
import { graphAt } from "./graphAt.ts";
import { accountOf } from "./ledger.ts";
import { partsOf, passInto } from "./links.ts";
import { requiresGradAt } from "./nodeFacts.ts";
import { errorOf, gradAt, keyOf, type Story } from "./story.ts";

/** Why `.grad` of a tensor is None at a cursor; `keys` are boxes that show it. */
export type NoGradient = { readonly keys: readonly string[] } & (
  | { readonly kind: "constant" | "frozen" | "noPass" | "intermediate" | "onlyReturned" | "unused" | "notReached" }
  | { readonly kind: "cleared"; readonly line: number }
  | { readonly kind: "cut"; readonly cut: Cut; readonly line: number }
);

/** The reason, or undefined when `.grad` holds something. */
export function whyNoGradient(story: Story, id: TensorId, cursor: number): NoGradient | undefined {
  const tensor = story.index.tensors.get(id);
  if (!tensor || tensor.since > cursor || gradAt(story, id, cursor) !== undefined) return undefined;
  const none = { keys: [] };
  const isLeaf = tensor.node.event.type === "leaf" || tensor.node.event.gradFn === null;
  if (isLeaf && !requiresGradAt(tensor, cursor)) {
    const wasOn =
      tensor.switched.length > 0 || (tensor.node.event.type === "leaf" && tensor.node.event.kind === "parameter");
    return { kind: wasOn ? "frozen" : "constant", ...none };
  }
  const lastDeed = tensor.deeds.at(cursor);
  if (lastDeed?.type === "reset") return { kind: "cleared", line: lastDeed.line, ...none };
  if (story.index.passes.countAt(cursor) === 0) return { kind: "noPass", ...none };
  const pass = passInto(story, id, cursor);
  if (pass && tensor.arrived.countAt(cursor) > 0)
    return { kind: pass.event.how === "grad" ? "onlyReturned" : "intermediate", ...none };
  return onward(story, id, cursor);
}

/** Follows the tensor's users: to a place where gradients are cut, or to the end of a way that no pass has started from. */
function onward(story: Story, id: TensorId, cursor: number): NoGradient {
  const graph = graphAt(story, cursor);
  const start = keyOf(story, id);
  const lines = new Map(graph.nodes.map((node) => [node.key, node.line]));
  const seen = new Set<string>(start === undefined ? [] : [start]);
  let used = false;
  for (const key of seen) {
    for (const edge of graph.edges) {
      if (edge.from !== key) continue;
      used = true;
      if (edge.cut) return { kind: "cut", cut: edge.cut, line: lines.get(edge.to) ?? 0, keys: [edge.to] };
      seen.add(edge.to);
    }
  }
  return { kind: used ? "notReached" : "unused", keys: [...seen].slice(1) };
}

/** What made a gradient larger than one way through the graph would: several ways, several passes, a forgotten clearing. */
export interface Larger {
  /** In how many ways the last pass reached it. */
  readonly ways: number;
  /** How many passes have added since it was last cleared. */
  readonly passes: number;
  /** A step has used the numbers before, and nothing has cleared them since: the line of the addition. */
  readonly stale: number | undefined;
}

/** Undefined when one way of one pass brought all of it. */
export function whyLarger(story: Story, id: TensorId, cursor: number): Larger | undefined {
  const tensor = story.index.tensors.get(id);
  if (!tensor || gradAt(story, id, cursor) === undefined) return undefined;
  const { entries } = accountOf(story, tensor, cursor, 1_000);
  const cleared = entries.findLastIndex((entry) => entry.kind === "cleared");
  const added = entries.slice(cleared + 1).filter((entry) => entry.kind === "added");
  const last = added.at(-1);
  if (!last) return undefined;
  const ways = partsOf(story, last.pass, id, cursor).length;
  const stale = added.find((entry) => entry.stale)?.line;
  return ways > 1 || added.length > 1 ? { ways, passes: added.length, stale } : undefined;
}

/** A second backward pass that failed, because the first had freed what the ops saved. */
export interface SecondBackward {
  /** The line of the pass that freed the graph. */
  readonly freedBy: number;
  /** The boxes whose saved values are gone. */
  readonly keys: readonly string[];
}

/** Undefined unless the run ended in that error and the cursor stands at it. */
export function whyNotTwice(story: Story, cursor: number): SecondBackward | undefined {
  const error = errorOf(story);
  if (cursor < story.length || !error || !/backward through the graph a second time/.test(error.text)) return undefined;
  const { passes } = story.index;
  const last = passes.at(story.length);
  // The pass that failed has begun and never ended; a run may also fail before it begins.
  const failed = last?.until === undefined ? last : undefined;
  const freed = new Set<string>();
  let freedBy = 0;
  for (let i = passes.length - 1; i >= 0; i--) {
    const pass = passes.nth(i);
    if (!pass || pass === failed || !pass.freed) continue;
    const shared = failed?.grads.first;
    if (shared && !pass.grads.head(pass.grads.length).some((grad) => grad.id === shared.id)) continue;
    freedBy = pass.event.line;
    for (const { from } of pass.flows.head(pass.flows.length)) {
      const key = keyOf(story, from);
      if (key !== undefined) freed.add(key);
    }
    break;
  }
  return freedBy === 0 ? undefined : { freedBy, keys: [...freed] };
}
