/** The figures of the run on the stage. */
import type { ReactElement } from "react";
import { usePlayer } from "#stage/usePlayer.ts";
import { Plots } from "#views/plots/Plots.tsx";
import { useLateStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface PlotsTabProps {
  readonly workbench: Workbench;
  readonly hoveredLine: number | null;
  readonly onHoverLine: (line: number | null) => void;
  readonly onGoToLine: (line: number) => void;
}

export function PlotsTab({ workbench, hoveredLine, onHoverLine, onGoToLine }: PlotsTabProps): ReactElement {
  const { plots } = useLateStrings();
  const { picture, cursor } = usePlayer(workbench.player, (state) => state);
  return (
    <Plots
      story={picture.story}
      cursor={cursor}
      strings={plots}
      hoveredLine={hoveredLine ?? undefined}
      onHoverLine={onHoverLine}
      onGoToLine={onGoToLine}
    />
  );
}
