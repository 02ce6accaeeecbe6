/** The chain rule of the step that is under way, in a strip below the picture; it stays while one steps, so that nothing jumps. */
import { type ReactElement, useState } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { backwardStepAt, nextLinkAt } from "#trace/links.ts";
import { opStepAt } from "#trace/story.ts";
import { ChainStep } from "#views/chain/ChainStep.tsx";
import { ForwardStep } from "#views/chain/ForwardStep.tsx";
import { useLateStrings, useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export function ChainCard({ workbench }: { readonly workbench: Workbench }): ReactElement | null {
  const { stage } = useStrings();
  const { chain } = useLateStrings();
  const { picture, cursor, following } = usePlayer(workbench.player, (state) => state);
  const [open, setOpen] = useState(true);
  const { derivatives } = workbench;
  useStore(derivatives.store);
  const { story } = picture;
  if (following || story.index.passes.length === 0) return null;
  const step = backwardStepAt(story, cursor);
  const ran = step ? undefined : opStepAt(story, cursor);
  const next = nextLinkAt(story, cursor);
  if (next) derivatives.of(story, next);
  return (
    <section className={`chain chain-strip${open ? "" : " is-folded"}`} aria-label={chain.title}>
      <h2 className="chain-head">
        <button
          type="button"
          className="chain-title"
          aria-expanded={open}
          title={open ? chain.close : chain.open}
          onClick={() => setOpen(!open)}
        >
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d={open ? "M5,8L10,13L15,8" : "M5,12L10,7L15,12"} />
          </svg>
          {chain.title}
        </button>
      </h2>
      {open && ran && <ForwardStep story={story} node={ran} strings={chain} />}
      {open && !step && !ran && <p className="chain-note">{chain.waiting}</p>}
      {open && step && (
        <ViewBoundary about={step} message={stage.broken(chain.title)} again={stage.again}>
          <ChainStep
            story={story}
            cursor={cursor}
            step={step}
            strings={chain}
            derivativeOf={(link) => derivatives.of(story, link)}
          />
        </ViewBoundary>
      )}
    </section>
  );
}
