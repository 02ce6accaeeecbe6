/** Folding: boxes that belong together (a module, a function, a loop, a line) are drawn as one until they are opened. */
import type { Graph, GraphEdge, GraphNode } from "#trace/graph.ts";
import type { Group, GroupPath } from "#trace/groups.ts";
import { structureOf } from "#trace/structure.ts";

/** A graph with some of its groups closed. */
export interface Folding {
  readonly graph: Graph;
  /** The box in which a node is drawn: its own key, or that of the outermost closed group that it belongs to. */
  readonly boxOf: ReadonlyMap<string, string>;
  /** The groups around a node that can be closed, from the outermost in; those of one node, or of no less than their parent, are left out. */
  readonly pathOf: ReadonlyMap<string, GroupPath>;
}

/** A graph of no more boxes than this is read as it is; a larger one is folded … */
export const mostUnfolded = 60;
/** … and opened again as far as no more boxes than this come to see. */
const comfortable = 36;
/** Data of one line and kind folds when there is more of it than this. */
const fewLeaves = 6;

/** Which groups can be closed around each node of a graph. `paths` are those of ops; data goes with its users. */
export function pathsIn(graph: Graph, paths: ReadonlyMap<string, GroupPath>): ReadonlyMap<string, GroupPath> {
  const whole = new Map<string, GroupPath>();
  for (const node of graph.nodes) if (node.op !== undefined) whole.set(node.key, paths.get(node.key) ?? []);
  addData(graph, whole);
  const counts = new Map<string, number>();
  for (const path of whole.values()) for (const { key } of path) counts.set(key, (counts.get(key) ?? 0) + 1);
  const useful = new Map<string, GroupPath>();
  for (const node of graph.nodes) {
    let around = graph.nodes.length;
    const path = (whole.get(node.key) ?? []).filter(({ key }) => {
      const count = counts.get(key) ?? 0;
      if (count < 2 || count >= around) return false;
      around = count;
      return true;
    });
    useful.set(node.key, path);
  }
  return useful;
}

function addData(graph: Graph, whole: Map<string, GroupPath>): void {
  const users = new Map<string, string[]>();
  for (const { from, to } of graph.edges) {
    const list = users.get(from);
    if (list) list.push(to);
    else users.set(from, [to]);
  }
  const alike = new Map<string, number>();
  const groupOfData = (node: GraphNode, parent: string): string => `${parent}|data ${node.line} ${node.kind}`;
  const own = new Map<string, Group[]>();
  for (const node of graph.nodes) {
    if (node.op !== undefined) continue;
    const paths = (users.get(node.key) ?? []).map((key) => whole.get(key) ?? []);
    // What a program trains stays in sight when it is used in a loop or a line; a module's parameters go with the module.
    const trained = node.kind !== "constant";
    const path = commonOf(paths).filter(
      ({ kind }) => !trained || kind === "module" || kind === "function" || kind === "calls",
    );
    own.set(node.key, path);
    const group = groupOfData(node, path.at(-1)?.key ?? "");
    alike.set(group, (alike.get(group) ?? 0) + 1);
  }
  for (const node of graph.nodes) {
    const path = own.get(node.key);
    if (!path) continue;
    const key = groupOfData(node, path.at(-1)?.key ?? "");
    const many = (alike.get(key) ?? 0) > fewLeaves;
    whole.set(node.key, many ? [...path, { key, kind: "line", name: "", at: [node.line] }] : path);
  }
}

function commonOf(paths: readonly GroupPath[]): readonly Group[] {
  const [first = [], ...rest] = paths;
  let length = first.length;
  for (const path of rest) {
    let i = 0;
    while (i < length && path[i]?.key === first[i]?.key) i++;
    length = i;
  }
  return first.slice(0, length);
}

/** The groups that are open when nobody has chosen: all of a small graph's; of a large one's as many levels as can be read. */
export function openAtFirst(graph: Graph, pathOf: ReadonlyMap<string, GroupPath>): ReadonlySet<string> {
  const every = new Set([...pathOf.values()].flatMap((path) => path.map(({ key }) => key)));
  if (graph.nodes.length <= mostUnfolded) return every;
  const open = new Set<string>();
  for (;;) {
    // What opening each closed group would bring to see; groups of one kind side by side open together or not at all.
    const inside = new Map<string, { readonly siblings: string; readonly boxes: Set<string> }>();
    const visible = new Set<string>();
    for (const [node, path] of pathOf) {
      const at = path.findIndex(({ key }) => !open.has(key));
      const group = path[at];
      visible.add(group?.key ?? node);
      if (!group) continue;
      const next = path[at + 1]?.key ?? node;
      const known = inside.get(group.key);
      if (known) known.boxes.add(next);
      else inside.set(group.key, { siblings: `${path[at - 1]?.key} ${group.kind}`, boxes: new Set([next]) });
    }
    const growth = new Map<string, number>();
    for (const { siblings, boxes } of inside.values())
      growth.set(siblings, (growth.get(siblings) ?? 0) + boxes.size - 1);
    let boxes = visible.size;
    let opened = false;
    for (const [siblings, more] of [...growth].sort(([, a], [, b]) => a - b)) {
      if (boxes + more > comfortable) break;
      boxes += more;
      for (const [key, one] of inside) if (one.siblings === siblings) open.add(key);
      opened = true;
    }
    if (!opened) return open;
  }
}

/** Draws every closed group as one box. A loop's box may feed itself: such edges go. */
export function foldGraph(
  graph: Graph,
  pathOf: ReadonlyMap<string, GroupPath>,
  isOpen: (group: string) => boolean,
): Folding {
  const groups = new Map<string, { readonly group: Group | undefined; readonly members: GraphNode[] }>();
  const boxOf = new Map<string, string>();
  for (const node of graph.nodes) {
    const group = pathOf.get(node.key)?.find(({ key }) => !isOpen(key));
    const key = group === undefined ? node.key : keyOfFold(group.key);
    boxOf.set(node.key, key);
    const box = groups.get(key);
    if (box) box.members.push(node);
    else groups.set(key, { group, members: [node] });
  }
  if (groups.size === graph.nodes.length) return { graph, boxOf, pathOf };
  const edges = mergedEdges(graph.edges, boxOf);
  const used = new Set(edges.filter((edge) => edge.cut === undefined).map((edge) => edge.from));
  const nodes = [...groups].map(([key, { group, members }]) => {
    const [first] = members;
    if (group === undefined && first) return first;
    return { ...boxFor(key, group, members), isRoot: !used.has(key) && members.some(({ op }) => op !== undefined) };
  });
  return { graph: { nodes, edges, structure: structureOf(nodes, edges) }, boxOf, pathOf };
}

/** The open groups around a box, which may itself be a closed group, from the outermost in. */
export function groupsAround({ boxOf, pathOf }: Folding, box: string): GroupPath {
  for (const [node, own] of boxOf) {
    if (own !== box) continue;
    const path = pathOf.get(node) ?? [];
    const closed = path.findIndex(({ key }) => keyOfFold(key) === box);
    return closed < 0 ? path : path.slice(0, closed);
  }
  return [];
}

/** The key of the box that stands for a closed group. */
export const keyOfFold = (group: string): string => `fold:${group}`;

/** One box for many: it shows the latest member's value, the way a loop's variable holds its latest value. */
function boxFor(key: string, group: Group | undefined, members: readonly GraphNode[]): GraphNode {
  const [first] = members;
  const ops = members.filter(({ op }) => op !== undefined);
  const last = ops.at(-1) ?? members.at(-1);
  if (!first || !last) throw new RangeError("a fold has members");
  const { name: _, ...rest } = last;
  const names = new Set(members.flatMap((member) => member.name ?? []));
  return {
    ...rest,
    key,
    kind: members.some((member) => member.kind === "intermediate") ? "intermediate" : last.kind,
    requiresGrad: members.some((member) => member.requiresGrad),
    ...(names.size === 1 && last.name !== undefined ? { name: last.name } : {}),
    label: group ? titleOfGroup(group, ops.length > 0 ? ops : members) : last.label,
    line: first.line,
    args: [],
    folded: ops.length > 0 ? ops.length : members.length,
    ...(group ? { group } : {}),
  };
}

/** What stands on the box of a group, in signs that every language reads. */
function titleOfGroup({ kind, name, at }: Group, members: readonly GraphNode[]): string {
  const [first = 0, last = first, times = 0] = at;
  switch (kind) {
    case "module":
    case "function":
      return `${name}${first > 1 ? ` #${first}` : ""}`;
    case "calls":
      return `${name} ×${grouped(first)}`;
    case "loop":
      return `↻ ${first === last ? first : `${first}–${last}`} ×${grouped(times)}`;
    case "pass":
      return `↻ ${grouped(first)}${last > first ? `–${grouped(last)}` : ""}`;
    case "line":
      return summaryOf(members);
    default:
      return kind satisfies never;
  }
}

/** `mul, add ×5,000`: what the members do, and how often each; where they differ, how many there are in all. */
function summaryOf(members: readonly GraphNode[]): string {
  const counts = new Map<string, number>();
  const shared = new Set(members.map((member) => member.name)).size === 1;
  for (const { op, label, shape } of members) {
    // Data under many names is told by its kind: `w11, w12 …` would say less than how many there are.
    const what = op ?? (shared ? label : shape.length === 0 ? "scalars" : "tensors");
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const each = new Set(counts.values());
  const names = [...counts.keys()];
  const shown = names.length > 3 ? [...names.slice(0, 3), "…"] : names;
  const times = each.size === 1 ? ([...each][0] ?? 1) : members.length;
  return times === 1 ? shown.join(", ") : `${shown.join(", ")} ×${grouped(times)}`;
}

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

function mergedEdges(edges: readonly GraphEdge[], boxOf: ReadonlyMap<string, string>): readonly GraphEdge[] {
  const bundles = new Map<string, { readonly from: string; readonly to: string; readonly edges: GraphEdge[] }>();
  const kept: GraphEdge[] = [];
  for (const edge of edges) {
    const from = boxOf.get(edge.from) ?? edge.from;
    const to = boxOf.get(edge.to) ?? edge.to;
    if (from === edge.from && to === edge.to) kept.push(edge);
    else if (from !== to) {
      const key = `${from}->${to}`;
      const bundle = bundles.get(key);
      if (bundle) bundle.edges.push(edge);
      else bundles.set(key, { from, to, edges: [edge] });
    }
  }
  for (const [key, { from, to, edges: members }] of bundles) {
    const [first] = members;
    const open = members.some((edge) => edge.cut === undefined);
    const cut = first?.cut;
    const names = new Set(members.map((edge) => edge.argument));
    const argument = names.size === 1 ? (first?.argument ?? "") : "";
    kept.push({ key, from, to, argument, ...(open || !cut ? {} : { cut }) });
  }
  return kept;
}
