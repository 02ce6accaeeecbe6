/** The graph that a story shows at a cursor. */
import type { TensorId } from "./events.ts";
import type { Graph, GraphEdge, GraphNode } from "./graph.ts";
import { assignKeys, nameOf } from "./keys.ts";
import { kindAt, requiresGradAt } from "./nodeFacts.ts";
import { leafLabel, opLabel } from "./nodeLabel.ts";
import type { Story } from "./story.ts";
import type { NodeInput, NodeStory, Place, StoryIndex, TensorStory } from "./storyIndex.ts";
import { structureOf } from "./structure.ts";
import { countUpTo } from "./timeline.ts";

const remembered = 48;

/** The boxes and edges at a cursor. The same object for cursors between which nothing of the graph changes. */
export function graphAt(story: Story, cursor: number): Graph {
  const { index } = story;
  const now = Math.min(Math.floor(cursor), story.length);
  const version = countUpTo(index.changes, now);
  const known = index.graphs.get(version);
  if (known) return known;
  assignKeys(index);
  const graph = buildGraph(index, version === 0 ? 0 : (index.changes[version - 1] ?? 0));
  if (index.graphs.size >= remembered) index.graphs.clear();
  index.graphs.set(version, graph);
  return graph;
}

function buildGraph(index: StoryIndex, cursor: number): Graph {
  const standing = new Map<Place, NodeStory>();
  for (const place of index.places) {
    if ((place.nodes.first?.since ?? Number.POSITIVE_INFINITY) > cursor) break;
    const node = place.nodes.at(cursor);
    if (node && (place.shown > 0 || index.tracked === 0)) standing.set(place, node);
  }
  const { edges, used, carried } = edgesOf(standing);
  const nodes: GraphNode[] = [];
  for (const [place, node] of standing) {
    nodes.push(drawNode(index, place, carried.get(place) ?? node, !used.has(place), cursor));
  }
  return { nodes, edges, structure: structureOf(nodes, edges) };
}

function edgesOf(standing: ReadonlyMap<Place, NodeStory>): {
  readonly edges: readonly GraphEdge[];
  readonly used: ReadonlySet<Place>;
  readonly carried: ReadonlyMap<Place, NodeStory>;
} {
  const edges: GraphEdge[] = [];
  const used = new Set<Place>();
  const carried = new Map<Place, NodeStory>();
  for (const [place, node] of standing) {
    for (const input of node.inputs) {
      let from = input.node.place;
      if (!from || !standing.has(from)) continue;
      if (from.rank >= place.rank) {
        // A loop brought this value round from its last round. It stands where the first round's value stood: h in, h out.
        from = entrance(place, input);
        if (!from || !standing.has(from)) continue;
        carried.set(from, input.node);
      }
      const cut =
        node.event.type === "op" && (input.node.derived || takesGrad(input.node)) ? node.event.cut : undefined;
      if (!cut) used.add(from);
      const key = `${from.key}->${place.key}:${input.argument}`;
      edges.push({ key, from: from.key, to: place.key, argument: input.argument, ...(cut ? { cut } : {}) });
    }
  }
  return { edges, used, carried };
}

const takesGrad = (node: NodeStory): boolean =>
  node.tensors.some((tensor) => requiresGradAt(tensor, Number.POSITIVE_INFINITY));

/** Where the first round of a loop took the value that later rounds bring round: only a node without inputs can be stood in for. */
function entrance(place: Place, input: NodeInput): Place | undefined {
  const first = place.nodes.first?.inputs.find((other) => other.argument === input.argument)?.node;
  return first && first.inputs.length === 0 && (first.place?.rank ?? Number.POSITIVE_INFINITY) < place.rank
    ? first.place
    : undefined;
}

function mainFirst(tensors: readonly TensorStory[], main: TensorStory | undefined): readonly TensorId[] {
  const ids = tensors.map((tensor) => tensor.id);
  return main === undefined || main === tensors[0] ? ids : [main.id, ...ids.filter((id) => id !== main.id)];
}

function drawNode(index: StoryIndex, place: Place, node: NodeStory, isRoot: boolean, cursor: number): GraphNode {
  const { event } = node;
  const main = node.main ?? node.tensors[0];
  const value = main?.value.at(cursor);
  const kind = kindAt(node, cursor);
  const name = main === node.tensors[0] ? nameOf(node) : main?.names.first;
  // A value that a loop brought round stands in the box of the leaf it replaces, and looks like one.
  const standsIn = node.place !== place;
  const op = event.type === "op" && !standsIn ? event.op : undefined;
  const root = isRoot && op !== undefined;
  const label = op === undefined ? leafLabel(node) : opLabel(index, node);
  const old = node.drawn;
  const same =
    old &&
    old.key === place.key &&
    old.kind === kind &&
    old.name === name &&
    old.isRoot === root &&
    old.ids[0] === main?.id;
  if (same && old.label === label) return old;
  const args = event.type === "op" && !standsIn ? event.args : [];
  const drawn: GraphNode = {
    key: place.key,
    ids: mainFirst(node.tensors, main),
    kind,
    ...(op === undefined ? {} : { op }),
    label,
    ...(name === undefined ? {} : { name }),
    line: event.line,
    shape: value?.shape ?? [],
    dtype: value?.dtype ?? "float32",
    gradFn: event.type === "op" ? event.gradFn : null,
    requiresGrad: node.tensors.some((tensor) => requiresGradAt(tensor, cursor)),
    args,
    isRoot: root,
  };
  if (!standsIn) node.drawn = drawn;
  return drawn;
}
