/** Completion and help for Python, as the editor asks for them. */
import catalogueText from "virtual:python-catalogue";
import { ensureSyntaxTree, syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import { type CatalogueData, createCatalogue } from "./editorCatalogue.ts";
import {
  type CallExplanation,
  callExplanationAt,
  type Explanation,
  explanationAt,
  type Translate,
} from "./editorHelp.ts";
import { readProgram } from "./editorProgram.ts";
import { type Suggestions, suggestionsAt } from "./editorSuggestions.ts";
import type { Tree } from "./editorSyntax.ts";
import type { Knowledge } from "./editorTypes.ts";

/** What the page knows that the text does not tell. */
export interface PythonAssistOptions {
  readonly translate: Translate;
  /** Names that were tensors when the program last ran. */
  readonly tensors: () => ReadonlySet<string>;
}

/** Answers the editor's questions about a Python program. */
export interface PythonAssist {
  suggest(state: EditorState, pos: number, explicit: boolean): Suggestions | undefined;
  helpAt(state: EditorState, pos: number): (Explanation & { readonly from: number; readonly to: number }) | undefined;
  callAt(state: EditorState, pos: number): CallExplanation | undefined;
}

/** Makes the answers for a page. */
export function pythonAssist({ translate, tensors }: PythonAssistOptions): PythonAssist {
  const catalogue = createCatalogue(JSON.parse(catalogueText) as CatalogueData);
  const read = (state: EditorState, pos: number): readonly [Tree, Knowledge] => {
    const tree = ensureSyntaxTree(state, pos, 20) ?? syntaxTree(state);
    return [tree, { program: readProgram(state.doc.toString(), tree), catalogue, tensors: tensors() }];
  };
  return {
    suggest(state, pos, explicit) {
      const [tree, knowledge] = read(state, pos);
      return suggestionsAt(tree, pos, explicit, knowledge, translate);
    },
    helpAt(state, pos) {
      const [tree, knowledge] = read(state, pos);
      return explanationAt(tree, pos, knowledge, translate);
    },
    callAt(state, pos) {
      const [tree, knowledge] = read(state, pos);
      return callExplanationAt(tree, pos, knowledge, translate);
    },
  };
}
