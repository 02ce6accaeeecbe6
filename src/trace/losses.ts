/** The number that each backward pass started from: the curve of a training run. */
import type { Story } from "./story.ts";
import type { StoryIndex } from "./storyIndex.ts";

/** The loss as a backward pass began; true at cursors from `since` on. */
export interface Loss {
  readonly since: number;
  readonly value: number;
}

interface Known {
  read: number;
  readRounds: number;
  readonly losses: Loss[];
}

const known = new WeakMap<StoryIndex, Known>();

/** The losses of a run in order; passes from several roots or from a tensor of many numbers have none. Only new passes are read. */
export function lossesOf(story: Story): readonly Loss[] {
  const { passes, rounds, tensors } = story.index;
  let state = known.get(story.index);
  if (!state) {
    state = { read: 0, readRounds: 0, losses: [] };
    known.set(story.index, state);
  }
  for (; state.read < passes.length; state.read++) {
    const pass = passes.nth(state.read);
    const root = pass?.event.roots.length === 1 ? pass.event.roots[0] : undefined;
    const value = root && tensors.get(root.id)?.value.at(pass?.since ?? 0);
    if (!pass || !value || value.data.length !== 1) continue;
    state.losses.push({ since: pass.since, value: value.data[0] ?? Number.NaN });
  }
  // Rounds that were not recorded whole come after all that were.
  for (; state.readRounds < rounds.length; state.readRounds++) {
    const value = rounds.nth(state.readRounds)?.loss;
    const since = rounds.sinceOf(state.readRounds);
    if (typeof value === "number" && since !== undefined) state.losses.push({ since, value });
  }
  return state.losses;
}
