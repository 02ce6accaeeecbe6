/** Backward passes at a cursor: which one runs, what has flowed along its edges, what has arrived. */
import type { TensorId, Value } from "./events.ts";
import type { Story } from "./story.ts";
import type { EventOf } from "./storyIndex.ts";

/** A backward pass as far as it has come. */
export interface Pass {
  readonly event: EventOf<"backward">;
  /** True at cursors from here on. */
  readonly since: number;
  /** When it ended; undefined while it runs or if it never ended. */
  readonly until: number | undefined;
  /** False once it has ended by the cursor. */
  readonly running: boolean;
}

/** The latest pass that has begun by a cursor. */
export function passAt(story: Story, cursor: number): Pass | undefined {
  const pass = story.index.passes.at(Math.min(cursor, story.length));
  if (!pass) return undefined;
  const { event, since, until } = pass;
  return { event, since, until, running: until === undefined || until > cursor };
}

/** How many passes the whole story has. */
export function passCount(story: Story): number {
  return story.index.passes.countAt(story.length);
}

/** What the latest pass has sent along edges by a cursor, in order. */
export function flowsAt(story: Story, cursor: number): readonly EventOf<"flow">[] {
  const now = Math.min(cursor, story.length);
  const flows = story.index.passes.at(now)?.flows;
  return flows ? flows.head(flows.countAt(now)) : [];
}

/** What the latest pass has delivered to tensors by a cursor: by tensor, what it added. */
export function arrivalsAt(story: Story, cursor: number): ReadonlyMap<TensorId, Value> {
  const now = Math.min(cursor, story.length);
  const grads = story.index.passes.at(now)?.grads;
  const arrived = grads ? grads.head(grads.countAt(now)) : [];
  return new Map(arrived.map((grad) => [grad.id, grad.added]));
}
