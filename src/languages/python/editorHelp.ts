/** What a name in a program means, and which argument of a call the cursor is in. */
import type { Entry } from "./editorCatalogue.ts";
import { oneLineHead } from "./editorReading.ts";
import { currentParameter, fittingSignature, parametersIn } from "./editorSignature.ts";
import { callAt } from "./editorSpot.ts";
import type { Node, Tree } from "./editorSyntax.ts";
import { chainThing, type Knowledge, type Thing, thingOf } from "./editorTypes.ts";

/** A line in the reader's language by a full name, `torch.Tensor.item`; undefined where there is none. */
export type Translate = (path: string) => string | undefined;

/** What there is to say about a name. */
export interface Explanation {
  readonly name: string;
  /** Its heads, `(input, dim=None)`; none for what is not called. */
  readonly signatures: readonly string[];
  readonly doc: string;
}

/** A call that is being written. */
export interface CallExplanation extends Explanation {
  /** Where its bracket opens. */
  readonly from: number;
  /** The one head, in three parts: the middle one is the parameter at the cursor. */
  readonly parts: readonly [before: string, current: string, after: string];
}

const SHORT: readonly (readonly [RegExp, string])[] = [
  [/^torch\.Tensor\./, "Tensor."],
  [/^torch\.nn\.functional\./, "F."],
  [/^torch\.nn\./, "nn."],
  [/^torch\.optim\.lr_scheduler\./, "lr_scheduler."],
  [/^torch\.optim\./, "optim."],
  [/^builtins\./, ""],
];

/** What the catalogue says of a name, in the reader's language where that is known. */
export function explain(entry: Entry, translate: Translate): Explanation {
  const short = SHORT.find(([pattern]) => pattern.test(entry.path));
  const name = short ? entry.path.replace(...short) : entry.path;
  return { name, signatures: entry.signatures, doc: translated(entry, translate) };
}

function translated({ path, name, doc }: Entry, translate: Translate): string {
  const plain = translate(path);
  if (plain !== undefined) return plain;
  // A method, a function and their in-place form do the same.
  if (!/^torch\.(Tensor\.|nn\.functional\.|special\.)?\w+$/.test(path)) return doc;
  return (
    translate(`torch.${name}`) ?? translate(`torch.Tensor.${name}`) ?? translate(`torch.nn.functional.${name}`) ?? doc
  );
}

/** What there is to say about a thing. */
export function explainThing(
  thing: Thing | undefined,
  knowledge: Knowledge,
  translate: Translate,
): Explanation | undefined {
  switch (thing?.kind) {
    case "known": {
      const entry = knowledge.catalogue.entry(thing.path);
      return entry && explain(entry, translate);
    }
    case "member":
      return explain(thing.entry, translate);
    case "own":
      return thing.object ? undefined : ownHead(thing.definition, knowledge.program.text);
    default:
      return undefined;
  }
}

/** The head of a function of the program, or of a class's `__init__`. */
function ownHead(definition: Node, text: string): Explanation | undefined {
  const head = oneLineHead(text, definition);
  return (
    head && {
      name: head.name,
      signatures: head.parameters === undefined ? [] : [`(${head.parameters})`],
      doc: head.doc,
    }
  );
}

/** The name at a place and what it means. */
export function explanationAt(
  tree: Tree,
  pos: number,
  knowledge: Knowledge,
  translate: Translate,
): (Explanation & { readonly from: number; readonly to: number }) | undefined {
  for (const side of [1, -1] as const) {
    const node = tree.resolveInner(pos, side);
    if (node.name !== "VariableName" && node.name !== "PropertyName") continue;
    const found = explainThing(thingAt(node, knowledge), knowledge, translate);
    if (found) return { ...found, from: node.from, to: node.to };
  }
  return undefined;
}

function thingAt(node: Node, knowledge: Knowledge): Thing | undefined {
  const { text } = knowledge.program;
  const { parent } = node;
  if (parent?.name === "Decorator") return chainThing(text.slice(parent.from + 1, node.to), node, knowledge);
  // `lr=` in a call is no variable.
  if (parent?.name === "ArgList" && node.nextSibling?.name === "AssignOp") return undefined;
  if (node.name === "VariableName" && node.prevSibling?.name === ".") return importedThing(node, text);
  return thingOf(node, knowledge);
}

/** `nn` of `import torch.nn`. */
function importedThing(node: Node, text: string): Thing | undefined {
  let first: Node = node;
  while (first.prevSibling && /^(\.|VariableName)$/.test(first.prevSibling.name)) first = first.prevSibling;
  return { kind: "known", path: text.slice(first.from, node.to) };
}

/** The call around a place and which parameter the cursor is at. */
export function callExplanationAt(
  tree: Tree,
  pos: number,
  knowledge: Knowledge,
  translate: Translate,
): CallExplanation | undefined {
  const call = callAt(knowledge.program.text, tree, pos);
  const found = call && explainThing(thingOf(call.callee, knowledge), knowledge, translate);
  if (!call || !found || found.signatures.length === 0) return undefined;
  const signature = fittingSignature(found.signatures, call.given);
  const all = parametersIn(signature);
  const current = currentParameter(signature, call.given);
  const before = all.slice(0, Math.max(current, 0)).map((part) => `${part}, `);
  if (current < 0) return { ...found, from: call.from, parts: [signature, "", ""] };
  const after = all.slice(current + 1).map((part) => `, ${part}`);
  return { ...found, from: call.from, parts: [`(${before.join("")}`, all[current] ?? "", `${after.join("")})`] };
}
