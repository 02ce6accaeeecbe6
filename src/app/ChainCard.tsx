/** The chain rule of the step that is under way, on a card over the picture. */
import { type ReactElement, useState } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { backwardStepAt } from "#trace/links.ts";
import { ChainStep } from "#views/chain/ChainStep.tsx";
import { useLateStrings, useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export function ChainCard({ workbench }: { readonly workbench: Workbench }): ReactElement | null {
  const { stage } = useStrings();
  const { chain } = useLateStrings();
  const { picture, cursor, following } = usePlayer(workbench.player, (state) => state);
  const [open, setOpen] = useState(true);
  useStore(workbench.derivatives.store);
  const { story } = picture;
  const step = following ? undefined : backwardStepAt(story, cursor);
  if (!step) return null;
  return (
    <section className={`chain chain-card${open ? "" : " is-folded"}`} aria-label={chain.title}>
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
      {open && (
        <ViewBoundary about={step} message={stage.broken(chain.title)} again={stage.again}>
          <ChainStep
            story={story}
            cursor={cursor}
            step={step}
            strings={chain}
            derivativeOf={(link) => workbench.derivatives.of(story, link)}
          />
        </ViewBoundary>
      )}
    </section>
  );
}
