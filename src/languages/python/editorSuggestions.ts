/** What could be written at a place of a program, best first. */
import type { Entry, KindLetter } from "./editorCatalogue.ts";
import { type Explanation, explain, explainThing, type Translate } from "./editorHelp.ts";
import { ownMembers, parametersAround } from "./editorProgram.ts";
import { boostOf, EXPRESSION_KEYWORDS, KEYWORDS } from "./editorRanking.ts";
import { keywordNames } from "./editorSignature.ts";
import { type Call, type Spot, spotAt } from "./editorSpot.ts";
import type { Node, Tree } from "./editorSyntax.ts";
import { chainThing, type Knowledge, knownBase, type Thing, thingOf } from "./editorTypes.ts";

/** Something that could be written. */
export interface Suggestion {
  readonly label: string;
  readonly kind:
    | "class"
    | "function"
    | "method"
    | "property"
    | "variable"
    | "constant"
    | "namespace"
    | "keyword"
    | "argument";
  /** Higher stands further up. */
  readonly boost: number;
  readonly explain: (() => Explanation | undefined) | undefined;
}

/** Suggestions for the word that begins at `from`. */
export interface Suggestions {
  readonly from: number;
  readonly options: readonly Suggestion[];
}

const KINDS: Readonly<Record<KindLetter, Suggestion["kind"]>> = {
  c: "class",
  d: "method",
  f: "function",
  p: "property",
  v: "constant",
  m: "namespace",
};

/** So many letters of a plain name must stand there before anybody is bothered with suggestions. */
const LETTERS = 2;

/** What could be written at a place; `explicit` when somebody asked for it. */
export function suggestionsAt(
  tree: Tree,
  pos: number,
  explicit: boolean,
  knowledge: Knowledge,
  translate: Translate,
): Suggestions | undefined {
  const spot = spotAt(knowledge.program.text, tree, pos);
  if (!spot) return undefined;
  const options = optionsOf(spot, pos, explicit, knowledge, translate);
  return options.length === 0 ? undefined : { from: spot.from, options };
}

function optionsOf(
  spot: Spot,
  pos: number,
  explicit: boolean,
  knowledge: Knowledge,
  translate: Translate,
): readonly Suggestion[] {
  const show = (entries: readonly Entry[]): readonly Suggestion[] => entries.map((entry) => shown(entry, translate));
  const { catalogue } = knowledge;
  switch (spot.kind) {
    case "import": {
      if (!spot.module.endsWith(":")) return show(catalogue.members(spot.module));
      const home = spot.module.slice(0, -1);
      if (home === "")
        return ["torch", "math", "random"].map((label) => plain(label, "namespace", label === "torch" ? 9 : 0));
      return show(catalogue.members(home).filter(({ kind }) => kind === "m"));
    }
    case "member": {
      const { object, at } = spot;
      const thing = typeof object === "string" ? chainThing(object, at, knowledge) : thingOf(object, knowledge);
      if (thing) return membersOf(thing, knowledge, show);
      return explicit ? show(catalogue.objectMembers("torch.Tensor")) : [];
    }
    case "name": {
      const letters = pos - spot.from;
      const inCall = spot.call?.atStart === true;
      if (!explicit && letters < (inCall ? 1 : LETTERS)) return [];
      const own = ownNames(spot, pos, knowledge, translate);
      const mine = new Set(own.map(({ label }) => label));
      const others = [
        ...show(catalogue.members("builtins")).map((option) => ({ ...option, boost: option.boost / 4 })),
        ...(spot.call ? EXPRESSION_KEYWORDS : KEYWORDS).map((label) => plain(label, "keyword", -2)),
      ];
      const args = inCall && spot.call ? keywordArguments(spot.call, knowledge, translate) : [];
      return [...args, ...own, ...others.filter(({ label }) => !mine.has(label))];
    }
    default:
      return spot satisfies never;
  }
}

function plain(label: string, kind: Suggestion["kind"], boost: number): Suggestion {
  return { label, kind, boost, explain: undefined };
}

function shown(entry: Entry, translate: Translate): Suggestion {
  return {
    label: entry.name,
    kind: KINDS[entry.kind],
    boost: boostOf(entry),
    explain: () => explain(entry, translate),
  };
}

function membersOf(
  thing: Thing,
  knowledge: Knowledge,
  show: (entries: readonly Entry[]) => readonly Suggestion[],
): readonly Suggestion[] {
  const { catalogue, program } = knowledge;
  switch (thing.kind) {
    case "known":
      return show(catalogue.members(thing.path));
    case "object":
      return show(catalogue.objectMembers(thing.of));
    case "member":
      return [];
    case "own": {
      if (thing.definition.name !== "ClassDefinition") return [];
      const own = [...ownMembers(program.text, thing.definition)].filter(([name]) => !name.startsWith("_"));
      const names = new Set(own.map(([name]) => name));
      const base = knownBase(thing.definition, knowledge);
      const inherited = base === undefined ? [] : show(catalogue.objectMembers(base));
      return [
        ...own.map(([name, { method }]) => plain(name, method ? "method" : "property", 60)),
        ...inherited.filter(({ label }) => !names.has(label)),
      ];
    }
    default:
      return thing satisfies never;
  }
}

/** The names of the program that can stand here. */
function ownNames(
  spot: { readonly from: number; readonly at: Node },
  pos: number,
  knowledge: Knowledge,
  translate: Translate,
): readonly Suggestion[] {
  const { program } = knowledge;
  const found = new Map<string, Suggestion>();
  for (const { name } of parametersAround(program.text, spot.at)) found.set(name, plain(name, "variable", 45));
  for (const [name, bindings] of program.bindings) {
    // A name that is only being written here is not one yet.
    if (found.has(name) || (name.startsWith("_") && name.length > 1)) continue;
    if (bindings.every(({ at }) => at >= spot.from && at <= pos)) continue;
    const last = bindings.at(-1);
    const kind =
      last?.kind === "import"
        ? "namespace"
        : last?.kind === "class" || last?.kind === "function"
          ? last.kind
          : "variable";
    const thing: Thing | undefined =
      last?.kind === "import"
        ? { kind: "known", path: last.path }
        : last?.kind === "class" || last?.kind === "function"
          ? { kind: "own", definition: last.value, object: false }
          : undefined;
    found.set(name, {
      label: name,
      kind,
      boost: 40,
      explain: thing && (() => explainThing(thing, knowledge, translate)),
    });
  }
  return [...found.values()];
}

/** `requires_grad=` and the like, those that are not written yet. */
function keywordArguments(call: Call, knowledge: Knowledge, translate: Translate): readonly Suggestion[] {
  const found = explainThing(thingOf(call.callee, knowledge), knowledge, translate);
  if (!found) return [];
  const given = new Set(call.given.keywords.filter((name) => name !== call.given.keyword));
  return keywordNames(found.signatures)

    .filter((name) => !given.has(name))
    .map((name, i) => ({ label: `${name}=`, kind: "argument", boost: 60 - i / 10, explain: undefined }));
}
