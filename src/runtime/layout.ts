/** Lays out graphs that are too large to be laid out between two frames. */
import type { LayoutLater } from "#trace/graph.ts";
import { createAsker } from "./asker.ts";

/** Layouts for one page; each keeps what the one before had where it was. */
export const createLayoutLater = (): LayoutLater =>
  createAsker(() => new Worker(new URL("../worker/layout.ts", import.meta.url), { type: "module" }), undefined);
