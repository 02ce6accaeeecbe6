/** What the latest backward pass has sent along each edge of the picture, at any cursor. */
import type { Folding } from "#geometry/fold.ts";
import type { TensorId, Value } from "#trace/events.ts";
import type { GraphEdge } from "#trace/graph.ts";
import { keyOf, type Story } from "#trace/story.ts";
import type { EventOf } from "#trace/storyIndex.ts";
import type { Timeline } from "#trace/timeline.ts";
import type { Scene } from "./scene.ts";

type Flows = Timeline<EventOf<"flow">>;

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

/** The gradient that has come along an edge of the picture (against its direction) by a cursor. */
export function flowOn(story: Story, scene: Scene, edge: GraphEdge, cursor: number): Value | undefined {
  const now = Math.min(cursor, story.length);
  const pass = story.index.passes.at(now);
  // While a pass runs, what earlier ones sent is out of the picture.
  const only = pass && (pass.until === undefined || pass.until > now) ? pass.flows : undefined;
  const latest = (sent: readonly Sent[] | undefined): Value | undefined =>
    sent?.findLast(({ flows, i }) => (!only || flows === only) && flows.countAt(now) > i)?.value;
  if (isFold(edge.from) || isFold(edge.to))
    return latest(bundlesOf(story, scene.folding).get(pairOf(edge.from, edge.to)));
  const [from, to] = [scene.now.get(edge.from), scene.now.get(edge.to)];
  if (!from || !to) return undefined;
  const { byEdge } = flowIndexOf(story);
  const { argument } = edge;
  const list = argument.indexOf("[");
  for (const op of to.ids) {
    for (const input of from.ids) {
      const value =
        latest(byEdge.get(edgeKey(op, input, argument))) ??
        (list < 0 ? undefined : latest(byEdge.get(edgeKey(op, input, argument.slice(0, list)))));
      if (value) return value;
    }
  }
  return undefined;
}

const isFold = (key: string): boolean => key.startsWith("fold:");
const pairOf = (from: string, to: string): string => `${from}\n${to}`;

const bundles = new WeakMap<Folding, { readonly read: number[]; readonly byPair: Map<string, Sent[]> }>();

/** What passes have sent from one box of a folded picture to another, whatever op inside has sent it. */
function bundlesOf(story: Story, folding: Folding): ReadonlyMap<string, readonly Sent[]> {
  const { passes } = story.index;
  let state = bundles.get(folding);
  if (!state) {
    state = { read: [], byPair: new Map() };
    bundles.set(folding, state);
  }
  for (let p = Math.max(0, state.read.length - 1); p < passes.length; p++) {
    const flows = passes.nth(p)?.flows;
    if (!flows) continue;
    for (let i = state.read[p] ?? 0; i < flows.length; i++) {
      const flow = flows.nth(i);
      const ends = flow && endsOf(story, folding, flow);
      if (!flow || !ends || ends.from === ends.to) continue;
      const key = pairOf(ends.from, ends.to);
      const sent = state.byPair.get(key);
      if (sent) sent.push({ flows, i, value: flow.value });
      else state.byPair.set(key, [{ flows, i, value: flow.value }]);
    }
    state.read[p] = flows.length;
  }
  return state.byPair;
}

/** The boxes between which a gradient passes: `to` holds the op that sends it, `from` the input that gets it. */
function endsOf(
  story: Story,
  folding: Folding,
  flow: EventOf<"flow">,
): { readonly from: string; readonly to: string } | undefined {
  const [input, op] = [keyOf(story, flow.to), keyOf(story, flow.from)];
  if (input === undefined || op === undefined) return undefined;
  return { from: folding.boxOf.get(input) ?? input, to: folding.boxOf.get(op) ?? op };
}

/** The edge of the picture along which a flow goes; undefined inside a closed box. */
export function edgeOf(story: Story, scene: Scene, flow: EventOf<"flow">): GraphEdge | undefined {
  const ends = endsOf(story, scene.folding, flow);
  if (!ends || ends.from === ends.to) return undefined;
  const between = scene.graph.edges.filter(
    (edge) => edge.from === ends.from && edge.to === ends.to && edge.cut === undefined,
  );
  return between.find((edge) => carries(flow, edge.argument)) ?? between[0];
}

/** A list's entries are told apart on edges, not always in flows. */
function carries(flow: EventOf<"flow">, argument: string): boolean {
  const list = argument.indexOf("[");
  return flow.argument === argument || (list >= 0 && flow.argument === argument.slice(0, list));
}
