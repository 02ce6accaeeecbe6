/** What a name means, as a small card: its head in the code font, a line below it. */

/** What there is to say about a name. */
export interface HelpText {
  readonly name: string;
  /** Its heads, `(input, dim=None)`; none for what is not called. */
  readonly signatures: readonly string[];
  readonly doc: string;
}

/** A call's one head with the parameter at the cursor in the middle. */
export interface CallText extends HelpText {
  /** Where its bracket opens. */
  readonly from: number;
  readonly parts: readonly [before: string, current: string, after: string];
}

/** More heads than these are a page of documentation. */
const MOST = 4;

function element(tag: string, className: string, ...children: readonly (string | Node)[]): HTMLElement {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

/** The card of a name: its heads and what it does. */
export function helpCard({ name, signatures, doc }: HelpText): HTMLElement {
  const heads = signatures.length === 0 ? [""] : signatures.slice(0, MOST);
  const card = element("div", "cm-help");
  for (const head of heads) card.append(element("code", "cm-help-head", element("b", "cm-help-name", name), head));
  if (doc !== "") card.append(element("p", "cm-help-doc", doc));
  return card;
}

/** The quiet line of a call: its head, with the parameter that is being written marked. */
export function callLine({ name, parts: [before, current, after] }: CallText): HTMLElement {
  const marked = current === "" ? [] : [element("b", "cm-help-current", current)];
  return element("code", "cm-help-head", element("span", "cm-help-name", name), before, ...marked, after);
}

/** The same as a sentence, for those who listen. */
export function spoken({ name, signatures, doc }: HelpText): string {
  return [`${name}${signatures[0] ?? ""}`, doc].filter(Boolean).join(". ");
}
