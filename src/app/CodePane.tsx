/** The program: a plain text field at once, the editor as soon as it has come. */
import { lazy, type ReactElement, Suspense, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { ViewBoundary } from "#stage/ViewBoundary.tsx";
import { errorOf } from "#trace/story.ts";
import { tensorNames } from "#trace/tensorNames.ts";
import type { EditorProps } from "#ui/Editor.tsx";
import { useStrings } from "./strings.ts";
import { useAdvice } from "./useAdvice.ts";
import type { Workbench } from "./workbench.ts";

export interface CodePaneProps {
  readonly workbench: Workbench;
  readonly highlightedLine: number | null;
  readonly onHoverLine: (line: number | null) => void;
  readonly goTo: { readonly line: number; readonly request: number } | null;
}

/** When somebody last touched the plain field. */
let touched = Number.NEGATIVE_INFINITY;
const touch = (): void => {
  touched = performance.now();
};
/** The editor takes the field's place in a pause (ms) of typing: what is typed at the very moment of the change would go nowhere. */
const PAUSE = 400;

async function pauseInTyping(): Promise<void> {
  while (performance.now() - touched < PAUSE) await new Promise((resolve) => setTimeout(resolve, PAUSE / 4));
}

const PythonEditor = lazy(async () => {
  const [{ Editor }, { pythonMode }, { numbersThatMatter }] = await Promise.all([
    import("#ui/Editor.tsx"),
    import("#languages/python/editorMode.ts"),
    import("#languages/python/editorNumbers.ts"),
  ]);
  await pauseInTyping();
  const mode = pythonMode();
  return {
    default: (props: Omit<EditorProps, "mode" | "findNumbers">) => (
      <Editor {...props} mode={mode} findNumbers={numbersThatMatter} />
    ),
  };
});

export function CodePane({ workbench, highlightedLine, onHoverLine, goTo }: CodePaneProps): ReactElement {
  const strings = useStrings();
  const text = useStore(workbench.store, (state) => state.text);
  const version = useStore(workbench.store, (state) => state.replaced);
  const latest = usePlayer(workbench.player, (state) => state.latest);
  const error = errorOf(latest.story);
  // A mark belongs to the text that was run; once that has changed it might stand in the wrong place.
  const current = error !== undefined && latest.source === text;
  const advice = useAdvice(current ? error : undefined, latest.source);
  const mark = useMemo(() => {
    if (!current || error === undefined) return null;
    const message = `${error.kind}: ${error.text}${advice === undefined ? "" : `\n\n${advice}`}`;
    return { line: error.line, columns: error.columns, message };
  }, [current, error, advice]);

  const assist = useCallback(async (): ReturnType<EditorProps["assist"]> => {
    const [{ pythonAssist }, translations] = await Promise.all([
      import("#languages/python/editorAssist.ts"),
      strings.language === "zh" ? import("#strings/zhHelp.ts").then(({ zhHelp }) => zhHelp) : {},
    ]);
    const words: Readonly<Record<string, string>> = translations;
    const sources = pythonAssist({
      translate: (path) => words[path],
      tensors: () => tensorNames(workbench.player.store.getState().latest.story),
    });
    return [sources, { suggestions: strings.editor.suggestions }];
  }, [strings, workbench]);

  // Whoever types in the plain field when the editor comes goes on in the editor.
  const left = useRef<readonly [from: number, to: number] | null>(null);
  const plain = (
    <PlainField
      label={strings.editor.label}
      text={text}
      onChange={workbench.edit}
      onRun={() => void workbench.run()}
      onLeave={(selection) => {
        left.current = selection;
      }}
    />
  );
  return (
    <section className="code-pane" id="program" aria-label={strings.editor.label} data-screen="code">
      <ViewBoundary about={version} message={strings.notice.editorFailed} again={strings.stage.again}>
        <Suspense fallback={plain}>
          <PythonEditor
            value={text}
            selection={() => left.current}
            version={version}
            label={strings.editor.label}
            assist={assist}
            numberLabel={strings.editor.number}
            mark={mark}
            highlightedLine={highlightedLine}
            onChange={workbench.edit}
            onSlideStart={() => workbench.turn(true)}
            onSlideEnd={() => workbench.turn(false)}
            onRun={() => void workbench.run()}
            onHoverLine={onHoverLine}
            goTo={goTo}
          />
        </Suspense>
      </ViewBoundary>
    </section>
  );
}

interface PlainFieldProps {
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** The field goes away; told what was selected in it, or null when it had no focus. */
  readonly onLeave: (selection: readonly [from: number, to: number] | null) => void;
}

/** What can be typed in until the editor has come. */
function PlainField({ label, text, onChange, onRun, onLeave }: PlainFieldProps): ReactElement {
  const field = useRef<HTMLTextAreaElement>(null);
  const leave = useRef(onLeave);
  leave.current = onLeave;
  useLayoutEffect(() => {
    const own = field.current;
    // This runs while the field still stands in the page.
    return () => leave.current(own && document.activeElement === own ? [own.selectionStart, own.selectionEnd] : null);
  }, []);
  return (
    <textarea
      ref={field}
      className="plain-editor"
      aria-label={label}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      value={text}
      onFocus={touch}
      onPointerDown={touch}
      onChange={(event) => {
        touch();
        onChange(event.currentTarget.value);
      }}
      onKeyDown={(event) => {
        touch();
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) onRun();
      }}
    />
  );
}
