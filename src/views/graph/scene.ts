/** What the graph view draws at a cursor: the graph of the moment, folded as the whole run is folded, on the layout of the whole run. */
import { type Folding, foldGraph, openAtFirst, pathsIn } from "#geometry/fold.ts";
import type { Graph, GraphNode } from "#trace/graph.ts";
import { graphAt } from "#trace/graphAt.ts";
import { groupPathsOf } from "#trace/groups.ts";
import type { Story } from "#trace/story.ts";
import { foldedAs } from "./foldedAs.ts";

/** Which groups a person has opened (true) or closed (false), by the group's key. */
export type FoldChoices = ReadonlyMap<string, boolean>;

export interface Scene {
  /** The graph at the cursor. */
  readonly graph: Graph;
  /** Every box of the run: what layout places, so that stepping through the run moves nothing. */
  readonly whole: Graph;
  readonly now: ReadonlyMap<string, GraphNode>;
  readonly folding: Folding;
  /** How many ops the run has, if some of them are folded. */
  readonly foldedFrom: number | undefined;
}

interface Whole {
  readonly folding: Folding;
  readonly foldedFrom: number | undefined;
  readonly at: (graph: Graph) => Graph;
}

/** A group of no more boxes than this opens whole. */
const smallGroup = 30;

const noChoices: FoldChoices = new Map();
const wholes = new WeakMap<Story, { readonly choices: FoldChoices; readonly whole: Whole }>();
const paths = new WeakMap<Story, { readonly pathOf: Folding["pathOf"]; readonly first: ReadonlySet<string> }>();
const scenes = new WeakMap<Graph, { readonly whole: Whole; readonly scene: Scene }>();

/** The scene at a cursor; the same object again while nothing of the graph changes. */
export function sceneOf(story: Story, cursor: number, choices: FoldChoices = noChoices): Scene {
  const whole = wholeOf(story, choices);
  const plain = graphAt(story, cursor);
  const known = scenes.get(plain);
  if (known?.whole === whole) return known.scene;
  const graph = whole.at(plain);
  const scene: Scene = {
    graph,
    whole: unionOf(whole.folding.graph, graph),
    now: new Map(graph.nodes.map((node) => [node.key, node])),
    folding: whole.folding,
    foldedFrom: whole.foldedFrom,
  };
  scenes.set(plain, { whole, scene });
  return scene;
}

function wholeOf(story: Story, choices: FoldChoices): Whole {
  const known = wholes.get(story);
  if (known?.choices === choices) return known.whole;
  const end = graphAt(story, story.length);
  const { pathOf, first } = pathsOf(story, end);
  const more = openedWith(pathOf, choices);
  const folding = foldGraph(end, pathOf, (group) => choices.get(group) ?? (first.has(group) || more.has(group)));
  const folds = folding.graph !== end;
  const whole: Whole = {
    folding,
    foldedFrom: folds ? end.nodes.filter((node) => node.op !== undefined).length : undefined,
    at: folds ? foldedAs(end, folding) : (graph) => graph,
  };
  wholes.set(story, { choices, whole });
  return whole;
}

/** Whoever opens a small group wants to see what it does: all that is inside opens with it. */
function openedWith(pathOf: Folding["pathOf"], choices: FoldChoices): ReadonlySet<string> {
  const inside = new Map<string, { nodes: number; readonly groups: Set<string> }>();
  for (const path of pathOf.values()) {
    path.forEach(({ key }, depth) => {
      if (choices.get(key) !== true) return;
      const known = inside.get(key) ?? { nodes: 0, groups: new Set() };
      inside.set(key, known);
      known.nodes++;
      for (const inner of path.slice(depth + 1)) known.groups.add(inner.key);
    });
  }
  return new Set([...inside.values()].flatMap(({ nodes, groups }) => (nodes <= smallGroup ? [...groups] : [])));
}

function pathsOf(
  story: Story,
  end: Graph,
): { readonly pathOf: Folding["pathOf"]; readonly first: ReadonlySet<string> } {
  let made = paths.get(story);
  if (!made) {
    const pathOf = pathsIn(end, groupPathsOf(story));
    made = { pathOf, first: openAtFirst(end, pathOf) };
    paths.set(story, made);
  }
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
