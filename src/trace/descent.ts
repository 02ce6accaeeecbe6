/** The way of a training run through the space of its parameters: where each backward pass stood, and what moved in between. */
import type { TensorId, Value } from "./events.ts";
import { requiresGradAt } from "./nodeFacts.ts";
import { titleOf } from "./nodeLabel.ts";
import type { Story } from "./story.ts";
import type { PassStory, StoryIndex, TensorStory } from "./storyIndex.ts";

/** A tensor that collects gradients and moves between backward passes; a program may put a new tensor in its place every round. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  /** The tensors that have played this part, oldest first. */
  readonly tensors: readonly TensorStory[];
  /** The line where the first of them was made. */
  readonly line: number;
}

/** One number of a parameter: an axis of the space. */
export interface Coordinate {
  readonly parameter: number;
  /** Row-major index inside the parameter. */
  readonly index: number;
  /** As Python writes it: `w`, `w[1]`, `weight[0, 2]`. */
  readonly label: string;
}

/** One backward pass: what was known when it began. */
export interface DescentStep {
  /** At cursors from here on the loss is known. */
  readonly since: number;
  /** When the first parameter moved after it; the end of the run if none did. */
  readonly moved: number;
  readonly loss: number;
  /** Counts backward passes from 0, also those that were left out of the trace. */
  readonly round: number;
  /** The pass, unless only its outcome was recorded. */
  readonly pass: PassStory | undefined;
}

/** A run that updates parameters between backward passes. */
export interface Descent {
  readonly parameters: readonly Parameter[];
  readonly coordinates: readonly Coordinate[];
  readonly steps: readonly DescentStep[];
  /** How many passes are missing because the run was too long. */
  readonly skipped: number;
  /**
   * Row s is the point from which step s started, in the order of `coordinates`; the last row is where the run ended.
   * A number that was not recorded is NaN.
   */
  readonly path: Float64Array;
}

/** More numbers than this are no space that anybody looks at one by one. */
const widest = 4096;

const known = new WeakMap<StoryIndex, { readonly length: number; readonly descent: Descent | undefined }>();

/** The descent of a run; undefined when nothing moves between its backward passes or no pass starts from a single number. */
export function descentOf(story: Story): Descent | undefined {
  const before = known.get(story.index);
  if (before?.length === story.length) return before.descent;
  const descent = read(story);
  known.set(story.index, { length: story.length, descent });
  return descent;
}

function read(story: Story): Descent | undefined {
  const found = collect(story);
  // In the order in which the program made them, not in that in which gradients arrive.
  const moving = found.parameters.filter(hasMoved).sort((a, b) => since(a) - since(b));
  if (moving.length === 0 || found.starts.length === 0) return undefined;
  const coordinates = coordinatesOf(moving);
  if (coordinates.length === 0) return undefined;
  const { starts } = found;
  const width = coordinates.length;
  const path = new Float64Array((starts.length + 1) * width);
  starts.forEach(({ since }, s) => {
    path.set(positionIn(moving, coordinates, since), s * width);
  });
  path.set(positionIn(moving, coordinates, story.length), starts.length * width);
  const steps = starts.map((start, s) => ({
    ...start,
    moved: firstMove(moving, start.since, starts[s + 1]?.since ?? story.length),
  }));
  const last = steps.at(-1)?.round ?? 0;
  return { parameters: moving, coordinates, steps, skipped: last + 1 - steps.length, path };
}

type Start = Omit<DescentStep, "moved">;
interface Group extends Parameter {
  readonly tensors: TensorStory[];
}

/** Every pass that starts from one number and stores gradients in leaves, and those leaves by the parts that they play. */
function collect(story: Story): { readonly parameters: readonly Group[]; readonly starts: readonly Start[] } {
  const { index } = story;
  const groups: Group[] = [];
  const groupOf = new Map<TensorId, Group>();
  const starts: Start[] = [];
  let round = 0;
  for (let p = 0; p < index.passes.length; p++) {
    const pass = index.passes.nth(p);
    if (pass?.event.how !== "backward") continue;
    const taken = new Set<Group>();
    for (const { stored, id } of pass.grads.head(pass.grads.length)) {
      const tensor = stored ? index.tensors.get(id) : undefined;
      if (!tensor || (tensor.node.event.type === "op" && tensor.node.event.gradFn !== null)) continue;
      const group = groupOf.get(id) ?? partOf(story, tensor, groups, taken);
      groupOf.set(id, group);
      taken.add(group);
    }
    const [root, another] = pass.event.roots;
    const loss = root && !another ? index.tensors.get(root.id)?.value.at(pass.since) : undefined;
    if (taken.size === 0 || loss?.data.length !== 1) continue;
    starts.push({ since: pass.since, loss: loss.data[0] ?? Number.NaN, round: round++, pass });
  }
  for (const group of groups) followToEnd(story, group);
  for (let r = 0; r < index.rounds.length; r++) {
    const event = index.rounds.nth(r);
    const since = index.rounds.sinceOf(r);
    if (!event || since === undefined || event.loss === null) continue;
    round += event.skipped;
    starts.push({ since, loss: event.loss, round: round++, pass: undefined });
  }
  return { parameters: groups, starts };
}

/** A leaf that is met for the first time goes on with the part of one of the same name and shape that this pass has not met. */
function partOf(story: Story, tensor: TensorStory, groups: Group[], taken: ReadonlySet<Group>): Group {
  const name = titleOf(story, tensor.id) ?? "?";
  const shape = tensor.value.first?.shape ?? [];
  const same = groups.find((g) => g.name === name && !taken.has(g) && g.shape.join() === shape.join());
  if (same) {
    same.tensors.push(tensor);
    return same;
  }
  const group: Group = { name, shape, tensors: [tensor], line: tensor.node.event.line };
  groups.push(group);
  return group;
}

const since = ({ tensors }: Parameter): number => tensors[0]?.since ?? 0;

/** A leaf that took a part after the last pass has no gradient yet, but it is where the run ended. */
function followToEnd(story: Story, { name, shape, tensors }: Group): void {
  const { index } = story;
  const last = tensors.at(-1);
  for (let i = index.nodes.length - 1; i >= 0; i--) {
    const node = index.nodes[i];
    if (!node || !last || node.since <= last.since) return;
    if (node.event.type === "op" && node.event.gradFn !== null) continue;
    const next = node.tensors.find(
      (t) =>
        requiresGradAt(t, story.length) &&
        titleOf(story, t.id) === name &&
        t.value.first?.shape.join() === shape.join(),
    );
    if (next) {
      tensors.push(next);
      return;
    }
  }
}

function hasMoved({ tensors }: Parameter): boolean {
  return tensors.length > 1 || (tensors[0]?.value.length ?? 0) > 1;
}

function coordinatesOf(parameters: readonly Parameter[]): readonly Coordinate[] {
  const coordinates: Coordinate[] = [];
  parameters.forEach(({ name, shape, tensors }, parameter) => {
    const value = tensors[0]?.value.first;
    // Of a large tensor only a sample was recorded: its numbers are no point.
    if (!value || value.sample || coordinates.length + value.data.length > widest) return;
    value.data.forEach((_, index) => {
      coordinates.push({ parameter, index, label: labelOf(name, shape, index) });
    });
  });
  return coordinates;
}

function labelOf(name: string, shape: readonly number[], index: number): string {
  if (shape.length === 0 || (shape.length === 1 && shape[0] === 1)) return name;
  const places: number[] = [];
  let rest = index;
  for (const size of [...shape].reverse()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return `${name}[${places.join(", ")}]`;
}

/** The tensor that plays a part at a cursor. */
export function tensorAtPart(parameter: Parameter, cursor: number): TensorStory | undefined {
  return parameter.tensors[Math.max(0, indexAt(parameter, cursor))];
}

function indexAt({ tensors }: Parameter, cursor: number): number {
  return countOf(tensors, cursor) - 1;
}

/** How many of these, ascending, have begun by a cursor. */
function countOf(ascending: readonly { readonly since: number }[], cursor: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle]?.since ?? 0) <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The point where a run stands at a cursor, in the order of its coordinates; before the parameters are made, where they will start. */
export function positionAt(descent: Descent, cursor: number): Float64Array {
  return positionIn(descent.parameters, descent.coordinates, cursor);
}

/** The gradient that the latest pass by a cursor left at every coordinate; NaN where none has arrived. */
export function gradientAt(descent: Descent, cursor: number): Float64Array {
  const values = descent.parameters.map((parameter) => tensorAtPart(parameter, cursor)?.grad.at(cursor));
  return numbersOf(values, descent.coordinates);
}

function positionIn(
  parameters: readonly Parameter[],
  coordinates: readonly Coordinate[],
  cursor: number,
): Float64Array {
  const values = parameters.map((parameter) => {
    const value = tensorAtPart(parameter, cursor)?.value;
    return value?.at(cursor) ?? value?.first;
  });
  return numbersOf(values, coordinates);
}

function numbersOf(values: readonly (Value | undefined)[], coordinates: readonly Coordinate[]): Float64Array {
  return Float64Array.from(coordinates, ({ parameter, index }) => values[parameter]?.data[index] ?? Number.NaN);
}

/** When the first parameter moved after `since`, before `until`. */
function firstMove(parameters: readonly Parameter[], since: number, until: number): number {
  let first = until;
  for (const parameter of parameters) {
    const tensor = tensorAtPart(parameter, since);
    if (!tensor) continue;
    const next =
      tensor.value.sinceOf(tensor.value.countAt(since)) ?? parameter.tensors[indexAt(parameter, since) + 1]?.since;
    if (next !== undefined) first = Math.min(first, next);
  }
  return first;
}

/** The number of the step that a cursor is in: the last that has begun; −1 before the first. */
export function stepAt({ steps }: Descent, cursor: number): number {
  return countOf(steps, cursor) - 1;
}
