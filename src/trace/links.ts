/** The links of the chain rule in a run: what each op received in a backward pass, and what it sent on to each of its inputs. */
import type { TensorId, Value } from "./events.ts";
import type { Story } from "./story.ts";
import type { EventOf, NodeStory, PassStory } from "./storyIndex.ts";

/** One edge of a backward pass: the op's result received `upstream`, and its input was sent `flow.value`. */
export interface Link {
  readonly pass: PassStory;
  readonly flow: EventOf<"flow">;
  /** The flow has happened at cursors from here on. */
  readonly since: number;
  /** The op that sends. */
  readonly node: NodeStory;
  /** Its result for which a gradient had arrived. */
  readonly result: TensorId;
  readonly upstream: Value | undefined;
}

/** What a step of a backward pass does: a gradient goes along an edge, or has arrived whole. */
export type BackwardStep =
  | { readonly kind: "flow"; readonly link: Link }
  | {
      readonly kind: "grad";
      readonly pass: PassStory;
      readonly grad: EventOf<"grad">;
      /** What came along each edge, in order; together they are `grad.added`. */
      readonly parts: readonly Link[];
      /** What `.grad` held before, if it held anything and keeps the sum. */
      readonly before: Value | undefined;
    };

/** The step of a backward pass that is under way at a cursor, or at a whole cursor the one just done. */
export function backwardStepAt(story: Story, cursor: number): BackwardStep | undefined {
  const now = Math.ceil(Math.min(cursor, story.length));
  const pass = story.index.passes.at(now);
  if (!pass || (pass.until !== undefined && pass.until < now)) return undefined;
  if (pass.flows.sinceAt(now) === now) {
    const flow = pass.flows.at(now);
    const link = flow && linkOf(story, pass, flow, now);
    return link && { kind: "flow", link };
  }
  const grad = pass.grads.sinceAt(now) === now ? pass.grads.at(now) : undefined;
  if (!grad) return undefined;
  const before = grad.stored ? story.index.tensors.get(grad.id)?.grad.at(now - 1) : undefined;
  return { kind: "grad", pass, grad, parts: partsOf(story, pass, grad.id, now), before };
}

/** The link that the pass at a cursor takes next: what it needs can be fetched before it is shown. */
export function nextLinkAt(story: Story, cursor: number): Link | undefined {
  const now = Math.ceil(Math.min(cursor, story.length));
  const pass = story.index.passes.at(now);
  const i = pass?.flows.countAt(now) ?? 0;
  const flow = pass?.flows.nth(i);
  return pass && flow && linkOf(story, pass, flow, pass.flows.sinceOf(i) ?? now);
}

/** What a backward pass has sent into a tensor by a cursor, in order. */
export function partsOf(story: Story, pass: PassStory, id: TensorId, cursor: number): readonly Link[] {
  const parts: Link[] = [];
  for (const i of flowsInto(pass).get(id) ?? []) {
    const since = pass.flows.sinceOf(i);
    const flow = pass.flows.nth(i);
    if (since === undefined || since > cursor || !flow) break;
    const link = linkOf(story, pass, flow, since);
    if (link) parts.push(link);
  }
  return parts;
}

/** The latest backward pass by a cursor that has sent anything into a tensor or started there. */
export function passInto(story: Story, id: TensorId, cursor: number): PassStory | undefined {
  const { passes } = story.index;
  for (let i = passes.countAt(Math.ceil(Math.min(cursor, story.length))) - 1; i >= 0; i--) {
    const pass = passes.nth(i);
    if (!pass) continue;
    const first = flowsInto(pass).get(id)?.[0];
    if (first !== undefined && (pass.flows.sinceOf(first) ?? Number.POSITIVE_INFINITY) <= cursor) return pass;
    if (pass.event.roots.some((root) => root.id === id)) return pass;
  }
  return undefined;
}

/** A gradient that is still gathering at a cursor: something has come in the running pass, but not yet everything. */
export function gatheringAt(story: Story, id: TensorId, cursor: number): readonly Link[] {
  const now = Math.floor(Math.min(cursor, story.length));
  const pass = story.index.passes.at(now);
  if (!pass || (pass.until !== undefined && pass.until <= now)) return [];
  const arrived = story.index.tensors.get(id)?.arrived.sinceAt(now) ?? 0;
  return arrived > pass.since ? [] : partsOf(story, pass, id, now);
}

/** Ways along which a pass brought a gradient from its roots to a tensor; each is a list of links from the tensor up to a root. */
export interface Paths {
  /** How many there are in all; may be beyond what numbers count exactly. */
  readonly count: number;
  /** The first `most` of them. */
  readonly listed: readonly (readonly Link[])[];
}

/** Every way from a tensor up to the roots of a pass, counted; the first `most` are listed. */
export function pathsOf(story: Story, pass: PassStory, id: TensorId, most: number): Paths {
  const into = flowsInto(pass);
  const isRoot = (node: NodeStory): boolean =>
    node.tensors.some((tensor) => pass.event.roots.some((root) => root.id === tensor.id));
  const onward = (node: NodeStory): readonly Link[] =>
    node.tensors.flatMap((tensor) =>
      (into.get(tensor.id) ?? []).flatMap((i) => {
        const flow = pass.flows.nth(i);
        const link = flow && linkOf(story, pass, flow, pass.flows.sinceOf(i) ?? 0);
        return link ? [link] : [];
      }),
    );
  // A gradient reaches an op before the op sends it on: in the order of sending, the counts of all ways up are known already.
  const counts = new Map<NodeStory, number>();
  const start = story.index.tensors.get(id)?.node;
  for (const root of pass.event.roots) {
    const node = story.index.tensors.get(root.id)?.node;
    if (node) counts.set(node, (counts.get(node) ?? 0) + 1);
  }
  for (const flow of pass.flows.head(pass.flows.length)) {
    const from = story.index.tensors.get(flow.from)?.node;
    const to = story.index.tensors.get(flow.to)?.node;
    if (from && to) counts.set(to, (counts.get(to) ?? 0) + (counts.get(from) ?? 0));
  }
  return { count: (start && counts.get(start)) ?? 0, listed: start ? walks(start, most, isRoot, onward) : [] };
}

/** A way under construction, from its far end back to the start. */
interface Way {
  readonly node: NodeStory;
  readonly link?: Link;
  readonly before?: Way;
}

/** Depth first without recursion: a chain may be ten thousand links long. */
function walks(
  start: NodeStory,
  most: number,
  isRoot: (node: NodeStory) => boolean,
  onward: (node: NodeStory) => readonly Link[],
): readonly (readonly Link[])[] {
  const listed: (readonly Link[])[] = [];
  const todo: Way[] = [{ node: start }];
  for (let way = todo.pop(); way && listed.length < most; way = todo.pop()) {
    if (isRoot(way.node)) {
      const path: Link[] = [];
      for (let at: Way | undefined = way; at; at = at.before) if (at.link) path.push(at.link);
      listed.push(path.reverse());
    }
    for (const link of [...onward(way.node)].reverse()) todo.push({ node: link.node, link, before: way });
  }
  return listed;
}

const intos = new WeakMap<PassStory, { read: number; readonly byInput: Map<TensorId, number[]> }>();

/** The indices of a pass's flows by the tensor that they go to; only new flows are read. */
function flowsInto(pass: PassStory): ReadonlyMap<TensorId, readonly number[]> {
  let state = intos.get(pass);
  if (!state) {
    state = { read: 0, byInput: new Map() };
    intos.set(pass, state);
  }
  for (; state.read < pass.flows.length; state.read++) {
    const to = pass.flows.nth(state.read)?.to ?? -1;
    const list = state.byInput.get(to);
    if (list) list.push(state.read);
    else state.byInput.set(to, [state.read]);
  }
  return state.byInput;
}

function linkOf(story: Story, pass: PassStory, flow: EventOf<"flow">, since: number): Link | undefined {
  const node = story.index.tensors.get(flow.from)?.node;
  if (!node) return undefined;
  const got = node.tensors.find((tensor) => (tensor.arrived.sinceAt(since) ?? 0) > pass.since);
  return { pass, flow, since, node, result: got?.id ?? flow.from, upstream: got?.arrived.at(since) };
}
