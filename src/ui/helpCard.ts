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

/** The quiet line of a call: its head, with the parameter that is being written marked; what is far from that is left out when it is long. */
export function callLine({ name, parts }: CallText, letters: number): HTMLElement {
  const [before, current, after] = shortened(parts, letters - name.length);
  const marked = current === "" ? [] : [element("b", "cm-help-current", current)];
  const head = element("code", "cm-help-head", element("span", "cm-help-name", name), before, ...marked, after);
  return element("div", "cm-call", head);
}

/** Leaves parameters out until the rest fits: the last ones first, then the first ones. */
function shortened([before, current, after]: CallText["parts"], letters: number): CallText["parts"] {
  const later = after.split(", ");
  const earlier = before.split(", ");
  // `, next, …)` and `(…, last, ` keep one neighbour.
  let [end, start] = [after, before];
  const long = (): boolean => start.length + current.length + end.length > letters;
  while (long() && later.length > 2) {
    later.pop();
    end = `${later.join(", ")}, …)`;
  }
  while (long() && earlier.length > 2) {
    earlier.shift();
    start = `(…, ${earlier.join(", ")}`;
  }
  return [start, current, end];
}

/** The same as a sentence, for those who listen. */
export function spoken({ name, signatures, doc }: HelpText): string {
  return [`${name}${signatures[0] ?? ""}`, doc].filter(Boolean).join(". ");
}
