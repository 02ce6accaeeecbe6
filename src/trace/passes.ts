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
