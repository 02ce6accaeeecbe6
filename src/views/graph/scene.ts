/** What the graph view draws at a cursor: the graph of the moment, on the layout of the whole run. */
import { foldByLine } from "#geometry/fold.ts";
import type { Graph, GraphEdge, GraphNode } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import type { Story } from "#trace/story.ts";

/** How many boxes a person is shown before lines are folded. */
export const foldLimit = 160;

export interface Scene {
  /** The graph at the cursor. */
  readonly graph: Graph;
  /** Every box of the run: what layout places, so that stepping through the run moves nothing. */
  readonly whole: Graph;
  readonly now: ReadonlyMap<string, GraphNode>;
  readonly nowEdges: ReadonlyMap<string, GraphEdge>;
  /** How many ops the run has, if its lines were folded. */
  readonly foldedFrom: number | undefined;
}

const wholes = new WeakMap<Story, { readonly graph: Graph; readonly foldedFrom: number | undefined }>();
const folds = new WeakMap<Graph, Graph>();
const scenes = new WeakMap<Graph, { readonly whole: Graph; readonly scene: Scene }>();

export function sceneOf(story: Story, cursor: number): Scene {
  const { graph: end, foldedFrom } = wholeOf(story);
  const plain = graphAt(story, cursor);
  const graph = foldedFrom === undefined ? plain : folded(plain);
  const whole = unionOf(end, graph);
  const known = scenes.get(graph);
  if (known?.whole === whole) return known.scene;
  const scene: Scene = {
    graph,
    whole,
    now: new Map(graph.nodes.map((node) => [node.key, node])),
    nowEdges: new Map(graph.edges.map((edge) => [edge.key, edge])),
    foldedFrom,
  };
  scenes.set(graph, { whole, scene });
  return scene;
}

function wholeOf(story: Story): { readonly graph: Graph; readonly foldedFrom: number | undefined } {
  const known = wholes.get(story);
  if (known) return known;
  const end = graphAt(story, story.length);
  const ops = end.nodes.filter((node) => node.op !== undefined).length;
  const fold = end.nodes.length > foldLimit;
  const made = { graph: fold ? folded(end) : end, foldedFrom: fold ? ops : undefined };
  wholes.set(story, made);
  return made;
}

/** Once a run is folded, every moment of it is: a graph that grows must not change its boxes half-way. */
function folded(graph: Graph): Graph {
  const known = folds.get(graph);
  if (known) return known;
  const made = foldByLine(graph, 0);
  folds.set(graph, made);
  return made;
}

/** The end of a run holds all its boxes; an edge that a later round of a loop replaced is added back. */
function unionOf(end: Graph, now: Graph): Graph {
  const nodes = new Set(end.nodes.map((node) => node.key));
  const edges = new Set(end.edges.map((edge) => edge.key));
  const moreNodes = now.nodes.filter((node) => !nodes.has(node.key));
  const moreEdges = now.edges.filter((edge) => !edges.has(edge.key));
  if (moreNodes.length === 0 && moreEdges.length === 0) return end;
  return {
    nodes: [...end.nodes, ...moreNodes],
    edges: [...end.edges, ...moreEdges],
    structure: `${end.structure}+${now.structure}`,
  };
}
