/** The ledger of the run on the stage. */
import type { ReactElement } from "react";
import { usePlayer } from "#stage/usePlayer.ts";
import { iterationAt, iterationsOf } from "#trace/iterations.ts";
import { Ledger } from "#views/ledger/Ledger.tsx";
import { useLateStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface LedgerTabProps {
  readonly workbench: Workbench;
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
}

export function LedgerTab({ workbench, selected, onSelect }: LedgerTabProps): ReactElement {
  const { ledger } = useLateStrings();
  const { player } = workbench;
  const { picture, cursor } = usePlayer(player, (state) => state);
  const rounds = iterationsOf(picture.events);
  return (
    <Ledger
      story={picture.story}
      cursor={cursor}
      strings={ledger}
      selected={selected ?? undefined}
      roundAt={(at) => iterationAt(rounds, at)}
      onSelect={onSelect}
      onMoveTo={player.moveTo}
    />
  );
}
