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

/** What the latest pass has sent along edges by a cursor, in order. */
export function flowsAt(story: Story, cursor: number): readonly EventOf<"flow">[] {
  const now = Math.min(cursor, story.length);
  const flows = story.index.passes.at(now)?.flows;
  return flows ? flows.head(flows.countAt(now)) : [];
}

/** A gradient on its way along an edge, at a cursor between two steps. */
export interface Flowing {
  readonly flow: EventOf<"flow">;
  /** From 0, at the op that sends it, to 1, at the input that gets it. */
  readonly progress: number;
}

/** What is under way at a cursor; nothing at whole steps and while something else happens. */
export function flowingAt(story: Story, cursor: number): Flowing | undefined {
  const whole = Math.floor(cursor);
  const progress = cursor - whole;
  if (progress === 0 || whole >= story.length) return undefined;
  const flows = story.index.passes.at(whole)?.flows;
  if (!flows) return undefined;
  const sent = flows.countAt(whole);
  const flow = flows.countAt(whole + 1) > sent ? flows.nth(sent) : undefined;
  return flow && { flow, progress };
}
