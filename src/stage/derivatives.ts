/** Local derivatives of recorded ops: asked of the engine once each, and there when a picture is drawn the next time. */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Replay } from "#runtime/replay.ts";
import type { Link } from "#trace/links.ts";
import { type Jacobian, type ReplayAnswer, tapeOf } from "#trace/replay.ts";
import type { Story } from "#trace/story.ts";
import type { NodeStory } from "#trace/storyIndex.ts";

/** What is known of an op's local derivatives; undefined while the engine computes. */
export interface Derivatives {
  /** Changes whenever an answer has come. */
  readonly store: StoreApi<number>;
  of(story: Story, link: Link): Jacobian | "unknown" | undefined;
}

/** `ask` is only called for ops that somebody looks at. */
export function createDerivatives(ask: Replay): Derivatives {
  const store = createStore<number>(() => 0);
  const answers = new WeakMap<NodeStory, ReplayAnswer | "asked">();
  return {
    store,
    of(story, { node, result, flow }) {
      const known = answers.get(node);
      if (known === undefined) {
        const tape = tapeOf(story, result);
        if (!tape) return "unknown";
        answers.set(node, "asked");
        void ask({ kind: "local", tape }).then((answer) => {
          answers.set(node, answer);
          store.setState((count) => count + 1);
        });
      }
      if (known === undefined || known === "asked") return undefined;
      if (known.kind !== "local") return "unknown";
      const list = known.jacobians.filter(
        ({ argument }) => argument === flow.argument || argument.startsWith(`${flow.argument}[`),
      );
      return (list.length === 1 ? list[0] : list.find(({ argument }) => argument === flow.argument)) ?? "unknown";
    },
  };
}
