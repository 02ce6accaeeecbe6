/** The loss of one backward pass as a function of the parameters: the recorded ops, and which tensors stand for the parameters. */
import { type Descent, tensorAtPart } from "./descent.ts";
import type { TensorId } from "./events.ts";
import { type Moving, type ReplayTape, tapeTo } from "./replay.ts";
import type { Story } from "./story.ts";
import type { PassStory } from "./storyIndex.ts";

/** The ops from the parameters to the loss of one pass. */
export interface LossTape {
  readonly tape: ReplayTape;
  readonly root: TensorId;
  /** For each parameter of the descent the tensor that plays its part in this pass. */
  readonly parameters: readonly { readonly id: TensorId; readonly shape: readonly number[] }[];
}

const known = new WeakMap<PassStory, LossTape>();

/** The loss of the last pass, not later than step `step`, that was recorded whole; undefined when there is none. */
export function lossTapeAt(story: Story, descent: Descent, step: number): LossTape | undefined {
  const found = descent.steps.slice(0, step + 1).findLast(({ pass }) => pass?.until !== undefined);
  const { pass } = found ?? {};
  if (!pass) return undefined;
  const before = known.get(pass);
  if (before) return before;
  const parameters = descent.parameters.flatMap((parameter) => {
    const tensor = tensorAtPart(parameter, pass.since);
    return tensor ? [{ id: tensor.id, shape: parameter.shape }] : [];
  });
  const root = pass.event.roots[0]?.id ?? 0;
  const tape = tapeTo(
    story,
    parameters.map(({ id }) => id),
    root,
    pass.since,
  );
  const made = { tape, root, parameters };
  known.set(pass, made);
  return made;
}

/** The parameters as they move when a point of the space is `origin` + Σ coordinate · direction; those vectors are in the order of the descent's coordinates. */
export function movingOf(
  { parameters }: LossTape,
  descent: Descent,
  origin: Float64Array,
  directions: readonly Float64Array[],
): readonly Moving[] {
  return parameters.flatMap(({ id, shape }, p): readonly Moving[] => {
    const places = descent.coordinates.flatMap((c, k) => (c.parameter === p ? [k] : []));
    // What is too large to be an axis stays what it was.
    if (places.length === 0) return [];
    const part = (vector: Float64Array): number[] => places.map((k) => vector[k] ?? 0);
    return [{ id, shape, origin: part(origin), directions: directions.map(part) }];
  });
}

/** How the loss differs from round to round, apart from where the parameters stand. */
export type Variation =
  /** Every round computes the same function of the parameters. */
  | "none"
  /** The same ops on other data: minibatches, noise, dropout. */
  | "data"
  /** Other ops: the program decides by values which way it goes. */
  | "ops";

/** So many rounds are compared, evenly chosen. */
const compared = 12;

const variations = new WeakMap<Descent, Variation>();

/** Whether the loss is one landscape or another one in every round, told from what was recorded. */
export function variationOf(story: Story, descent: Descent): Variation {
  const before = variations.get(descent);
  if (before) return before;
  const { steps } = descent;
  const every = Math.max(1, Math.floor(steps.length / compared));
  const shapes = new Set<string>();
  const contents = new Set<string>();
  for (let s = steps.length - 1; s >= 0; s -= every) {
    const loss = steps[s]?.pass?.until === undefined ? undefined : lossTapeAt(story, descent, s);
    if (!loss) continue;
    const { ops, data } = signatureOf(loss);
    shapes.add(ops);
    contents.add(data);
  }
  const variation = shapes.size > 1 || decidesByValue(story, descent) ? "ops" : contents.size > 1 ? "data" : "none";
  variations.set(descent, variation);
  return variation;
}

const comparisons: ReadonlySet<string> = new Set(["gt", "lt", "ge", "le", "eq", "ne"]);

/** In the last round something that depends on the parameters was compared, and no op used the outcome: the program did. */
function decidesByValue(story: Story, descent: Descent): boolean {
  const last = descent.steps.findLast(({ pass }) => pass !== undefined);
  const before = descent.steps.findLast(({ pass, since }) => pass !== undefined && since < (last?.since ?? 0));
  const moved = new Set<TensorId>();
  const compared = new Set<TensorId>();
  if (last) for (const parameter of descent.parameters) moved.add(tensorAtPart(parameter, last.since)?.id ?? -1);
  for (const node of story.index.nodes) {
    if (node.since <= (before?.since ?? 0) || node.since > (last?.since ?? 0) || node.event.type !== "op") continue;
    for (const { tensor } of node.inputs) compared.delete(tensor);
    if (!node.inputs.some(({ tensor }) => moved.has(tensor))) continue;
    for (const { id } of node.event.outputs) {
      moved.add(id);
      if (comparisons.has(node.event.op)) compared.add(id);
    }
  }
  return compared.size > 0;
}

const keys = new WeakMap<LossTape, string>();

/** Equal for losses that are the same function of the parameters, whichever run they come from. */
export function lossKeyOf(loss: LossTape): string {
  const before = keys.get(loss);
  if (before !== undefined) return before;
  const { ops, data } = signatureOf(loss);
  const key = ops + data;
  keys.set(loss, key);
  return key;
}

/** Two losses with equal signatures are the same function: ops with their arguments, tensors numbered as they are met, and the data. */
function signatureOf({ tape, parameters }: LossTape): { readonly ops: string; readonly data: string } {
  const numbers = new Map<TensorId, number>(parameters.map(({ id }, i) => [id, i]));
  const number = (id: TensorId): number => {
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    return known;
  };
  const ops = tape.steps.map(({ op, args, outputs }) => [
    op,
    args.map((arg) =>
      "tensor" in arg ? number(arg.tensor) : "tensors" in arg ? arg.tensors.map(number) : [arg.name, arg.value],
    ),
    outputs.map(({ id, value }) => [number(id), value.shape]),
  ]);
  const own = new Set(parameters.map(({ id }) => id));
  const data = tape.givens
    .filter(({ id }) => !own.has(id))
    .map(({ id, value }) => [number(id), value.shape, value.data, value.range]);
  return { ops: JSON.stringify(ops), data: JSON.stringify(data) };
}
