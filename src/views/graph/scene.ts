/** What the graph view draws at a cursor: the graph of the moment, on the layout of the whole run. */
import { foldByLine } from "#geometry/fold.ts";
import type { Graph, GraphNode } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import type { Story } from "#trace/story.ts";
import { foldedAs } from "./foldedAs.ts";

/** How many boxes a person is shown before lines are folded. */
export const foldLimit = 160;

export interface Scene {
  /** The graph at the cursor. */
  readonly graph: Graph;
  /** Every box of the run: what layout places, so that stepping through the run moves nothing. */
  readonly whole: Graph;
  readonly now: ReadonlyMap<string, GraphNode>;
  /** How many ops the run has, if its lines were folded. */
  readonly foldedFrom: number | undefined;
}

interface Whole {
  readonly drawn: Graph;
  readonly foldedFrom: number | undefined;
  readonly at: (graph: Graph) => Graph;
}

const wholes = new WeakMap<Story, Whole>();
const scenes = new WeakMap<Graph, { readonly whole: Graph; readonly scene: Scene }>();

/** The scene at a cursor; the same object again while nothing of the graph changes. */
export function sceneOf(story: Story, cursor: number): Scene {
  const { drawn, foldedFrom, at } = wholeOf(story);
  const plain = graphAt(story, cursor);
  const known = scenes.get(plain);
  if (known?.whole === drawn) return known.scene;
  const graph = at(plain);
  const scene: Scene = {
    graph,
    whole: unionOf(drawn, graph),
    now: new Map(graph.nodes.map((node) => [node.key, node])),
    foldedFrom,
  };
  scenes.set(plain, { whole: drawn, scene });
  return scene;
}

function wholeOf(story: Story): Whole {
  const known = wholes.get(story);
  if (known) return known;
  const end = graphAt(story, story.length);
  const folds = end.nodes.length > foldLimit;
  const drawn = folds ? foldByLine(end, foldLimit) : end;
  const made: Whole = {
    drawn,
    foldedFrom: folds ? end.nodes.filter((node) => node.op !== undefined).length : undefined,
    at: folds ? foldedAs(end, drawn) : (graph) => graph,
  };
  wholes.set(story, made);
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
