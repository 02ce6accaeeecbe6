/** Enters one event into a story's index. */
import type { TraceEvent, Value } from "./events.ts";
import { joinGeneration, nameOf, noteName } from "./keys.ts";
import { requiresGradAt } from "./nodeFacts.ts";
import type { Deed, EventOf, NodeInput, NodeStory, StoryIndex, TensorStory } from "./storyIndex.ts";
import { Timeline } from "./timeline.ts";

/** Facts about tensors that the trace never introduced are passed over: a thinned run may refer to what was left out. */
export function record(index: StoryIndex, event: TraceEvent): void {
  const since = ++index.length;
  index.first ??= event;
  index.last = event;
  index.lines.push("line" in event && event.line > 0 ? event.line : (index.lines.at(-1) ?? 0));
  index.subjects.push(subjectOf(event));
  switch (event.type) {
    case "leaf":
    case "op":
      return recordNode(index, event, since);
    case "name":
      return recordName(index, event, since);
    case "requiresGrad":
      return recordSwitch(index, event, since);
    case "update": {
      const tensor = index.tensors.get(event.id);
      tensor?.value.add(since, event.value);
      tensor?.deeds.add(since, event);
      return;
    }
    case "reset":
      return recordReset(index, event, since);
    case "grad":
      return recordGrad(index, event, since);
    case "backward": {
      const pass = { event, since, flows: new Timeline<EventOf<"flow">>(), grads: new Timeline<EventOf<"grad">>() };
      const story = { ...pass, until: undefined, freed: false };
      index.passes.add(since, story);
      index.passById.set(event.pass, story);
      for (const { id } of event.roots) use(index.tensors.get(id));
      return;
    }
    case "flow":
      index.passById.get(event.pass)?.flows.add(since, event);
      return;
    case "backwardEnd": {
      const pass = index.passById.get(event.pass);
      if (pass) {
        pass.until = since;
        pass.freed = event.freed;
      }
      index.keys.ended = true;
      return;
    }
    case "round":
      index.rounds.add(since, event);
      for (const { id, value, grad } of event.leaves) {
        const tensor = index.tensors.get(id);
        tensor?.value.add(since, value);
        tensor?.grad.add(since, grad);
        tensor?.arrived.add(since, grad);
      }
      return;
    case "print":
      index.prints.add(since, event);
      index.messages.add(since, event);
      return;
    case "error":
      index.errors.add(since, event);
      index.messages.add(since, event);
      return;
    case "plot":
      index.plots.add(since, event);
      return;
    case "warning":
    case "thinned":
      index.messages.add(since, event);
      return;
    default:
      event satisfies never;
  }
}

function subjectOf(event: TraceEvent): number {
  switch (event.type) {
    case "op":
      return event.outputs[0]?.id ?? -1;
    case "backward":
      return event.roots[0]?.id ?? -1;
    case "flow":
      return event.to;
    default:
      return "id" in event ? event.id : -1;
  }
}

function recordNode(index: StoryIndex, event: EventOf<"leaf"> | EventOf<"op">, since: number): void {
  const inputs = event.type === "op" ? inputsOf(index, event) : { known: [], unknown: false };
  const cutOff = event.type === "op" && event.gradFn === null;
  const tensors: TensorStory[] = [];
  const before = event.type === "op" ? inputs.known.find((input) => input.tensor === event.inPlaceOf)?.node : undefined;
  const node: NodeStory = {
    event,
    since,
    tensors,
    inputs: inputs.known,
    derived:
      event.type === "op" && (!cutOff || event.cut !== undefined || inputs.known.some((input) => input.node.derived)),
    fromGrad:
      event.type === "leaf"
        ? event.made === "grad"
        : cutOff && event.cut === undefined && (inputs.unknown || inputs.known.some((input) => input.node.fromGrad)),
    inheritedName: before && nameOf(before),
    shown: false,
    main: undefined,
    anchor: "",
    place: undefined,
    drawn: undefined,
  };
  const outputs = event.type === "leaf" ? [event] : event.outputs;
  for (const { id, value } of outputs) {
    // The first to use an id keeps it.
    if (index.tensors.has(id)) continue;
    const tensor = createTensor(id, node, value);
    tensors.push(tensor);
    index.tensors.set(id, tensor);
  }
  index.nodes.push(node);
  index.changes.push(since);
  joinGeneration(index, node);
  const tracked = event.type === "leaf" ? event.requiresGrad && !node.fromGrad : !cutOff;
  if (tracked) track(index);
  // What create_graph makes during a backward pass is drawn only once something outside uses or names it.
  if (tracked && !(event.type === "op" && event.during !== undefined)) show(node);
}

function createTensor(id: number, node: NodeStory, value: Value): TensorStory {
  const timelines = { names: new Timeline<string>(), switched: new Timeline<boolean>() };
  const grads = { grad: new Timeline<Value | undefined>(), arrived: new Timeline<Value>() };
  const deeds = new Timeline<Deed>();
  const tensor = { id, since: node.since, node, value: new Timeline<Value>(), ...timelines, ...grads, deeds };
  tensor.value.add(node.since, value);
  return tensor;
}

/** The first use decides which of several results is shown. */
function use(tensor: TensorStory | undefined): void {
  if (tensor) tensor.node.main ??= tensor;
}

function inputsOf(
  index: StoryIndex,
  event: EventOf<"op">,
): { readonly known: readonly NodeInput[]; readonly unknown: boolean } {
  const known: NodeInput[] = [];
  let unknown = false;
  const add = (argument: string, id: number): void => {
    const tensor = index.tensors.get(id);
    const node = tensor?.node;
    if (node) {
      known.push({ argument, tensor: id, node });
      use(tensor);
    } else unknown = true;
  };
  for (const arg of event.args) {
    if ("tensor" in arg) add(arg.name, arg.tensor);
    else if ("tensors" in arg) for (const [i, id] of arg.tensors.entries()) add(`${arg.name}[${i}]`, id);
  }
  return { known, unknown };
}

function recordName(index: StoryIndex, event: EventOf<"name">, since: number): void {
  const tensor = index.tensors.get(event.id);
  if (!tensor) return;
  const { node } = tensor;
  const first = node.tensors.every((other) => other.names.length === 0);
  tensor.names.add(since, event.name);
  if (!first) return;
  node.drawn = undefined;
  index.changes.push(since);
  noteName(index, node);
  if (!node.fromGrad) show(node);
}

function recordSwitch(index: StoryIndex, event: EventOf<"requiresGrad">, since: number): void {
  const tensor = index.tensors.get(event.id);
  if (!tensor || requiresGradAt(tensor, since) === event.value) return;
  tensor.switched.add(since, event.value);
  index.changes.push(since);
  if (!event.value) return;
  track(index);
  show(tensor.node);
}

function recordReset(index: StoryIndex, event: EventOf<"reset">, since: number): void {
  const tensor = index.tensors.get(event.id);
  const held = tensor?.grad.at(since);
  if (!tensor || held === undefined) return;
  tensor.deeds.add(since, event);
  const { range: _, ...rest } = held;
  tensor.grad.add(since, event.how === "none" ? undefined : { ...rest, data: held.data.map(() => 0) });
}

function recordGrad(index: StoryIndex, event: EventOf<"grad">, since: number): void {
  index.passById.get(event.pass)?.grads.add(since, event);
  const tensor = index.tensors.get(event.id);
  tensor?.arrived.add(since, event.added);
  if (!event.stored) return;
  tensor?.grad.add(since, event.value);
  tensor?.deeds.add(since, event);
}

function track(index: StoryIndex): void {
  if (index.tracked === 0) index.graphs.clear();
  index.tracked++;
}

/**
 * Marks a node as part of the picture, and with it what it was made from: everything for an op of the graph;
 * for a result that was cut off, only what leads back to the cut; for plain data nothing, it stands for itself.
 */
function show(node: NodeStory): void {
  const todo = [node];
  for (let next = todo.pop(); next; next = todo.pop()) {
    if (next.shown) continue;
    next.shown = true;
    if (next.place) next.place.shown++;
    const { event } = next;
    if (event.type === "leaf") continue;
    for (const input of next.inputs) if (event.gradFn !== null || input.node.derived) todo.push(input.node);
  }
}
