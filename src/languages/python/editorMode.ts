/** How the editor reads Python. */
import { python } from "@codemirror/lang-python";
import type { Extension } from "@codemirror/state";

/** Highlighting, indentation and folding for Python. */
export function pythonMode(): Extension {
  return python();
}
