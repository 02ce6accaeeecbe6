/** A worker of the page's own that lays out graphs which are too large to be laid out between two frames. */
import { layoutOf } from "#geometry/layout.ts";
import type { GraphShape, Layout, SizedNode } from "#trace/graph.ts";

/** The layout before: what is still there keeps its order. */
let previous: Layout | undefined;

self.onmessage = ({ data }: MessageEvent<{ readonly id: number; readonly question: GraphShape<SizedNode> }>): void => {
  previous = layoutOf(data.question, ({ width, height }) => ({ width, height }), previous);
  self.postMessage({ id: data.id, answer: previous });
};
