/** Asks the engine to compute recorded ops again. */
import type { ReplayAnswer, ReplayQuestion } from "#trace/replay.ts";
import { createAsker } from "./asker.ts";

/** Answers questions about recorded ops. */
export type Replay = (question: ReplayQuestion) => Promise<ReplayAnswer>;

/** A replay for one page. If its worker cannot start, every question stays unanswered. */
export const createReplay = (): Replay =>
  createAsker(() => new Worker(new URL("../worker/replay.ts", import.meta.url), { type: "module" }), {
    kind: "unanswered",
    why: "different",
    op: "",
  });
