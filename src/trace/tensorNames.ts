/** The names that a program gave to its tensors. */
import type { Story } from "./story.ts";

const known = new WeakMap<Story, ReadonlySet<string>>();

/** Every name that was a tensor's at some moment of a run: `x`, `loss`, `net.weight`. */
export function tensorNames(story: Story): ReadonlySet<string> {
  const last = known.get(story);
  if (last) return last;
  const names = new Set<string>();
  for (const tensor of story.index.tensors.values())
    for (const name of tensor.names.head(tensor.names.countAt(story.length))) names.add(name);
  known.set(story, names);
  return names;
}
