/** Everything about the chosen box: its facts, and how its gradient came about. */
import type { ReactElement } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { graphAt } from "#trace/graphAt.ts";
import { ChainNode } from "#views/chain/ChainNode.tsx";
import { Inspector } from "#views/inspector/Inspector.tsx";
import { useLateStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface DetailSheetProps {
  readonly workbench: Workbench;
  /** The key of the chosen box. */
  readonly selected: string;
  readonly onSelect: (key: string | null) => void;
  readonly onGoToLine: (line: number) => void;
}

export function DetailSheet({ workbench, selected, onSelect, onGoToLine }: DetailSheetProps): ReactElement {
  const strings = useLateStrings();
  const { player, derivatives, replay } = workbench;
  const { picture, cursor } = usePlayer(player, (state) => state);
  useStore(derivatives.store);
  const { story } = picture;
  const [id] = graphAt(story, cursor).nodes.find(({ key }) => key === selected)?.ids ?? [];
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
