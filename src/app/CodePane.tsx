/** The program: a plain text field at once, the editor as soon as it has come. */
import { lazy, type ReactElement, Suspense, useMemo, useState } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { errorOf } from "#trace/story.ts";
import type { EditorProps } from "#ui/Editor.tsx";
import { adviceFor } from "./advice.ts";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface CodePaneProps {
  readonly workbench: Workbench;
  readonly highlightedLine: number | null;
  readonly onHoverLine: (line: number | null) => void;
  readonly goTo: { readonly line: number; readonly request: number } | null;
}

const PythonEditor = lazy(async () => {
  const [{ Editor }, { pythonMode }] = await Promise.all([
    import("#ui/Editor.tsx"),
    import("#languages/python/editorMode.ts"),
  ]);
  const mode = pythonMode();
  return {
    default: (props: Omit<EditorProps, "mode" | "selection">) => {
      // While this renders for the first time, the plain field still stands: whoever types in it goes on in the editor.
      const [selection] = useState(plainSelection);
      return <Editor {...props} mode={mode} selection={selection} />;
    },
  };
});

/** Where the cursor stands in the plain field, if it is being typed in. */
function plainSelection(): readonly [from: number, to: number] | null {
  const field = document.activeElement;
  return field instanceof HTMLTextAreaElement && field.classList.contains("plain-editor")
    ? [field.selectionStart, field.selectionEnd]
    : null;
}

export function CodePane({ workbench, highlightedLine, onHoverLine, goTo }: CodePaneProps): ReactElement {
  const strings = useStrings();
  const text = useStore(workbench.store, (state) => state.text);
  const version = useStore(workbench.store, (state) => state.replaced);
  const latest = usePlayer(workbench.player, (state) => state.latest);
  const error = errorOf(latest.story);
  // A mark belongs to the text that was run; once that has changed it might stand in the wrong place.
  const current = error !== undefined && latest.source === text;
  const mark = useMemo(() => {
    if (!current || error === undefined) return null;
    const advice = adviceFor(error, latest.source, strings.advice);
    const message = `${error.kind}: ${error.text}${advice === undefined ? "" : `\n\n${advice}`}`;
    return { line: error.line, columns: error.columns, message };
  }, [current, error, latest.source, strings]);

  const plain = (
    <textarea
      className="plain-editor"
      aria-label={strings.editor.label}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      value={text}
      onChange={(event) => workbench.edit(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void workbench.run();
      }}
    />
  );
  return (
    <section className="code-pane" id="program" aria-label={strings.editor.label} data-screen="code">
      <ViewBoundary about={version} message={strings.notice.editorFailed} again={strings.stage.again}>
        <Suspense fallback={plain}>
          <PythonEditor
            value={text}
            version={version}
            label={strings.editor.label}
            mark={mark}
            highlightedLine={highlightedLine}
            onChange={workbench.edit}
            onRun={() => void workbench.run()}
            onHoverLine={onHoverLine}
            goTo={goTo}
          />
        </Suspense>
      </ViewBoundary>
    </section>
  );
}
