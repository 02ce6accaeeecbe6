/** A worker of the page's own that computes recorded ops again. No learner's program runs in it, so it needs no sandbox. */
import "#engine/ops/all.ts";
import { answer } from "#engine/replay.ts";
import type { ReplayQuestion } from "#trace/replay.ts";

self.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly question: ReplayQuestion }>): void => {
  self.postMessage({ id: data.id, answer: answer(data.question) });
};
