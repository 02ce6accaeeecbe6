/** What stands on the box of a node, and what to call its tensor in a sentence. */
import type { TensorId } from "./events.ts";
import { nameOf } from "./keys.ts";
import { labelOf } from "./label.ts";
import type { Story } from "./story.ts";
import type { NodeStory, StoryIndex } from "./storyIndex.ts";

/** Data is called by its name, or by what made it. */
export const leafLabel = (node: NodeStory): string =>
  nameOf(node) ?? (node.event.type === "leaf" ? (node.event.made.split(".").at(-1) ?? "") : node.event.op);

/** An op's sign, with its Python numbers and the short names of its inputs filled in. */
export function opLabel(index: StoryIndex, node: NodeStory): string {
  const { event } = node;
  if (event.type !== "op") return leafLabel(node);
  return labelOf(
    event.op,
    Object.hasOwn(index.ops, event.op) ? index.ops[event.op] : undefined,
    event.args,
    (argument) => {
      const input = node.inputs.find((other) => other.argument === argument)?.node;
      const name = input && nameOf(input);
      return name !== undefined && name.length <= 6 ? name : undefined;
    },
  );
}

/** What to call a tensor: the program's name for it, else what stands on its box; undefined for what was never told. */
export function titleOf(story: Story, id: TensorId): string | undefined {
  const tensor = story.index.tensors.get(id);
  return tensor && (tensor.names.first ?? nameOf(tensor.node) ?? opLabel(story.index, tensor.node));
}
