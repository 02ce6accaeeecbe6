/** How the editor reads Python. */
import { pythonLanguage } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";

/** Highlighting, indentation and folding for Python; suggestions come later, and from elsewhere. */
export function pythonMode(): Extension {
  return pythonLanguage;
}
