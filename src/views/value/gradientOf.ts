/** Value and gradient of a node at a cursor, as the picture shows them. */
import type { Value } from "#trace/events.ts";
import type { GraphNode } from "#trace/graph.ts";
import { gatheringAt } from "#trace/links.ts";
import { arrivedAt, gradAt, type Story, valueAt } from "#trace/story.ts";
import { sumOf } from "./sum.ts";

export function valueOfNode(story: Story, node: GraphNode, cursor: number): Value | undefined {
  const [id] = node.ids;
  return id === undefined ? undefined : valueAt(story, id, cursor);
}

/** `.grad` for a leaf; for a result what the latest pass delivered, although PyTorch does not keep it. */
export function gradientOfNode(story: Story, node: GraphNode, cursor: number): Value | undefined {
  const [id] = node.ids;
  if (id === undefined) return undefined;
  return gradAt(story, id, cursor) ?? (node.gradFn === null ? undefined : arrivedAt(story, id, cursor));
}

/** A gradient in the picture, and what is happening to it. */
export interface GradientState {
  readonly value: Value | undefined;
  /**
   * `gathering`: more is to come in the pass that runs; `held`: it is whole; `used`: it belongs to an intermediate result whose
   * pass has ended, so PyTorch keeps it no longer.
   */
  readonly state: "none" | "gathering" | "held" | "used";
  /** While it gathers: what has come so far, `.grad` of earlier passes first. */
  readonly terms: readonly Value[];
}

const nothing: GradientState = { value: undefined, state: "none", terms: [] };

export function gradientStateOf(story: Story, node: GraphNode, cursor: number): GradientState {
  const [id] = node.ids;
  if (id === undefined) return nothing;
  const kept = gradAt(story, id, cursor);
  const parts = gatheringAt(story, id, cursor);
  if (parts.length > 0) {
    const terms = [...(kept ? [kept] : []), ...parts.map((link) => link.flow.value)];
    return { value: sumOf(terms), state: "gathering", terms };
  }
  if (kept) return { value: kept, state: "held", terms: [] };
  const arrived = node.gradFn === null ? undefined : arrivedAt(story, id, cursor);
  if (!arrived) return nothing;
  const { passes, tensors } = story.index;
  const now = Math.floor(Math.min(cursor, story.length));
  const latest = passes.at(now);
  const since = tensors.get(id)?.arrived.sinceAt(now) ?? 0;
  if (latest && since < latest.since && (latest.until === undefined || latest.until > now)) return nothing;
  const own = passes.at(since);
  const over = own?.until !== undefined && own.until <= now;
  return { value: arrived, state: over ? "used" : "held", terms: [] };
}
