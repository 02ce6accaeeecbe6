/** What the program prints, and how the run is going. */
import type { ReactElement } from "react";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { errorOf } from "#trace/story.ts";
import { Console } from "#views/console/Console.tsx";
import { StatusLine } from "./StatusLine.tsx";
import { useStrings } from "./strings.ts";
import { useAdvice } from "./useAdvice.ts";
import type { Workbench } from "./workbench.ts";

export interface OutputPaneProps {
  readonly workbench: Workbench;
  readonly onGoToLine: (line: number) => void;
}

export function OutputPane({ workbench, onGoToLine }: OutputPaneProps): ReactElement {
  const strings = useStrings();
  const { picture, latest, cursor } = usePlayer(workbench.player, (state) => state);
  // A run that has drawn nothing yet has no cursor of its own: all of its output is shown.
  const at = picture === latest ? cursor : latest.story.length;
  const error = errorOf(latest.story);
  const advice = useAdvice(error, latest.source);
  return (
    <div className="output-pane" data-screen="output">
      <StatusLine workbench={workbench} />
      <div className="output-body">
        <ViewBoundary
          about={latest.source}
          message={strings.stage.broken(strings.page.output)}
          again={strings.stage.again}
        >
          <Console story={latest.story} cursor={at} strings={strings.console} advice={advice} onGoToLine={onGoToLine} />
        </ViewBoundary>
      </div>
    </div>
  );
}
