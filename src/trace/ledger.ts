/** The account of every leaf: who added what to its `.grad` and when, what cleared it, and what stayed from before. */
import type { TensorId, Value } from "./events.ts";
import { type Link, partsOf } from "./links.ts";
import { requiresGradAt } from "./nodeFacts.ts";
import type { Story } from "./story.ts";
import type { EventOf, PassStory, TensorStory } from "./storyIndex.ts";

/** One line of an account; true at cursors from `since` on. */
export type Entry =
  /** A backward pass added to `.grad`, through the links in `parts`. `stale`: the sum still holds what an earlier step has used. */
  | {
      readonly kind: "added";
      readonly since: number;
      readonly line: number;
      readonly pass: PassStory;
      readonly parts: readonly Link[];
      readonly added: Value;
      readonly total: Value;
      readonly stale: boolean;
    }
  /** The program changed the numbers in `.grad` itself: clipping, scaling. */
  | { readonly kind: "changed"; readonly since: number; readonly line: number; readonly total: Value }
  | {
      readonly kind: "cleared";
      readonly since: number;
      readonly line: number;
      readonly how: EventOf<"reset">["how"];
    }
  /** The tensor's own numbers moved. */
  | { readonly kind: "moved"; readonly since: number; readonly line: number; readonly value: Value };

export interface Account {
  readonly id: TensorId;
  readonly tensor: TensorStory;
  /** How many entries there are by the cursor; the latest of them are in `entries`, oldest first. */
  readonly count: number;
  readonly entries: readonly Entry[];
  /** Some pass added to what should have been cleared first: when and where this began. */
  readonly stale: Extract<Entry, { kind: "added" }> | undefined;
}

/** The accounts of all tensors that collect a gradient, in the order of making, with at most `most` entries each. */
export function ledgerAt(story: Story, cursor: number, most: number): readonly Account[] {
  const accounts: Account[] = [];
  for (const node of story.index.nodes) {
    if (node.since > cursor) break;
    for (const tensor of node.tensors) {
      const isLeaf = node.event.type === "leaf" || node.event.gradFn === null;
      const collects = (isLeaf && requiresGradAt(tensor, cursor)) || tensor.grad.countAt(cursor) > 0;
      if (collects && !node.fromGrad) accounts.push(accountOf(story, tensor, cursor, most));
    }
  }
  return accounts;
}

/** The account of one tensor. */
export function accountOf(story: Story, tensor: TensorStory, cursor: number, most: number): Account {
  const count = tensor.deeds.countAt(cursor);
  const stale = staleOf(tensor, cursor);
  const entries: Entry[] = [];
  for (let i = Math.max(0, count - most); i < count; i++) {
    const entry = entryOf(story, tensor, i, staleIndices(tensor));
    if (entry) entries.push(entry);
  }
  const first = stale === undefined ? undefined : entryOf(story, tensor, stale, staleIndices(tensor));
  return { id: tensor.id, tensor, count, entries, stale: first?.kind === "added" ? first : undefined };
}

function entryOf(story: Story, tensor: TensorStory, i: number, stale: ReadonlySet<number>): Entry | undefined {
  const deed = tensor.deeds.nth(i);
  const since = tensor.deeds.sinceOf(i) ?? 0;
  const line = story.index.lines[since - 1] ?? 0;
  switch (deed?.type) {
    case "grad": {
      const pass = story.index.passById.get(deed.pass);
      if (!pass) return { kind: "changed", since, line, total: deed.value };
      const parts = partsOf(story, pass, tensor.id, since);
      const { added, value: total } = deed;
      return { kind: "added", since, line: pass.event.line, pass, parts, added, total, stale: stale.has(i) };
    }
    case "reset":
      return { kind: "cleared", since, line: deed.line, how: deed.how };
    case "update":
      return { kind: "moved", since, line: deed.line, value: deed.value };
    default:
      return undefined;
  }
}

const stales = new WeakMap<TensorStory, { read: number; moved: boolean; held: boolean; readonly at: Set<number> }>();

/**
 * The additions that fell on numbers which a step had used already: the tensor has moved since the last addition, and nothing
 * cleared `.grad`. Adding up several passes before one step is meant, and not among them. Only new deeds are read.
 */
function staleIndices(tensor: TensorStory): ReadonlySet<number> {
  let state = stales.get(tensor);
  if (!state) {
    state = { read: 0, moved: false, held: false, at: new Set() };
    stales.set(tensor, state);
  }
  for (; state.read < tensor.deeds.length; state.read++) {
    const deed = tensor.deeds.nth(state.read);
    if (deed?.type === "update") state.moved = state.held;
    else if (deed?.type === "reset") state.moved = state.held = false;
    else if (deed?.type === "grad") {
      if (state.moved && deed.pass > 0) state.at.add(state.read);
      state.moved = false;
      state.held = deed.value.data.some((x) => x !== 0);
    }
  }
  return state.at;
}

function staleOf(tensor: TensorStory, cursor: number): number | undefined {
  const count = tensor.deeds.countAt(cursor);
  for (const i of staleIndices(tensor)) if (i < count) return i;
  return undefined;
}
