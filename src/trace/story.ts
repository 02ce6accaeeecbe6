/** A trace indexed once: what was true of every tensor, line and pass at any cursor. */
import type { OpCard, TensorId, Trace, TraceEvent, Value } from "./events.ts";
import { assignKeys, nameOf } from "./keys.ts";
import { requiresGradAt } from "./nodeFacts.ts";
import { record } from "./record.ts";
import { createIndex, type EventOf, type Message, type NodeStory, type StoryIndex } from "./storyIndex.ts";
import type { Timeline } from "./timeline.ts";

/**
 * A run so far. An event with index i is true at cursors ≥ i + 1; cursor 0 is before everything, `length` is the end; fractions do not change truth.
 * A longer story of the same run is a new object, so that it can be compared by identity; the old one stays readable.
 */
export interface Story {
  readonly length: number;
  /** Belongs to the story's own lookups. */
  readonly index: StoryIndex;
}

export function createStory(ops: Readonly<Record<string, OpCard>> = {}): Story {
  const index = createIndex();
  index.ops = ops;
  return { length: 0, index };
}

/** The story with a batch of further events; `ops` are cards that came with the batch. */
export function extendStory(story: Story, batch: readonly TraceEvent[], ops?: Readonly<Record<string, OpCard>>): Story {
  const { index } = story;
  if (index.length !== story.length) throw new Error("this story has already been extended");
  if (ops) index.ops = { ...index.ops, ...ops };
  for (const event of batch) record(index, event);
  // Facts that are true of the whole run (what is drawn, under which key) may have changed for earlier cursors too.
  if (batch.length > 0 || ops) index.graphs.clear();
  return { length: index.length, index };
}

const stories = new WeakMap<readonly TraceEvent[], Story>();

/** The story of a trace, made once per list of events. With the story of a shorter list of the same run, only what is new is read. */
export function storyOf(trace: Trace, previous?: Story): Story {
  const known = stories.get(trace.events);
  if (known) return known;
  const start = previous && continues(trace.events, previous) ? previous : createStory();
  const story = extendStory(start, trace.events.slice(start.length), trace.ops);
  stories.set(trace.events, story);
  return story;
}

function continues(events: readonly TraceEvent[], { index, length }: Story): boolean {
  if (index.length !== length || length > events.length) return false;
  return length === 0 || (events[0] === index.first && events[length - 1] === index.last);
}

const moment = (story: Story, cursor: number): number => Math.min(cursor, story.length);

/** The numbers of a tensor at a cursor; undefined before it was made. */
export function valueAt(story: Story, id: TensorId, cursor: number): Value | undefined {
  return story.index.tensors.get(id)?.value.at(moment(story, cursor));
}

/** What `.grad` holds at a cursor; undefined where PyTorch would say None. */
export function gradAt(story: Story, id: TensorId, cursor: number): Value | undefined {
  return story.index.tensors.get(id)?.grad.at(moment(story, cursor));
}

/** What the latest backward pass that reached this tensor delivered to it, whether or not it was stored in `.grad`. */
export function arrivedAt(story: Story, id: TensorId, cursor: number): Value | undefined {
  return story.index.tensors.get(id)?.arrived.at(moment(story, cursor));
}

/** Everything a program says about one tensor at a cursor, for an inspector. */
export interface TensorFacts {
  readonly id: TensorId;
  readonly names: readonly string[];
  readonly line: number;
  readonly requiresGrad: boolean;
  readonly isLeaf: boolean;
  readonly gradFn: string | null;
  readonly made: EventOf<"leaf"> | EventOf<"op">;
}

export function tensorAt(story: Story, id: TensorId, cursor: number): TensorFacts | undefined {
  const tensor = story.index.tensors.get(id);
  const now = moment(story, cursor);
  if (!tensor || tensor.since > now) return undefined;
  const { event } = tensor.node;
  const named = tensor.names.head(tensor.names.countAt(now));
  const inherited = named.length === 0 ? nameOf(tensor.node) : undefined;
  const gradFn = event.type === "op" ? event.gradFn : null;
  return {
    id,
    names: inherited === undefined ? [...new Set(named)] : [inherited],
    line: event.line,
    requiresGrad: requiresGradAt(tensor, now),
    isLeaf: gradFn === null,
    gradFn,
    made: event,
  };
}

/** The key of the box where a tensor stands or stood. */
export function keyOf(story: Story, id: TensorId): string | undefined {
  assignKeys(story.index);
  return story.index.tensors.get(id)?.node.place?.key;
}

/** What the program had printed by a cursor. */
export function printsAt(story: Story, cursor: number): readonly EventOf<"print">[] {
  return upTo(story.index.prints, moment(story, cursor));
}

/** Prints, warnings, errors and gaps by a cursor, in order: what a console shows. */
export function messagesAt(story: Story, cursor: number): readonly Message[] {
  return upTo(story.index.messages, moment(story, cursor));
}

/** What the program had shown of its figures by a cursor, in order. */
export function plotsAt(story: Story, cursor: number): readonly EventOf<"plot">[] {
  return upTo(story.index.plots, moment(story, cursor));
}

/** The error that ended the run, if one did. */
export function errorOf(story: Story): EventOf<"error"> | undefined {
  return story.index.errors.at(story.length);
}

/** The line at work at a cursor: that of the last event that has happened; 0 before the first. */
export function lineAt(story: Story, cursor: number): number {
  return story.index.lines[Math.floor(moment(story, cursor)) - 1] ?? 0;
}

/** The tensor that the step under way, or the one just done, is about. */
export function subjectAt(story: Story, cursor: number): TensorId | undefined {
  const id = story.index.subjects[Math.ceil(moment(story, cursor)) - 1];
  return id === undefined || id < 0 ? undefined : id;
}

/** The op that the step under way, or the one just done, runs; undefined for any other step. */
export function opStepAt(story: Story, cursor: number): NodeStory | undefined {
  const id = subjectAt(story, cursor);
  const node = id === undefined ? undefined : story.index.tensors.get(id)?.node;
  return node?.event.type === "op" && node.since === Math.ceil(moment(story, cursor)) ? node : undefined;
}

/** Whether a backward pass has let go of what the op that made this tensor had saved: a second pass through it fails. */
export function freedAt(story: Story, id: TensorId, cursor: number): boolean {
  const tensor = story.index.tensors.get(id);
  const now = moment(story, cursor);
  const arrived = tensor?.arrived.sinceAt(now);
  if (arrived === undefined || tensor?.node.event.type !== "op") return false;
  const pass = story.index.passes.at(arrived);
  return pass?.freed === true && pass.until !== undefined && pass.until <= now;
}

const heads = new WeakMap<object, readonly unknown[]>();

/** The head of a timeline; the same array again when the same head is asked for again, so that a view may compare. */
function upTo<T>(timeline: Timeline<T>, cursor: number): readonly T[] {
  const count = timeline.countAt(cursor);
  const last = heads.get(timeline);
  // Only this function fills `heads`, and with heads of the same timeline.
  if (last?.length === count) return last as readonly T[];
  const head = timeline.head(count);
  heads.set(timeline, head);
  return head;
}
