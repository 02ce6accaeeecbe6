/** What the latest backward pass has sent along each edge of the picture, at any cursor. */
import type { TensorId, TraceEvent, Value } from "#trace/events.ts";
import type { GraphNode } from "#trace/graph.ts";
import type { Story } from "#trace/story.ts";
import type { Timeline } from "#trace/timeline.ts";

type Flows = Timeline<Extract<TraceEvent, { type: "flow" }>>;

/** The i-th flow of a pass; it has happened at cursors where that pass counts more than i. */
interface Sent {
  readonly flows: Flows;
  readonly i: number;
  readonly value: Value;
}

interface FlowIndex {
  readonly byEdge: Map<string, Sent[]>;
  /** How many flows of each pass have been read. */
  readonly read: number[];
}

const indexes = new WeakMap<object, FlowIndex>();

const edgeKey = (op: TensorId, input: TensorId, argument: string): string => `${op}>${input}>${argument}`;

/** Reads only the flows that came since the last question: a running program asks after every batch. */
function flowIndexOf(story: Story): FlowIndex {
  const { index } = story;
  const known = indexes.get(index);
  const flowIndex: FlowIndex = known ?? { byEdge: new Map(), read: [] };
  if (!known) indexes.set(index, flowIndex);
  for (let p = Math.max(0, flowIndex.read.length - 1); p < index.passes.length; p++) {
    const flows = index.passes.nth(p)?.flows;
    if (!flows) continue;
    for (let i = flowIndex.read[p] ?? 0; i < flows.length; i++) {
      const flow = flows.nth(i);
      if (!flow) continue;
      const key = edgeKey(flow.from, flow.to, flow.argument);
      const sent = flowIndex.byEdge.get(key);
      if (sent) sent.push({ flows, i, value: flow.value });
      else flowIndex.byEdge.set(key, [{ flows, i, value: flow.value }]);
    }
    flowIndex.read[p] = flows.length;
  }
  return flowIndex;
}

/** The gradient that has come along the edge `from → to` (against its direction) by a cursor. */
export function flowAt(
  story: Story,
  from: GraphNode,
  to: GraphNode,
  argument: string,
  cursor: number,
): Value | undefined {
  const { byEdge } = flowIndexOf(story);
  const now = Math.min(cursor, story.length);
  const list = argument.indexOf("[");
  const pass = story.index.passes.at(now);
  // While a pass runs, what earlier ones sent is out of the picture.
  const only = pass && (pass.until === undefined || pass.until > now) ? pass.flows : undefined;
  for (const op of to.ids) {
    for (const input of from.ids) {
      const sent =
        byEdge.get(edgeKey(op, input, argument)) ??
        (list < 0 ? undefined : byEdge.get(edgeKey(op, input, argument.slice(0, list))));
      const latest = sent?.findLast(({ flows, i }) => (!only || flows === only) && flows.countAt(now) > i);
      if (latest) return latest.value;
    }
  }
  return undefined;
}

/** Is this flow the one along the edge `from → to`? */
export function carries(
  flow: Extract<TraceEvent, { type: "flow" }>,
  from: GraphNode,
  to: GraphNode,
  argument: string,
): boolean {
  const list = argument.indexOf("[");
  const own = flow.argument === argument || (list >= 0 && flow.argument === argument.slice(0, list));
  return own && to.ids.includes(flow.from) && from.ids.includes(flow.to);
}
