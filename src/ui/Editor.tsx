/** The editor: CodeMirror with the page's own look. Languages bring their mode from outside. */
import { defaultKeymap, history, historyKeymap, indentWithTab, toggleTabFocusMode } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, type Extension, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { type ReactElement, useEffect, useRef } from "react";
import type { AssistSources, AssistWords } from "./assist.ts";
import { type LineNumber, lineSliders } from "./lineSliders.ts";

/** A place in the text that is wrong. Lines count from 1, columns from 0. */
export interface Mark {
  readonly line: number;
  readonly columns?: readonly [from: number, to: number] | undefined;
  readonly message: string;
}

export interface EditorProps {
  readonly value: string;
  /** When this changes the editor takes over `value`; typing itself never does. */
  readonly version: number;
  readonly mode: Extension;
  /** Asked once: what is selected at first, with the focus in the editor; null leaves the focus where it is. */
  readonly selection: () => readonly [from: number, to: number] | null;
  readonly label: string;
  readonly mark: Mark | null;
  readonly highlightedLine: number | null;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  readonly onHoverLine: (line: number | null) => void;
  /** The numbers of the text that get a slider. */
  readonly findNumbers: (state: EditorState) => readonly LineNumber[];
  readonly numberLabel: (name: string, line: number) => string;
  /** A slider is about to change the text for the first time … */
  readonly onSlideStart?: () => void;
  /** … and was let go. */
  readonly onSlideEnd?: () => void;
  /** Loads what can be suggested and explained; another function takes the place of what the last one gave. */
  readonly assist: () => Promise<readonly [AssistSources, AssistWords]>;
  /** A line to bring into view and put the cursor on; counts up to ask for the same one again. */
  readonly goTo: { readonly line: number; readonly request: number } | null;
}

const setLine = StateEffect.define<number | null>();
const litLine = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(lines, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(setLine)) continue;
      const { doc } = transaction.state;
      if (effect.value === null || effect.value < 1 || effect.value > doc.lines) return Decoration.none;
      return Decoration.set(Decoration.line({ class: "cm-lit" }).range(doc.line(effect.value).from));
    }
    return lines.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

const setWrong = StateEffect.define<Mark | null>();
/** The place of an error, underlined until the text changes there. */
const wrongPlace = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects)
      if (effect.is(setWrong)) return marked(transaction.state.doc, effect.value);
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marked(doc: Text, mark: Mark | null): DecorationSet {
  if (mark === null || mark.line < 1 || mark.line > doc.lines) return Decoration.none;
  const line = doc.line(mark.line);
  const [start, end] = mark.columns ?? [line.text.search(/\S|$/), line.length];
  const from = Math.min(line.from + start, line.to);
  const to = Math.min(line.from + Math.max(end, start + 1), line.to);
  const whole = Decoration.line({ class: "cm-wrong-line" }).range(line.from);
  if (to <= from) return Decoration.set(whole);
  const attributes = { title: mark.message };
  return Decoration.set([whole, Decoration.mark({ class: "cm-wrong", attributes }).range(from, to)]);
}

/** Only what differs is replaced: where the cursor stands and what is folded or scrolled to stays. */
function difference(
  before: string,
  after: string,
): { readonly from: number; readonly to: number; readonly insert: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

/** What is loaded when it is first asked for. */
const extras = new Compartment();
async function openSearch(editor: EditorView): Promise<void> {
  const { openSearchPanel, search, searchKeymap } = await import("@codemirror/search");
  if ((extras.get(editor.state) as readonly Extension[]).length === 0)
    editor.dispatch({ effects: extras.reconfigure([search({ top: true }), keymap.of(searchKeymap)]) });
  openSearchPanel(editor);
}

const assistance = new Compartment();
/** Suggestions and help come in a pause, when the editor stands; without them it is an editor still. */
async function bringAssistance(editor: EditorView, load: EditorProps["assist"], wanted: () => boolean): Promise<void> {
  const [{ assist }, [sources, words]] = await Promise.all([import("./assist.ts"), load()]);
  // An input method loses its word when the extensions change under it.
  while (wanted() && editor.composing) await new Promise((resolve) => setTimeout(resolve, 200));
  if (wanted()) editor.dispatch({ effects: assistance.reconfigure(assist(sources, words)) });
}

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.self], color: "var(--code-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--code-string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--code-number)" },
  { tag: tags.comment, color: "var(--code-comment)", fontStyle: "italic" },
  {
    tag: [tags.function(tags.definition(tags.variableName)), tags.definition(tags.className)],
    color: "var(--code-name)",
  },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "var(--code-size, 14px)", backgroundColor: "transparent", color: "var(--ink)" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "var(--font-code)", lineHeight: "1.65" },
  ".cm-content": { padding: "14px 0 40px", caretColor: "var(--accent)" },
  ".cm-line": { padding: "0 16px 0 6px" },
  ".cm-gutters": { backgroundColor: "var(--panel)", color: "var(--code-comment)", border: "none", paddingLeft: "8px" },
  ".cm-wrong": {
    textDecoration: "underline wavy var(--error) 1.5px",
    textUnderlineOffset: "3px",
    textDecorationSkipInk: "none",
  },
  ".cm-wrong-line": { backgroundColor: "color-mix(in srgb, var(--error) 8%, transparent)" },
  ".cm-activeLine": { backgroundColor: "color-mix(in srgb, var(--ink) 3.5%, transparent)" },
  ".cm-activeLineGutter": { backgroundColor: "transparent", color: "var(--ink-2)" },
  ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "2px" },
  ".cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground": {
    backgroundColor: "color-mix(in srgb, var(--accent) 22%, transparent)",
  },
  ".cm-lit": { backgroundColor: "var(--accent-weak)" },
  ".cm-matchingBracket": { backgroundColor: "var(--accent-weak) !important", outline: "1px solid var(--accent)" },
  ".cm-panels": { backgroundColor: "var(--panel-2)", color: "var(--ink)", borderColor: "var(--line)" },
});

export function Editor(props: EditorProps): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const quiet = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; later props reach it through effects below.
  useEffect(() => {
    const parent = place.current;
    if (!parent) return;
    const mode = new Compartment();
    const selection = props.selection();
    const made = new EditorView({
      parent,
      state: EditorState.create({
        doc: props.value,
        ...(selection ? { selection: { anchor: selection[0], head: selection[1] } } : {}),
        extensions: [
          lineNumbers(),
          highlightActiveLineGutter(),
          history(),
          drawSelection(),
          indentOnInput(),
          bracketMatching(),
          highlightActiveLine(),
          indentUnit.of("    "),
          EditorState.tabSize.of(4),
          litLine,
          wrongPlace,
          extras.of([]),
          assistance.of([]),
          syntaxHighlighting(colours),
          look,
          mode.of(props.mode),
          lineSliders({
            find: (state) => latest.current.findNumbers(state),
            label: (name, line) => latest.current.numberLabel(name, line),
            onStart: () => latest.current.onSlideStart?.(),
            onEnd: () => latest.current.onSlideEnd?.(),
          }),
          EditorView.contentAttributes.of({ "aria-label": props.label, spellcheck: "false" }),
          keymap.of([
            {
              key: "Mod-Enter",
              run: () => {
                latest.current.onRun();
                return true;
              },
              preventDefault: true,
            },
            { key: "Ctrl-m", mac: "Shift-Alt-m", run: toggleTabFocusMode },
            {
              key: "Mod-f",
              run: (editor) => {
                void openSearch(editor);
                return true;
              },
              preventDefault: true,
            },
            ...historyKeymap,
            ...defaultKeymap,
            indentWithTab,
          ]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && !quiet.current) latest.current.onChange(update.state.doc.toString());
          }),
          EditorView.domEventHandlers({
            mousemove: (event, editor) => {
              const at = editor.posAtCoords({ x: event.clientX, y: event.clientY }, false);
              latest.current.onHoverLine(editor.state.doc.lineAt(at).number);
            },
            mouseleave: () => latest.current.onHoverLine(null),
          }),
        ],
      }),
    });
    view.current = made;
    if (selection) made.focus();
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  const { value, version, mark, highlightedLine, goTo, assist } = props;
  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    let wanted = true;
    bringAssistance(editor, assist, () => wanted).catch((error: unknown) => console.warn(error));
    return () => {
      wanted = false;
    };
  }, [assist]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version is what asks for the text, not a new text.
  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === value) return;
    quiet.current = true;
    editor.dispatch({ changes: difference(editor.state.doc.toString(), value) });
    quiet.current = false;
  }, [version]);

  useEffect(() => {
    view.current?.dispatch({ effects: setWrong.of(mark) });
  }, [mark]);

  useEffect(() => {
    view.current?.dispatch({ effects: setLine.of(highlightedLine) });
  }, [highlightedLine]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !goTo || goTo.line < 1 || goTo.line > editor.state.doc.lines) return;
    const { from } = editor.state.doc.line(goTo.line);
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    editor.focus();
  }, [goTo]);

  return <div ref={place} className="editor" />;
}
