/** Everything about the chosen box: its facts, and how its gradient came about. */
import { type ReactElement, useEffect } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { graphAt } from "#trace/graphAt.ts";
import { whyNoGradient } from "#trace/why.ts";
import { ChainNode } from "#views/chain/ChainNode.tsx";
import { Inspector } from "#views/inspector/Inspector.tsx";
import { Why } from "#views/ledger/Why.tsx";
import { useLateStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface DetailSheetProps {
  readonly workbench: Workbench;
  /** The key of the chosen box. */
  readonly selected: string;
  readonly onSelect: (key: string | null) => void;
  readonly onGoToLine: (line: number) => void;
  /** Boxes that the picture should point out: where the way of a missing gradient is cut. */
  readonly onPointOut: (keys: readonly string[]) => void;
}

export function DetailSheet({ workbench, selected, onSelect, onGoToLine, onPointOut }: DetailSheetProps): ReactElement {
  const strings = useLateStrings();
  const { player, derivatives, replay } = workbench;
  const { picture, cursor } = usePlayer(player, (state) => state);
  useStore(derivatives.store);
  const { story } = picture;
  const [id] = graphAt(story, cursor).nodes.find(({ key }) => key === selected)?.ids ?? [];
  const none = id === undefined ? undefined : whyNoGradient(story, id, cursor);
  const cut = none?.kind === "cut" ? none.keys.join("\n") : undefined;
  useEffect(() => {
    if (cut === undefined) return;
    onPointOut(cut.split("\n"));
    return () => onPointOut([]);
  }, [cut, onPointOut]);
  return (
    <>
      <Inspector
        story={story}
        cursor={cursor}
        selected={selected}
        strings={strings.inspector}
        onClose={() => onSelect(null)}
        onGoToLine={onGoToLine}
        onSelect={onSelect}
        aboutGradient={id !== undefined && <Why story={story} cursor={cursor} id={id} strings={strings.why} />}
      />
      {id !== undefined && (
        <ChainNode
          story={story}
          cursor={cursor}
          id={id}
          strings={strings.chain}
          derivativeOf={(link) => derivatives.of(story, link)}
          ask={replay}
        />
      )}
    </>
  );
}
