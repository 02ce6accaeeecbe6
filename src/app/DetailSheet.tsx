/** Everything about the chosen box: its facts, and how its gradient came about. */
import { type ReactElement, useEffect } from "react";
import { useStore } from "zustand";
import { groupsAround, keyOfFold } from "#geometry/fold.ts";
import { usePlayer } from "#stage/usePlayer.ts";
import { graphAt } from "#trace/graphAt.ts";
import { whyNoGradient } from "#trace/why.ts";
import { ChainNode } from "#views/chain/ChainNode.tsx";
import { groupTitle } from "#views/graph/groupTitle.ts";
import { type FoldChoices, sceneOf } from "#views/graph/scene.ts";
import { Inspector } from "#views/inspector/Inspector.tsx";
import { Why } from "#views/ledger/Why.tsx";
import { useLateStrings, useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface DetailSheetProps {
  readonly workbench: Workbench;
  /** The key of the chosen box. */
  readonly selected: string;
  /** Which groups of the picture are open, and how to change that. */
  readonly choices: FoldChoices;
  readonly onFold: (group: string, open: boolean) => void;
  readonly onSelect: (key: string | null) => void;
  readonly onGoToLine: (line: number) => void;
  /** Boxes that the picture should point out: where the way of a missing gradient is cut. */
  readonly onPointOut: (keys: readonly string[]) => void;
}

export function DetailSheet(props: DetailSheetProps): ReactElement {
  const { workbench, selected, choices, onFold, onSelect, onGoToLine, onPointOut } = props;
  const strings = useLateStrings();
  const { graph } = useStrings();
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
  const { folding, now } = sceneOf(story, cursor, choices);
  const closed = now.get(selected)?.group;
  const around = groupsAround(folding, selected);
  return (
    <>
      <Inspector
        story={story}
        cursor={cursor}
        selected={selected}
        title={closed && groupTitle(closed, graph)}
        strings={strings.inspector}
        onClose={() => onSelect(null)}
        onGoToLine={onGoToLine}
        onSelect={onSelect}
        aboutGradient={id !== undefined && <Why story={story} cursor={cursor} id={id} strings={strings.why} />}
      />
      <div className="sheet-folds">
        {closed && (
          <button type="button" className="button" onClick={() => onFold(closed.key, true)}>
            {strings.inspector.unfold}
          </button>
        )}
        {around.map((group) => (
          <button
            key={group.key}
            type="button"
            className="button"
            onClick={() => {
              onFold(group.key, false);
              onSelect(keyOfFold(group.key));
            }}
          >
            {strings.inspector.fold(groupTitle(group, graph))}
          </button>
        ))}
      </div>
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
