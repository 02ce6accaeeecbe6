/** Which node the arrow keys go to: along edges left and right, among neighbours of the same column up and down. */
import type { Graph, Layout } from "#trace/graph.ts";
import { relationsOf } from "../value/expression.ts";

export const walkKeys = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"] as const;
export type WalkKey = (typeof walkKeys)[number];

export const isWalkKey = (key: string): key is WalkKey => (walkKeys as readonly string[]).includes(key);

/** The key of the node to go to; undefined where there is none that way. */
export function walk(graph: Graph, layout: Layout, from: string | undefined, key: WalkKey): string | undefined {
  const first = graph.nodes[0]?.key;
  if (key === "Home" || from === undefined) return key === "End" ? lastOf(graph) : first;
  const { inputs, users } = relationsOf(graph);
  switch (key) {
    case "End":
      return lastOf(graph);
    case "ArrowLeft":
      return nearest(layout, from, inputs.get(from)?.map((node) => node.key) ?? []);
    case "ArrowRight":
      return nearest(layout, from, users.get(from)?.map((node) => node.key) ?? []);
    case "ArrowUp":
    case "ArrowDown":
      return beside(graph, layout, from, key === "ArrowUp" ? -1 : 1);
    default:
      return key satisfies never;
  }
}

/** A root is where a learner looks at the end: the loss. */
const lastOf = (graph: Graph): string | undefined =>
  (graph.nodes.findLast((node) => node.isRoot) ?? graph.nodes.at(-1))?.key;

function nearest(layout: Layout, from: string, keys: readonly string[]): string | undefined {
  const here = layout.boxes.get(from);
  if (!here) return keys[0];
  const away = (key: string): number => Math.abs((layout.boxes.get(key)?.y ?? 0) - here.y);
  return [...keys].sort((a, b) => away(a) - away(b))[0];
}

function beside(graph: Graph, layout: Layout, from: string, direction: 1 | -1): string | undefined {
  const here = layout.boxes.get(from);
  if (!here) return undefined;
  let best: { readonly key: string; readonly away: number } | undefined;
  for (const { key } of graph.nodes) {
    const box = layout.boxes.get(key);
    if (!box || key === from) continue;
    const down = (box.y - here.y) * direction;
    if (down <= 0) continue;
    // Same column first: a sideways step costs three times a downward one.
    const away = down + 3 * Math.abs(box.x - here.x);
    if (!best || away < best.away) best = { key, away };
  }
  return best?.key;
}
