/** The descent to show: that of the run on the stage, or the one before while a new run has only just begun. */
import { useRef } from "react";
import type { Recording } from "#stage/player.ts";
import { type Descent, descentOf } from "#trace/descent.ts";
import type { Story } from "#trace/story.ts";

export interface Shown {
  readonly story: Story;
  readonly source: string;
  readonly descent: Descent;
}

/** A run that is over sooner (ms) is shown at once and whole: a path that is dragged must not vanish and grow again. */
const patience = 400;

/** Undefined for a run that has no descent. */
export function useDescent(picture: Recording): Shown | undefined {
  const kept = useRef<Shown | undefined>(undefined);
  const begun = useRef<{ readonly index: unknown; readonly at: number } | undefined>(undefined);
  const { index } = picture.story;
  if (begun.current?.index !== index) begun.current = { index, at: performance.now() };
  const young = !picture.end && performance.now() - begun.current.at < patience;
  if (young && kept.current) return kept.current;
  const { story, source } = picture;
  if (kept.current?.story === story) return kept.current;
  const descent = descentOf(story);
  kept.current = descent && { story, source, descent };
  return kept.current;
}
