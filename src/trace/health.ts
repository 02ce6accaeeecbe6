/** Where a run went bad: the first NaN or infinity, gradients that vanish or explode, a ReLU that never fires. */
import type { TensorId, Value } from "./events.ts";
import { keyOf, type Story } from "./story.ts";
import type { NodeStory, PassStory } from "./storyIndex.ts";

/** One finding; `since` is the step at which it began, `id` the tensor that it is about, `keys` the boxes along which it spread. */
export type Finding = {
  readonly since: number;
  readonly id: TensorId;
  readonly line: number;
  /** What stands on the box: the op's name, or that of the leaf's maker. */
  readonly op: string;
  readonly keys: readonly string[];
} & (
  | { readonly kind: "nonfinite"; readonly of: "value" | "gradient" | "update"; readonly what: "nan" | "inf" }
  /** Norms at the root and where it is smallest or largest. */
  | { readonly kind: "vanishing" | "exploding"; readonly from: number; readonly to: number }
  /** So many of the ReLU's units gave zero every time it ran. */
  | { readonly kind: "dead"; readonly units: number; readonly of: number }
);

/** A gradient this much smaller or larger than at the root has vanished or exploded … */
const far = 1e6;
/** … and it began where it was this much smaller or larger. */
const near = 1e2;
/** A pass with fewer links cannot be said to let a gradient vanish: some formula is just steep there. */
const leastLinks = 6;

const known = new WeakMap<Story, readonly Finding[]>();

/** What is wrong with a run, worst first; at most one finding of each kind. Made once for a story. */
export function findingsOf(story: Story): readonly Finding[] {
  let findings = known.get(story);
  if (!findings) {
    const nonfinite = firstNonfinite(story);
    // After a NaN everything else is its consequence.
    findings = nonfinite ? [nonfinite] : [...flowFindings(story), ...deadUnits(story)];
    known.set(story, findings);
  }
  return findings;
}

function firstNonfinite(story: Story): Finding | undefined {
  const { index } = story;
  let first:
    | {
        readonly since: number;
        readonly id: TensorId;
        readonly of: "value" | "gradient" | "update";
        readonly value: Value;
      }
    | undefined;
  const offer = (since: number | undefined, id: TensorId, of: "value" | "gradient" | "update", value: Value): void => {
    if (since !== undefined && since < (first?.since ?? Number.POSITIVE_INFINITY) && !allFinite(value))
      first = { since, id, of, value };
  };
  for (const node of index.nodes) {
    if (first && node.since >= first.since) break;
    // Data that the program itself made of infinities (a mask) is meant so.
    if (node.event.type === "leaf") continue;
    for (const { id, value } of node.event.outputs) offer(node.since, id, "value", value);
  }
  for (let p = 0; p < index.passes.length; p++) {
    const pass = index.passes.nth(p);
    if (!pass || (first && pass.since >= first.since)) break;
    for (let i = 0; i < pass.flows.length; i++) {
      const flow = pass.flows.nth(i);
      if (flow) offer(pass.flows.sinceOf(i), flow.from, "gradient", flow.value);
    }
  }
  for (const tensor of index.tensors.values()) {
    for (let i = 1; i < tensor.value.length; i++) {
      const value = tensor.value.nth(i);
      if (value) offer(tensor.value.sinceOf(i), tensor.id, "update", value);
    }
  }
  if (!first) return undefined;
  const { since, id, of, value } = first;
  const what = value.data.some(Number.isNaN) || value.range?.some(Number.isNaN) ? "nan" : "inf";
  return { kind: "nonfinite", of, what, ...placeOf(story, since, id), keys: spreadOf(story, since, of) };
}

/** The boxes that hold a NaN or an infinity later in the same round: along them it went on. */
function spreadOf(story: Story, since: number, of: "value" | "gradient" | "update"): readonly string[] {
  const { index } = story;
  const keys = new Set<string>();
  const add = (id: TensorId): void => {
    const key = keyOf(story, id);
    if (key !== undefined) keys.add(key);
  };
  const pass = index.passes.at(since);
  if (of === "gradient" && pass) {
    for (const flow of pass.flows.head(pass.flows.length)) {
      if (allFinite(flow.value)) continue;
      add(flow.from);
      add(flow.to);
    }
    return [...keys];
  }
  const next = index.passes.nth(index.passes.countAt(since))?.until ?? story.length;
  for (const node of index.nodes) {
    if (node.since < since) continue;
    if (node.since > next) break;
    if (node.event.type === "op") for (const { id, value } of node.event.outputs) if (!allFinite(value)) add(id);
  }
  return [...keys];
}

function flowFindings(story: Story): readonly Finding[] {
  const { passes } = story.index;
  const findings = new Map<Finding["kind"], Finding>();
  for (let p = 0; p < passes.length && findings.size < 2; p++) {
    const pass = passes.nth(p);
    if (!pass || pass.flows.length < leastLinks || pass.event.how === "grad") continue;
    for (const kind of ["vanishing", "exploding"] as const) {
      const found = findings.has(kind) ? undefined : flowFinding(story, pass, kind);
      if (found) findings.set(kind, found);
    }
  }
  return [...findings.values()];
}

function flowFinding(story: Story, pass: PassStory, kind: "vanishing" | "exploding"): Finding | undefined {
  const root = sizeOf(pass.grads.first?.added);
  if (!(root > 0)) return undefined;
  /** How much of the root's size is left, or how much it has grown. */
  const change = (size: number): number => (kind === "vanishing" ? root / size : size / root);
  let began: number | undefined;
  let worst = { change: far, size: 0, found: false };
  const keys = new Set<string>();
  for (let i = 0; i < pass.flows.length; i++) {
    const flow = pass.flows.nth(i);
    const size = sizeOf(flow?.value);
    // A zero is a closed gate (a ReLU, a mask), not a gradient that has faded.
    if (!flow || !(size > 0) || change(size) < near) continue;
    began ??= i;
    const key = keyOf(story, flow.to);
    if (key !== undefined) keys.add(key);
    if (change(size) >= worst.change) worst = { change: change(size), size, found: true };
  }
  const flow = began === undefined ? undefined : pass.flows.nth(began);
  if (!worst.found || !flow || began === undefined) return undefined;
  const since = pass.flows.sinceOf(began) ?? pass.since;
  return { kind, from: root, to: worst.size, ...placeOf(story, since, flow.from), keys: [...keys] };
}

/** A ReLU is said to be dead only when it has been looked at so often. */
const leastRuns = 3;

function deadUnits(story: Story): readonly Finding[] {
  for (const place of story.index.places) {
    const { first, length } = place.nodes;
    if (first?.event.type !== "op" || first.event.op !== "relu" || first.event.gradFn === null) continue;
    const dead = silent(place.nodes.head(length));
    const last = place.nodes.nth(length - 1);
    if (!dead || !last || dead.units === 0 || (length < leastRuns && dead.units < dead.of)) continue;
    const id = last.tensors[0]?.id ?? -1;
    return [{ kind: "dead", ...dead, ...placeOf(story, last.since, id), keys: [place.key] }];
  }
  return [];
}

/** Units (columns of the last axis; all of a scalar) that were zero for every input in every run. */
function silent(nodes: readonly NodeStory[]): { readonly units: number; readonly of: number } | undefined {
  let alive: boolean[] | undefined;
  for (const { event } of nodes) {
    const value = event.type === "op" ? event.outputs[0]?.value : undefined;
    if (!value || value.sample) return undefined;
    const of = value.shape.at(-1) ?? 1;
    alive ??= Array.from({ length: of }, () => false);
    if (alive.length !== of) return undefined;
    for (let i = 0; i < value.data.length; i++) if (value.data[i] !== 0) alive[i % of] = true;
  }
  return alive && { units: alive.filter((fires) => !fires).length, of: alive.length };
}

function placeOf(story: Story, since: number, id: TensorId): { since: number; id: TensorId; line: number; op: string } {
  const event = story.index.tensors.get(id)?.node.event;
  const op = event?.type === "op" ? event.op : (event?.made ?? "");
  return { since, id, line: event?.line ?? 0, op };
}

function allFinite({ data, range }: Value): boolean {
  for (const x of data) if (!Number.isFinite(x)) return false;
  return range === undefined || range.every(Number.isFinite);
}

/** Root mean square: tensors of different sizes can be compared. */
function sizeOf(value: Value | undefined): number {
  if (!value || value.data.length === 0) return 0;
  let sum = 0;
  for (const x of value.data) sum += x * x;
  return Math.sqrt(sum / value.data.length);
}
