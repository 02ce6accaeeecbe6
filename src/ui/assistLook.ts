/** How suggestions and help look: panels of the page, in its colours. */
import { EditorView } from "@codemirror/view";

const icon = (sign: string, color: string): Readonly<Record<string, string>> => ({ content: `"${sign}"`, color });

/** The look, in both themes by the page's custom properties. */
export const assistLook = EditorView.theme({
  ".cm-tooltip": {
    border: "1px solid var(--line)",
    borderRadius: "8px",
    backgroundColor: "var(--panel)",
    color: "var(--ink)",
    boxShadow: "var(--shadow-1)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--font-code)",
    fontSize: "13px",
    maxHeight: "15em",
    minWidth: "11em",
    maxWidth: "min(24em, 90vw)",
    padding: "4px",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
    display: "flex",
    alignItems: "center",
    padding: "2px 10px 2px 4px",
    borderRadius: "5px",
    lineHeight: "1.55",
  },
  "@media (pointer: coarse)": {
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "8px 12px 8px 6px" },
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
    backgroundColor: "var(--accent-weak)",
    color: "var(--ink)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)", fontWeight: "600" },
  ".cm-completionIcon": {
    width: "1.5em",
    padding: "0",
    marginRight: "4px",
    textAlign: "center",
    fontSize: "12px",
    opacity: "1",
    boxSizing: "border-box",
  },
  ".cm-completionIcon-function:after, .cm-completionIcon-method:after": icon("ƒ", "var(--code-name)"),
  ".cm-completionIcon-class:after": icon("◇", "var(--code-keyword)"),
  ".cm-completionIcon-property:after": icon("·", "var(--ink-2)"),
  ".cm-completionIcon-variable:after": icon("x", "var(--ink-2)"),
  ".cm-completionIcon-constant:after": icon("c", "var(--code-number)"),
  ".cm-completionIcon-namespace:after": icon("▪", "var(--code-string)"),
  ".cm-completionIcon-keyword:after": icon("", "var(--code-keyword)"),
  ".cm-completionIcon-argument:after": icon("=", "var(--accent)"),
  ".cm-tooltip.cm-completionInfo": {
    padding: "0",
    boxSizing: "border-box",
    maxWidth: "none",
  },
  ".cm-completionInfo-right": { marginLeft: "4px" },
  ".cm-completionInfo-left": { marginRight: "4px" },
  ".cm-help": { padding: "8px 12px", maxWidth: "min(38em, calc(100vw - 42px))", whiteSpace: "normal" },
  ".cm-help-head": {
    display: "block",
    fontFamily: "var(--font-code)",
    fontSize: "12.5px",
    lineHeight: "1.5",
    color: "var(--ink-2)",
    overflowWrap: "break-word",
  },
  ".cm-help-name": { color: "var(--code-name)", fontWeight: "600" },
  ".cm-help-doc": {
    margin: "5px 0 0",
    fontFamily: "var(--font-ui)",
    fontSize: "13px",
    lineHeight: "1.45",
    color: "var(--ink)",
  },
  ".cm-call": { padding: "5px 10px", maxWidth: "min(46em, calc(100vw - 38px))" },
  ".cm-call .cm-help-name": { fontWeight: "400" },
  ".cm-help-current": { color: "var(--accent)", fontWeight: "700" },
});
