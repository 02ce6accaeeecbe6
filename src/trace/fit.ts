/** Which tensors of a run are its inputs, predictions and targets: told by shapes, by the way to the loss and by the learner's names. */
import type { Descent } from "./descent.ts";
import type { TensorId, Value } from "./events.ts";
import { drawnAs, type FitDrawing } from "./fitDrawing.ts";
import { ancestorsOf, type LossGraph, lossGraphOf, reachedFrom } from "./lossGraph.ts";
import { titleOf } from "./nodeLabel.ts";
import { keyOf, type Story } from "./story.ts";
import type { PassStory, TensorStory } from "./storyIndex.ts";

/** What a tensor can be to a fit. */
export type FitRole = "input" | "prediction" | "target";

/** A tensor that plays a part; `key` is its place in the program, the same in every round. */
export interface FitPart {
  readonly key: string;
  readonly id: TensorId;
  readonly name: string;
  /** The learner has given it that name; otherwise it is the sign of an op. */
  readonly named: boolean;
}

/** For each role the key of the place that somebody has picked. */
export type FitChoice = Readonly<Partial<Record<FitRole, string>>>;

/** Data and model of one backward pass. */
export interface Fit extends FitDrawing {
  readonly pass: PassStory;
  readonly input: FitPart;
  readonly prediction: FitPart;
  readonly target: FitPart;
  readonly rows: number;
  /** What else could play each part. */
  readonly menus: Readonly<Record<FitRole, readonly FitPart[]>>;
}

const inputName = /^(x|xs|inputs?|features?|data)(_|\d|$)/i;
const targetName = /^(y|ys|t|targets?|labels?|true|truth)(_|\d|$)/i;

const known = new WeakMap<PassStory, Map<string, Fit | undefined>>();

/**
 * The fit of the last pass, not later than step `step`, that was recorded whole (or the first that was); undefined for a program
 * without inputs and targets. What was picked wins over what is guessed, as far as the program allows.
 */
export function fitOf(
  story: Story,
  descent: Descent,
  step = descent.steps.length,
  choice: FitChoice = {},
): Fit | undefined {
  const pass = wholePassAt(descent, step);
  if (!pass) return undefined;
  const fits = known.get(pass) ?? new Map<string, Fit | undefined>();
  known.set(pass, fits);
  const asked = JSON.stringify([choice.input, choice.prediction, choice.target]);
  if (!fits.has(asked)) fits.set(asked, search(story, lossGraphOf(story, descent, pass), choice));
  return fits.get(asked);
}

/** Everything that could play a part in the last whole pass, whether or not a fit was found. */
export function fitCandidates(story: Story, descent: Descent, step = descent.steps.length): Fit["menus"] {
  const pass = wholePassAt(descent, step);
  if (!pass) return { input: [], prediction: [], target: [] };
  return menusOf(story, lossGraphOf(story, descent, pass), fitOf(story, descent, step));
}

function wholePassAt({ steps }: Descent, step: number): PassStory | undefined {
  const whole = ({ pass }: Descent["steps"][number]): boolean => pass?.until !== undefined;
  return (steps.slice(0, step + 1).findLast(whole) ?? steps.find(whole))?.pass;
}

/** A guess must keep to everything that was picked; when that leads nowhere, to one of the picks; when that does not, to none. */
function search(story: Story, graph: LossGraph, choice: FitChoice): Fit | undefined {
  const { input, prediction, target } = choice;
  const tries: readonly FitChoice[] = [
    choice,
    ...(target === undefined ? [] : [{ target }]),
    ...(input === undefined ? [] : [{ input }]),
    ...(prediction === undefined ? [] : [{ prediction }]),
    {},
  ];
  for (const picked of tries) {
    const found = searchWith(story, graph, picked);
    if (found) return { ...found, menus: menusOf(story, graph, found) };
  }
  return undefined;
}

function searchWith(story: Story, graph: LossGraph, picked: FitChoice): Omit<Fit, "menus"> | undefined {
  const isPicked = (role: FitRole, { id }: TensorStory): boolean =>
    picked[role] === undefined || keyOf(story, id) === picked[role];
  const targets = picked.target === undefined ? targetsOf(graph) : dataOf(graph);
  for (const target of targets.filter((t) => isPicked("target", t))) {
    const predictions = predictionsFor(graph, target);
    const usual = predictions.slice(0, 1);
    for (const prediction of (picked.prediction === undefined ? usual : predictions).filter((t) =>
      isPicked("prediction", t),
    ))
      for (const input of inputsFor(graph, prediction, target, picked.input !== undefined).filter((t) =>
        isPicked("input", t),
      )) {
        const drawing = drawnAs(graph, { input, prediction, target });
        if (!drawing) continue;
        return {
          ...drawing,
          pass: graph.pass,
          rows: rowsOf(graph, target),
          input: partOf(story, input),
          prediction: partOf(story, prediction),
          target: partOf(story, target),
        };
      }
  }
  return undefined;
}

const numbersOf = ({ pass }: LossGraph, tensor: TensorStory): Value | undefined => tensor.value.at(pass.since);

/** Rows of samples; a single number, or a tensor of more than two axes, has none. */
function rowsOf(graph: LossGraph, tensor: TensorStory): number {
  const shape = numbersOf(graph, tensor)?.shape ?? [];
  return shape.length === 1 || shape.length === 2 ? (shape[0] ?? 0) : 0;
}

function columnsOf(graph: LossGraph, tensor: TensorStory): number {
  return numbersOf(graph, tensor)?.shape[1] ?? 1;
}

const dataOf = (graph: LossGraph): readonly TensorStory[] =>
  graph.tensors.filter((tensor) => !graph.dependent.has(tensor.id) && rowsOf(graph, tensor) > 1);

/** Data that meets something as long that hangs on the parameters, nearest to the loss first; names and losses with a `target` go before. */
function targetsOf(graph: LossGraph): readonly TensorStory[] {
  const byId = new Map(graph.tensors.map((tensor) => [tensor.id, tensor]));
  const found = new Map<TensorStory, number>();
  [...graph.ops].reverse().forEach(({ inputs }, distance) => {
    for (const { tensor: id, argument } of inputs) {
      const data = byId.get(id);
      if (!data || graph.dependent.has(id) || rowsOf(graph, data) < 2) continue;
      const meets = inputs.some((other) => {
        const model = graph.dependent.has(other.tensor) ? byId.get(other.tensor) : undefined;
        return model !== undefined && rowsOf(graph, model) === rowsOf(graph, data);
      });
      if (!meets) continue;
      for (const tensor of [namedSourceOf(graph, data, byId), data]) {
        if (!tensor || found.has(tensor)) continue;
        const better = (argument === "target" ? 2e6 : 0) + (targetName.test(tensor.names.first ?? "") ? 1e6 : 0);
        found.set(tensor, better - distance - (inputName.test(tensor.names.first ?? "") ? 1e5 : 0));
      }
    }
  });
  return [...found].sort(([, a], [, b]) => b - a).map(([tensor]) => tensor);
}

/** Where data comes from that was only reshaped, cast or turned round (`1 - y`) on its way: the tensor that has a name. */
function namedSourceOf(
  graph: LossGraph,
  data: TensorStory,
  byId: ReadonlyMap<TensorId, TensorStory>,
): TensorStory | undefined {
  for (let tensor: TensorStory | undefined = data; tensor; ) {
    if (tensor.names.first !== undefined) return tensor;
    const sources: readonly TensorStory[] = tensor.node.inputs.flatMap((input) => byId.get(input.tensor) ?? []);
    const [source] = sources;
    if (sources.length !== 1 || !source || rowsOf(graph, source) !== rowsOf(graph, tensor)) return undefined;
    tensor = source;
  }
  return undefined;
}

/** What the targets meet, and what it was made of; the usual prediction first: the last tensor on every way to them. */
function predictionsFor(graph: LossGraph, target: TensorStory): readonly TensorStory[] {
  const rows = rowsOf(graph, target);
  const tainted = reachedFrom(graph.ops, [target.id]);
  const fits = (id: TensorId): boolean => graph.dependent.has(id) && !tainted.has(id);
  const long = new Set(graph.tensors.filter((t) => fits(t.id) && rowsOf(graph, t) === rows).map(({ id }) => id));
  const met = new Set<TensorId>();
  for (const { tensors, inputs } of graph.ops)
    if (tensors.some(({ id }) => tainted.has(id) && graph.dependent.has(id)))
      for (const { tensor } of inputs) if (long.has(tensor)) met.add(tensor);
  if (met.size === 0) return [];
  const ways = [...met].map((id) => ancestorsOf(graph, id));
  const common = graph.tensors.filter(({ id }) => long.has(id) && ways.every((way) => way.has(id))).reverse();
  // Scores and their logarithmic softmax choose the same class; the scores are what the model gave.
  const scores = common.findIndex(({ node }) => node.event.type !== "op" || !/log_softmax$/.test(node.event.op));
  return common.slice(Math.max(0, scores));
}

/** Data from which alone a prediction is computed, the last named one first; `any` data that flows into it where somebody has picked. */
function inputsFor(
  graph: LossGraph,
  prediction: TensorStory,
  target: TensorStory,
  any: boolean,
): readonly TensorStory[] {
  const rows = rowsOf(graph, target);
  const way = ancestorsOf(graph, prediction.id);
  const data = dataOf(graph).filter((t) => way.has(t.id) && rowsOf(graph, t) === rows);
  const isData = new Set(data.map(({ id }) => id));
  const entries = graph.ops
    .filter(({ tensors }) => tensors.some(({ id }) => way.has(id) && graph.dependent.has(id)))
    .flatMap(({ inputs }) => inputs.map(({ tensor }) => tensor).filter((id) => isData.has(id)));
  const found = data.filter((t) => {
    if (t === target || columnsOf(graph, t) > 2) return false;
    if (any) return true;
    const reached = reachedFrom(graph.ops, [t.id]);
    return entries.length > 0 && entries.every((id) => reached.has(id));
  });
  const named = (t: TensorStory): number => (t.names.first === undefined ? 0 : 1);
  return found.reverse().sort((a, b) => named(b) - named(a));
}

function partOf(story: Story, { id, names }: TensorStory): FitPart {
  return { key: keyOf(story, id) ?? String(id), id, name: titleOf(story, id) ?? "?", named: names.first !== undefined };
}

function menusOf(story: Story, graph: LossGraph, fit: Omit<Fit, "menus"> | undefined): Fit["menus"] {
  const tainted = fit ? reachedFrom(graph.ops, [fit.target.id]) : new Set<TensorId>();
  const listed = (role: FitRole, tensors: readonly TensorStory[]): readonly FitPart[] => {
    const parts = tensors.map((tensor) => partOf(story, tensor)).filter((p) => p.named || p.id === fit?.[role].id);
    return [...new Map(parts.map((part) => [part.key, part])).values()];
  };
  const data = dataOf(graph);
  const model = graph.tensors.filter(
    (t) =>
      graph.dependent.has(t.id) &&
      !tainted.has(t.id) &&
      rowsOf(graph, t) > 1 &&
      (!fit || rowsOf(graph, t) === fit.rows),
  );
  return {
    input: listed(
      "input",
      data.filter((t) => columnsOf(graph, t) <= 2),
    ),
    prediction: listed("prediction", model),
    target: listed("target", data),
  };
}
