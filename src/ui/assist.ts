/** What comes after the editor stands: suggestions while typing, help for names and calls, brackets that close themselves. What to say is decided outside. */
import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  closeBracketsKeymap,
} from "@codemirror/autocomplete";
import { EditorState, type Extension, Prec, StateEffect, StateField, type Transaction } from "@codemirror/state";
import { EditorView, hoverTooltip, keymap, type Rect, showTooltip, type TooltipView, tooltips } from "@codemirror/view";
import { assistLook } from "./assistLook.ts";
import { type CallText, callLine, type HelpText, helpCard, spoken } from "./helpCard.ts";

/** Something that could be written; of a higher boost it stands further up. */
export interface Suggestion {
  readonly label: string;
  /** Decides the sign in front of it. */
  readonly kind: string;
  readonly boost: number;
  readonly explain: (() => HelpText | undefined) | undefined;
}

/** The help for a name, and where that name stands. */
export interface NameHelp extends HelpText {
  readonly from: number;
  readonly to: number;
}

/** The answers of a language. */
export interface AssistSources {
  /** What could be written at a place; `explicit` when somebody asked for it by a key. */
  readonly suggest: (
    state: EditorState,
    pos: number,
    explicit: boolean,
  ) => { readonly from: number; readonly options: readonly Suggestion[] } | undefined;
  readonly helpAt: (state: EditorState, pos: number) => NameHelp | undefined;
  readonly callAt: (state: EditorState, pos: number) => CallText | undefined;
}

/** What the help says that no language knows. */
export interface AssistWords {
  /** What the list of suggestions is called. */
  readonly suggestions: string;
}

/** Rest (ms) of the mouse on a name before its help appears. */
const HOVER = 400;

/** What is left free (px) at the sides of the window. */
const EDGE = 8;
/** With less room (px) than this beside the list, the help of a suggestion stands below it. */
const NARROW = 240;

/** Everything of the above as one extension. */
export function assist(sources: AssistSources, words: AssistWords): Extension {
  return [
    closeBrackets(),
    // Before the suggestions, which keep an Escape to themselves.
    shownHelp(sources),
    autocompletion({ override: [(context) => completionsOf(sources, context)], maxRenderedOptions: 60, positionInfo }),
    tooltips({ tooltipSpace: () => ({ left: EDGE, top: 0, right: innerWidth - EDGE, bottom: innerHeight }) }),
    hoverTooltip(
      (view, pos) => {
        const help = sources.helpAt(view.state, pos);
        if (!help) return null;
        return { pos: help.from, end: help.to, above: true, create: () => tooltip(helpCard(help)) };
      },
      { hoverTime: HOVER, hideOnChange: true },
    ),
    // Enter takes the suggestion that is marked; so does Tab, which indents when there is none.
    Prec.highest(keymap.of([{ key: "Tab", run: acceptCompletion }])),
    keymap.of(closeBracketsKeymap),
    EditorState.phrases.of({ Completions: words.suggestions }),
    assistLook,
  ];
}

function completionsOf(sources: AssistSources, context: CompletionContext): CompletionResult | null {
  // An input method is at work: what is written so far is not yet text.
  if (context.view?.composing) return null;
  const found = sources.suggest(context.state, context.pos, context.explicit);
  if (!found) return null;
  const labels = new Set(found.options.map(({ label }) => label));
  const word = context.state.sliceDoc(found.from, context.pos);
  // Who has written a name to its end wants Enter to begin a line.
  if (!context.explicit && labels.has(word)) return null;
  return {
    from: found.from,
    options: found.options.map(completionOf),
    validFor: (text) => /^[\p{L}\p{N}_]*$/u.test(text) && !labels.has(text) && text.length >= word.length,
  };
}

/** The help of a suggestion stands beside the list, on a phone below it. */
function positionInfo(
  _view: EditorView,
  list: Rect,
  option: Rect,
  _info: Rect,
  space: Rect,
): { readonly style: string; readonly class: string } {
  const top = `top: ${option.top - list.top}px`;
  const [left, right] = [list.left - space.left, space.right - list.right];
  if (right >= NARROW) return { style: `${top}; max-width: min(26em, ${right}px)`, class: "cm-completionInfo-right" };
  if (left >= NARROW) return { style: `${top}; max-width: min(26em, ${left}px)`, class: "cm-completionInfo-left" };
  const width = Math.min(360, space.right - space.left);
  const shift = Math.min(0, space.right - width - list.left);
  return { style: `top: calc(100% + 4px); left: ${shift}px; width: ${width}px`, class: "cm-completionInfo-below" };
}

function completionOf({ label, kind, boost, explain }: Suggestion): Completion {
  const info = (): Node | null => {
    const help = explain?.();
    return help && (help.doc !== "" || help.signatures.length > 0) ? helpCard(help) : null;
  };
  return { label, type: kind, boost, ...(explain ? { info } : {}) };
}

function tooltip(dom: HTMLElement): TooltipView {
  dom.setAttribute("role", "tooltip");
  return { dom };
}

/** The help that stays: of the call that is being written, or of a name that was asked for. */
type Shown =
  | { readonly kind: "call"; readonly call: CallText; readonly pos: number }
  | { readonly kind: "name"; readonly help: NameHelp; readonly pos: number };

const setShown = StateEffect.define<Shown | null>();

function shownHelp({ helpAt, callAt }: AssistSources): Extension {
  function callHelp(state: EditorState): Shown | null {
    const { head } = state.selection.main;
    const call = callAt(state, head);
    // Above the line that is being written, which it must not cover.
    return call ? { kind: "call", call, pos: Math.max(call.from, state.doc.lineAt(head).from) } : null;
  }

  const shown = StateField.define<Shown | null>({
    create: () => null,
    update(before, transaction) {
      for (const effect of transaction.effects) if (effect.is(setShown)) return effect.value;
      if (!transaction.docChanged && !transaction.selection) return before;
      if (before?.kind === "call" || opensCall(transaction)) return callHelp(transaction.state);
      return null;
    },
    provide: (field) =>
      showTooltip.from(field, (now) => now && { pos: now.pos, above: true, strictSide: now.kind === "call", create }),
  });

  function create(view: EditorView): TooltipView {
    const dom = document.createElement("div");
    const render = (now: Shown | null | undefined): void => {
      // Two lines of the editor's width: more would cover the program.
      const letters = Math.min(170, (2 * view.scrollDOM.clientWidth) / view.defaultCharacterWidth);
      if (now) dom.replaceChildren(now.kind === "call" ? callLine(now.call, letters) : helpCard(now.help));
    };
    render(view.state.field(shown, false));
    return {
      ...tooltip(dom),
      update({ startState, state: next }) {
        const now = next.field(shown, false);
        if (now !== startState.field(shown, false)) render(now);
      },
    };
  }

  function ask(view: EditorView): boolean {
    const { head } = view.state.selection.main;
    const help = helpAt(view.state, head);
    const now: Shown | null = help ? { kind: "name", help, pos: help.from } : callHelp(view.state);
    const words = now?.kind === "name" ? now.help : now?.call;
    if (!now || !words) return true;
    view.dispatch({ effects: [setShown.of(now), EditorView.announce.of(spoken(words))] });
    return true;
  }

  function close(view: EditorView): boolean {
    if (view.state.field(shown)) view.dispatch({ effects: setShown.of(null) });
    return false;
  }

  return [
    shown,
    keymap.of([
      { key: "Ctrl-Shift-Space", run: ask, preventDefault: true },
      { key: "Mod-k Mod-i", run: ask, preventDefault: true },
    ]),
    // One Escape closes everything, the suggestions too.
    Prec.highest(keymap.of([{ key: "Escape", run: close }])),
    EditorView.focusChangeEffect.of((_, focusing) => (focusing ? null : setShown.of(null))),
    EditorView.updateListener.of(({ view, state, startState }) => {
      const [now, before] = [state.field(shown, false), startState.field(shown, false)];
      if (now?.kind !== "call" || (before?.kind === "call" && before.call.name === now.call.name)) return;
      view.dispatch({ effects: EditorView.announce.of(spoken(now.call)) });
    }),
  ];
}

/** Whether a bracket was opened, or a comma set, by typing. */
function opensCall(transaction: Transaction): boolean {
  if (!transaction.isUserEvent("input.type")) return false;
  let opens = false;
  transaction.changes.iterChanges((_from, _to, _start, _end, inserted) => {
    if (/^(\(\)?|,|=)$/.test(inserted.toString())) opens = true;
  });
  return opens;
}
