/** The page: program and output on the left, the picture on the right; on a phone one of them at a time. */
import { type ReactElement, useEffect, useState } from "react";
import type { Recording } from "#stage/player.ts";
import { usePlayer } from "#stage/usePlayer.ts";
import { passAt } from "#trace/passes.ts";
import { SplitPane } from "#ui/SplitPane.tsx";
import { CodePane } from "./CodePane.tsx";
import { Header } from "./Header.tsx";
import { Notices } from "./Notices.tsx";
import { OutputPane } from "./OutputPane.tsx";
import { PicturePane } from "./PicturePane.tsx";
import type { Settings } from "./settings.ts";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";
import "./playground.css";

export interface PlaygroundProps {
  readonly workbench: Workbench;
  readonly settings: Settings;
  readonly onChange: (settings: Partial<Settings>) => void;
}

/** What a phone shows of the three. */
const screens = ["code", "graph", "output"] as const;

export function Playground({ workbench, settings, onChange }: PlaygroundProps): ReactElement {
  const strings = useStrings();
  const [screen, setScreen] = useState<(typeof screens)[number]>("graph");
  // The line under the pointer: set by the editor or by the picture, shown by both.
  const [line, setLine] = useState<number | null>(null);
  const [goTo, setGoTo] = useState<{ readonly line: number; readonly request: number } | null>(null);
  // Away from the end, the step that was taken last shows its line.
  const stepLine = usePlayer(workbench.player, ({ picture, cursor, following }) =>
    following ? null : stepLineOf(picture, cursor),
  );
  // Whoever steps looks at the step, wherever the mouse was left.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step is what asks for it.
  useEffect(() => setLine(null), [stepLine]);
  const messages = usePlayer(workbench.player, ({ latest }) => latest.story.index.messages.length);

  const goToLine = (wanted: number): void => {
    setScreen("code");
    setGoTo((before) => ({ line: wanted, request: (before?.request ?? 0) + 1 }));
  };

  return (
    <div className="playground" data-screen={screen}>
      {/* biome-ignore lint/a11y/useValidAnchor: it leads to the program, whose pane a phone must show first. */}
      <a className="skip" href="#program" onClick={() => setScreen("code")}>
        {strings.page.skip}
      </a>
      <Header workbench={workbench} settings={settings} onChange={onChange} />
      <Notices workbench={workbench} />
      <main className="panes">
        <SplitPane
          direction="columns"
          initial={0.4}
          least={0.24}
          most={0.7}
          label={strings.editor.split}
          storageKey="autograd-playground:columns"
          first={
            <SplitPane
              direction="rows"
              initial={0.68}
              label={strings.editor.splitConsole}
              storageKey="autograd-playground:rows"
              first={
                <CodePane workbench={workbench} highlightedLine={line ?? stepLine} onHoverLine={setLine} goTo={goTo} />
              }
              second={<OutputPane workbench={workbench} onGoToLine={goToLine} />}
            />
          }
          second={<PicturePane workbench={workbench} hoveredLine={line} onHoverLine={setLine} onGoToLine={goToLine} />}
        />
      </main>
      <nav className="screens" aria-label={strings.stage.views}>
        {screens.map((name) => (
          <button
            key={name}
            type="button"
            className="screens-tab"
            aria-current={screen === name}
            onClick={() => setScreen(name)}
          >
            {strings.page[name]}
            {name === "output" && screen !== name && messages > 0 && (
              <span className="screens-dot" aria-hidden="true" />
            )}
          </button>
        ))}
      </nav>
    </div>
  );
}

/** The line of the step under way or just taken; what happens in a backward pass happens at the line that asked for it. */
function stepLineOf({ story, events }: Recording, cursor: number): number | null {
  const event = events[Math.ceil(cursor) - 1];
  if (event === undefined) return null;
  if ("line" in event) return event.line > 0 ? event.line : null;
  return passAt(story, cursor)?.event.line ?? null;
}
