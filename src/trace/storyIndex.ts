/** What a story remembers about a run: every fact stamped with when it became true. Filled by `record`, read by the lookups. */
import type { OpCard, TensorId, TraceEvent, Value } from "./events.ts";
import type { Graph, GraphNode } from "./graph.ts";
import { Timeline } from "./timeline.ts";

/** An event of one type. */
export type EventOf<T extends TraceEvent["type"]> = Extract<TraceEvent, { type: T }>;

/** Something that happened once: a leaf was made or an op ran. All outputs of an op share one node. */
export interface NodeStory {
  readonly event: EventOf<"leaf"> | EventOf<"op">;
  /** True at cursors from here on. */
  readonly since: number;
  readonly tensors: readonly TensorStory[];
  /** The nodes of its tensor arguments, by argument name (`tensors[1]` inside a list). */
  readonly inputs: readonly NodeInput[];
  /** A result that hangs together with the graph: it has a grad_fn, or was cut from something that has. */
  readonly derived: boolean;
  /** Made from somebody's `.grad` outside the graph: update arithmetic. */
  readonly fromGrad: boolean;
  /** The name of the tensor that an in-place op changed. */
  readonly inheritedName: string | undefined;
  shown: boolean;
  /** Of several results the first that something used: the one to show. Undefined: none was used yet. */
  main: TensorStory | undefined;
  /** What it is called in the keys of its users: its name, or else its key. */
  anchor: string;
  place: Place | undefined;
  /** The last picture of it; kept so that an unchanged node stays the same object. */
  drawn: GraphNode | undefined;
}

export interface NodeInput {
  readonly argument: string;
  readonly tensor: TensorId;
  readonly node: NodeStory;
}

/** One tensor over the whole run. */
export interface TensorStory {
  readonly id: TensorId;
  readonly since: number;
  readonly node: NodeStory;
  readonly value: Timeline<Value>;
  readonly names: Timeline<string>;
  /** Changes of requires_grad after the tensor was made. */
  readonly switched: Timeline<boolean>;
  /** What `.grad` holds; undefined after it was set to None. */
  readonly grad: Timeline<Value | undefined>;
  /** What a backward pass delivered here, stored or not. */
  readonly arrived: Timeline<Value>;
  /** Everything that touched `.grad` or moved the tensor's own numbers. */
  readonly deeds: Timeline<Deed>;
}

/** An event in the account of a tensor: its `.grad` was added to, set or cleared, or its own numbers moved. */
export type Deed = EventOf<"grad"> | EventOf<"reset"> | EventOf<"update">;

/** One box of the picture: the nodes that have stood there, each taking the place of the one before. */
export interface Place {
  readonly key: string;
  /** The order in which places were first taken; a loop cannot turn it round. */
  readonly rank: number;
  readonly nodes: Timeline<NodeStory>;
  /** How many of them are part of the picture; with one, the box is drawn from its first node on, so that it does not come and go. */
  shown: number;
  readonly base: string;
  readonly ident: string;
}

/** One backward pass. */
export interface PassStory {
  readonly event: EventOf<"backward">;
  readonly since: number;
  readonly flows: Timeline<EventOf<"flow">>;
  readonly grads: Timeline<EventOf<"grad">>;
  /** When it ended; undefined while it runs. */
  until: number | undefined;
  /** Its end let go of what the ops had saved: they cannot be passed a second time. */
  freed: boolean;
}

export type Message = EventOf<"print"> | EventOf<"warning"> | EventOf<"error"> | EventOf<"thinned">;

/** Everything indexed so far. Grows at its end only. */
export interface StoryIndex {
  length: number;
  first: TraceEvent | undefined;
  last: TraceEvent | undefined;
  ops: Readonly<Record<string, OpCard>>;
  readonly tensors: Map<TensorId, TensorStory>;
  readonly nodes: NodeStory[];
  readonly places: Place[];
  readonly keys: Keys;
  readonly passes: Timeline<PassStory>;
  readonly passById: Map<number, PassStory>;
  /** Rounds of training of which only the outcome was recorded. */
  readonly rounds: Timeline<EventOf<"round">>;
  readonly prints: Timeline<EventOf<"print">>;
  readonly plots: Timeline<EventOf<"plot">>;
  readonly messages: Timeline<Message>;
  readonly errors: Timeline<EventOf<"error">>;
  /** The line at work after each event. */
  readonly lines: number[];
  /** The tensor that each event is about; −1 for none. */
  readonly subjects: TensorId[];
  /** When something happened that can change the graph. */
  readonly changes: number[];
  /** How many tensors take part in differentiation; with none, a program's plain arithmetic is drawn instead. */
  tracked: number;
  readonly graphs: Map<number, Graph>;
}

/** The state of giving keys to nodes; see keys.ts. */
export interface Keys {
  /** Nodes of the generation that is still going on: their keys may change until it ends. */
  open: NodeStory[];
  /** How many of `open` have a provisional key. */
  assigned: number;
  /** A backward pass has ended: the next node starts a new generation. */
  ended: boolean;
  /** A node of `open` was named after its key was given. */
  stale: boolean;
  readonly byIdent: Map<string, Place>;
  readonly taken: Map<string, Place>;
  readonly slots: Map<string, number>;
  /** How often (base, line) has been met in this generation. */
  readonly met: Map<string, number>;
}

export function createIndex(): StoryIndex {
  return {
    length: 0,
    first: undefined,
    last: undefined,
    ops: {},
    tensors: new Map(),
    nodes: [],
    places: [],
    keys: {
      open: [],
      assigned: 0,
      ended: false,
      stale: false,
      byIdent: new Map(),
      taken: new Map(),
      slots: new Map(),
      met: new Map(),
    },
    passes: new Timeline(),
    passById: new Map(),
    rounds: new Timeline(),
    prints: new Timeline(),
    plots: new Timeline(),
    messages: new Timeline(),
    errors: new Timeline(),
    lines: [],
    subjects: [],
    changes: [],
    tracked: 0,
    graphs: new Map(),
  };
}
