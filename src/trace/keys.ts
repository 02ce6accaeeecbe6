/**
 * Structural identity. A node's base is the learner's own name for it (`leaf:w`, `mul:y`) or, without one, its op and what it was
 * made from; numbers in the program and line numbers are no part of it, so an edit that moves or retunes a line keeps it.
 * Within one generation the n-th node with the same base from the same line is its own place. A generation ends with a backward pass,
 * so the next round of a training loop comes back to the same places, while a loop inside one forward pass unrolls.
 */
import { hashText } from "./hash.ts";
import type { NodeStory, Place, StoryIndex } from "./storyIndex.ts";
import { Timeline } from "./timeline.ts";

/** Enters a new node into the generation that is going on. */
export function joinGeneration(index: StoryIndex, node: NodeStory): void {
  if (index.keys.ended) {
    assignKeys(index);
    index.keys.open = [];
    index.keys.assigned = 0;
    index.keys.met.clear();
    index.keys.ended = false;
  }
  index.keys.open.push(node);
}

/** Says that a node has got its first name: keys that were given without it are given anew. */
export function noteName(index: StoryIndex, node: NodeStory): void {
  if (!node.place) return;
  if (node.since >= (index.keys.open[0]?.since ?? Number.POSITIVE_INFINITY)) index.keys.stale = true;
}

/** Gives every node its place. Cheap when nothing is new. */
export function assignKeys(index: StoryIndex): void {
  const { keys } = index;
  if (keys.stale) {
    for (let i = keys.assigned - 1; i >= 0; i--) leavePlace(index, keys.open[i]);
    keys.assigned = 0;
    keys.met.clear();
    keys.stale = false;
  }
  for (; keys.assigned < keys.open.length; keys.assigned++) {
    const node = keys.open[keys.assigned];
    if (node) takePlace(index, node);
  }
}

function takePlace(index: StoryIndex, node: NodeStory): void {
  const { keys } = index;
  const base = baseOf(node);
  const spot = `${base}@${node.event.line}`;
  const met = keys.met.get(spot) ?? 0;
  keys.met.set(spot, met + 1);
  const ident = `${spot}#${met}`;
  const place = keys.byIdent.get(ident) ?? createPlace(index, base, ident);
  place.nodes.add(node.since, node);
  node.place = place;
  if (node.shown) place.shown++;
  node.anchor = nameOf(node) ?? place.key;
}

function createPlace(index: StoryIndex, base: string, ident: string): Place {
  const { keys } = index;
  let slot = keys.slots.get(base) ?? 0;
  let key: string;
  do {
    slot++;
    key = slot === 1 ? base : `${base}#${slot}`;
  } while (keys.taken.has(key));
  keys.slots.set(base, slot);
  const place: Place = { key, rank: index.places.length, nodes: new Timeline(), shown: 0, base, ident };
  keys.byIdent.set(ident, place);
  keys.taken.set(key, place);
  index.places.push(place);
  return place;
}

/** The reverse of `takePlace`; nodes leave in the reverse order of coming. */
function leavePlace(index: StoryIndex, node: NodeStory | undefined): void {
  const place = node?.place;
  if (!node || !place) return;
  node.place = undefined;
  node.drawn = undefined;
  place.nodes.pop();
  if (node.shown) place.shown--;
  if (place.nodes.length > 0) return;
  const { keys } = index;
  index.places.pop();
  keys.byIdent.delete(place.ident);
  keys.taken.delete(place.key);
  // The base's own first key needs no suffix; a suffix says which slot to go back to.
  const slot = place.key === place.base ? 1 : Number(place.key.slice(place.base.length + 1));
  keys.slots.set(place.base, slot - 1);
}

/** What the program calls the node: the first name that any of its results got, or that of the tensor it changed in place. */
export function nameOf(node: NodeStory): string | undefined {
  for (const tensor of node.tensors) if (tensor.names.first !== undefined) return tensor.names.first;
  return node.inheritedName;
}

function baseOf(node: NodeStory): string {
  const { event } = node;
  const name = nameOf(node);
  if (event.type === "leaf") return name === undefined ? `leaf~${event.made}` : `leaf:${name}`;
  if (name !== undefined) return `${event.op}:${name}`;
  let h = hashText(event.op);
  // An input speaks by its name where it has one: `h` is `h` in every round, whatever made it.
  for (const input of node.inputs) h = hashText(`|${input.argument}=${input.node.anchor}`, h);
  return `${event.op}~${h.toString(36)}`;
}
