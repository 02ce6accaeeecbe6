/** Sliders at the ends of lines that turn the numbers in them. What counts as such a number is decided outside. */
import { isolateHistory } from "@codemirror/commands";
import { syntaxTree } from "@codemirror/language";
import {
  Annotation,
  type EditorState,
  type Extension,
  type Range as Placed,
  StateEffect,
  StateField,
  Transaction,
} from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, runScopeHandlers, WidgetType } from "@codemirror/view";
import { endsOf, type Range, tickOf, valueAt } from "./sliderTicks.ts";
import "./miniSlider.css";
import "./lineSliders.css";

/** A number in the text that gets a slider. */
export interface LineNumber extends Range {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly name: string;
  /** Another value in the style of what stands in the text. */
  readonly write: (value: number) => string;
}

export interface LineSlidersOptions {
  readonly find: (state: EditorState) => readonly LineNumber[];
  /** What a slider is called. */
  readonly label: (name: string, line: number) => string;
  /** Before the first change of a slide, and when it is over. */
  readonly onStart: () => void;
  readonly onEnd: () => void;
}

/** More sliders than these would be a mixing desk; the first ones are shown. */
const MOST = 12;
/** So long (ms) after the last arrow key a slide by keyboard is over. */
const REST = 800;
/** Whoever lets go this near to an end of the range (as a share of it) gets a new range around the number. */
const EDGE = 0.06;

const slid = Annotation.define<boolean>();
/** The number at this place gets a new range. */
const recentre = StateEffect.define<number>();
/** The number that somebody points at or has the focus on. */
const setPointed = StateEffect.define<number | null>();

interface Shown {
  readonly numbers: readonly LineNumber[];
  readonly pointed: number | null;
  readonly decorations: DecorationSet;
}

/** Shows the sliders and lets them change the text. */
export function lineSliders(options: LineSlidersOptions): Extension {
  let slide: { readonly since: number; readonly byKey: boolean } | null = null;
  let rest = 0;
  let pressed = false;

  function show(state: EditorState, numbers: readonly LineNumber[], pointed: number | null): Shown {
    const placed: Placed<Decoration>[] = [];
    const seen = new Map<string, number>();
    for (const own of byLine(state, numbers)) {
      const line = state.doc.lineAt(own[0]?.from ?? 0);
      const names = own.map(({ name }) => name).join();
      const nth = seen.get(names) ?? 0;
      seen.set(names, nth + 1);
      const faces = own.map((number) => ({
        ...number,
        label: options.label(number.name, line.number),
        text: state.sliceDoc(number.from, number.to),
      }));
      const widget = new Sliders(`${nth} ${names}`, faces, actions);
      placed.push(Decoration.widget({ widget, side: 1 }).range(line.to));
    }
    const lit = numbers.find(({ from }) => from === pointed);
    if (lit) placed.push(Decoration.mark({ class: "cm-tuned" }).range(lit.from, lit.to));
    return { numbers, pointed, decorations: Decoration.set(placed, true) };
  }

  const shown = StateField.define<Shown>({
    create: (state) => show(state, options.find(state).slice(0, MOST), null),
    update(before, transaction) {
      const { state, startState, changes } = transaction;
      let pointed = before.pointed === null ? null : changes.mapPos(before.pointed, 1);
      let released: number | null = null;
      for (const effect of transaction.effects)
        if (effect.is(setPointed)) pointed = effect.value;
        else if (effect.is(recentre)) released = effect.value;
      const same = !transaction.docChanged && syntaxTree(state) === syntaxTree(startState);
      if (same && released === null) return pointed === before.pointed ? before : show(state, before.numbers, pointed);
      // A slide, and what undoes it, moves the thumb; anything else that changes a number gives it a range of its own.
      const moved = transaction.annotation(slid) || transaction.isUserEvent("undo") || transaction.isUserEvent("redo");
      const old = new Map(before.numbers.map((number) => [changes.mapPos(number.from, 1), number]));
      const numbers = options.find(state).slice(0, MOST);
      const kept = numbers.map((number) => {
        const last = old.get(number.from);
        if (last?.name !== number.name || number.from === released) return number;
        const keeps = last.value === number.value || (moved && reaches(last, number.value));
        const { min, max, step, scale } = last;
        return keeps ? { ...number, min, max, step, scale } : number;
      });
      return show(state, kept, pointed);
    },
    provide: (field) => EditorView.decorations.from(field, ({ decorations }) => decorations),
  });

  /** The number of a slider as the text stands now. */
  function numberOf(view: EditorView, input: HTMLInputElement): LineNumber | undefined {
    const group = input.parentElement;
    if (!group) return undefined;
    const { from, to } = view.state.doc.lineAt(view.posAtDOM(group));
    const own = view.state.field(shown).numbers.filter((number) => number.from >= from && number.from <= to);
    return own[[...group.children].indexOf(input)];
  }

  function end(view: EditorView): void {
    clearTimeout(rest);
    if (slide === null) return;
    slide = null;
    view.dispatch({ annotations: isolateHistory.of("full") });
    options.onEnd();
  }

  const actions: Actions = {
    press(input, pointer) {
      pressed = true;
      // So that it is also told of a release elsewhere.
      input.setPointerCapture(pointer);
    },
    slide(view, input) {
      const number = numberOf(view, input);
      if (!number) return;
      const insert = number.write(valueAt(number, input.valueAsNumber));
      if (insert === view.state.sliceDoc(number.from, number.to)) return;
      if (slide?.byKey === pressed) end(view);
      const first = slide === null;
      slide ??= { since: Date.now(), byKey: !pressed };
      clearTimeout(rest);
      if (!pressed) rest = window.setTimeout(() => end(view), REST);
      if (first) options.onStart();
      view.dispatch({
        changes: { from: number.from, to: number.to, insert },
        annotations: [
          slid.of(true),
          // A change without a user event and of one time with the last one joins it: a slide is one step to undo.
          Transaction.time.of(slide.since),
          ...(first ? [isolateHistory.of("before")] : []),
        ],
      });
    },
    release(view) {
      pressed = false;
      end(view);
    },
    settle(view, input) {
      const number = numberOf(view, input);
      if (!number) return;
      const [low, high] = endsOf(number);
      const share = (tickOf(number, number.value) - low) / (high - low);
      if (share < EDGE || share > 1 - EDGE) view.dispatch({ effects: recentre.of(number.from) });
    },
    point(view, input) {
      view.dispatch({ effects: setPointed.of(input === null ? null : (numberOf(view, input)?.from ?? null)) });
    },
    key(view, event) {
      if (event.key === "Escape") view.focus();
      // What the editor does on Ctrl and a letter (undo, run, find) it does from here as well.
      const meant = (event.ctrlKey || event.metaKey) && (event.key.length === 1 || event.key === "Enter");
      if (!meant) return;
      end(view);
      if (runScopeHandlers(view, event, "editor")) event.preventDefault();
    },
  };
  return shown;
}

function reaches(range: Range, value: number): boolean {
  const [first, last] = endsOf(range);
  const tick = tickOf(range, value);
  return tick >= first && tick <= last;
}

function byLine(state: EditorState, numbers: readonly LineNumber[]): readonly (readonly LineNumber[])[] {
  const lines = new Map<number, LineNumber[]>();
  for (const number of numbers) {
    const { from } = state.doc.lineAt(number.from);
    lines.set(from, [...(lines.get(from) ?? []), number]);
  }
  return [...lines.values()];
}

/** What can be done to a slider. */
interface Actions {
  press(input: HTMLInputElement, pointer: number): void;
  slide(view: EditorView, input: HTMLInputElement): void;
  release(view: EditorView): void;
  settle(view: EditorView, input: HTMLInputElement): void;
  point(view: EditorView, input: HTMLInputElement | null): void;
  key(view: EditorView, event: KeyboardEvent): void;
}

interface Face extends LineNumber {
  readonly label: string;
  readonly text: string;
}

/** The sliders of one line. */
class Sliders extends WidgetType {
  readonly key: string;
  readonly faces: readonly Face[];
  readonly actions: Actions;

  constructor(key: string, faces: readonly Face[], actions: Actions) {
    super();
    this.key = key;
    this.faces = faces;
    this.actions = actions;
  }

  override eq(other: Sliders): boolean {
    return this.key === other.key && this.faces.every((face, i) => sameFace(face, other.faces[i]));
  }

  override toDOM(view: EditorView): HTMLElement {
    const group = document.createElement("span");
    group.className = "line-sliders";
    group.append(...this.faces.map(() => this.makeInput(view)));
    this.face(group);
    return group;
  }

  /** The slider under the pointer stays the same element while the text changes beneath it. */
  override updateDOM(group: HTMLElement, _view: EditorView, from: Sliders): boolean {
    if (from.key !== this.key) return false;
    this.face(group);
    return true;
  }

  private face(group: HTMLElement): void {
    for (const [i, input] of [...group.children].entries()) {
      const face = this.faces[i];
      if (!(input instanceof HTMLInputElement) || !face) continue;
      const [first, last] = endsOf(face);
      const tick = tickOf(face, face.value);
      input.min = String(first);
      input.max = String(last);
      if (input.valueAsNumber !== tick) input.value = String(tick);
      input.style.setProperty("--share", String((input.valueAsNumber - first) / (last - first)));
      input.setAttribute("aria-label", face.label);
      input.setAttribute("aria-valuetext", face.text);
    }
  }

  private makeInput(view: EditorView): HTMLInputElement {
    const { actions } = this;
    const input = document.createElement("input");
    input.type = "range";
    input.className = "mini-slider";
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      react: (event: HTMLElementEventMap[Name]) => void,
    ): void => input.addEventListener(name, react);
    on("pointerdown", ({ pointerId }) => actions.press(input, pointerId));
    on("input", () => actions.slide(view, input));
    on("change", () => actions.settle(view, input));
    on("lostpointercapture", () => actions.release(view));
    on("keydown", (event) => actions.key(view, event));
    on("pointerenter", () => actions.point(view, input));
    on("focus", () => actions.point(view, input));
    on("pointerleave", () => actions.point(view, document.activeElement === input ? input : null));
    on("blur", () => {
      // The focus also goes when the editor takes the slider away, in the middle of an update.
      queueMicrotask(() => {
        if (!view.dom.isConnected) return;
        actions.release(view);
        actions.point(view, null);
      });
    });
    return input;
  }
}

function sameFace(a: Face, b: Face | undefined): boolean {
  return a.text === b?.text && a.label === b.label && a.min === b.min && a.max === b.max && a.scale === b.scale;
}
