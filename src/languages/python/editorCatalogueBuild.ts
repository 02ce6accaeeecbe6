/** Gathers every public name of our torch from the op table and the Python sources. Runs when the page is built, not in it. */
import { opTable } from "#engine/op.ts";
import type { OpInfo } from "#engine/opInfo.ts";
import type { CatalogueData, CatalogueRow } from "./editorCatalogue.ts";
import { extraNames } from "./editorCatalogueExtras.ts";
import { type Definition, type PythonFile, readPython, withoutSelf } from "./editorReading.ts";
import { splitParameters } from "./editorSignature.ts";
import { parametersOf, publicName } from "./generate.ts";
import { torchSources } from "./sources.ts";

/** The modules that a learner meets. */
const MODULES = [
  "torch",
  "torch.nn",
  "torch.nn.functional",
  "torch.nn.init",
  "torch.nn.utils",
  "torch.optim",
  "torch.optim.lr_scheduler",
  "torch.autograd",
  "torch.autograd.functional",
  "torch.linalg",
  "torch.special",
  "torch.func",
  "torch.utils.data",
] as const;

type Names = Map<string, CatalogueRow>;

/** The catalogue, home by home; names in alphabetical order. */
export function buildCatalogue(): CatalogueData {
  const homes = new Map<string, Names>();
  const at = (home: string): Names => {
    const names = homes.get(home) ?? new Map<string, CatalogueRow>();
    homes.set(home, names);
    return names;
  };
  for (const info of opTable.values()) addOp(info, at);
  const files = readerOf(torchSources());
  for (const module of MODULES)
    for (const definition of files.exportsOf(module.replaceAll(".", "/")).values())
      if (!definition.name.startsWith("_") && !elsewhere(module, definition.name))
        addDefinition(definition, module, at);
  for (const module of MODULES.slice(1)) {
    const [, home = "", name = ""] = /^(.*)\.(\w+)$/.exec(module) ?? [];
    at(home).set(name, [name, "m", "", files.docOf(module.replaceAll(".", "/")), ""]);
  }
  for (const { home, name, kind, signature, doc, gives } of extraNames()) {
    const known = at(home).get(name);
    at(home).set(name, [name, kind, signature || (known?.[2] ?? ""), doc || (known?.[3] ?? ""), gives]);
  }
  const rows = [...homes].map(([home, names]) => {
    const open = [...names.values()].filter(([name]) => !name.startsWith("_"));
    return [home, open.toSorted((a, b) => (a[0] < b[0] ? -1 : 1))] as const;
  });
  return Object.fromEntries(rows.filter(([, names]) => names.length > 0));
}

const HOMES = {
  method: "torch.Tensor",
  torch: "torch",
  F: "torch.nn.functional",
  linalg: "torch.linalg",
  special: "torch.special",
} as const;

function addOp(info: OpInfo, at: (home: string) => Names): void {
  for (const home of info.homes) if (home !== "hidden") addForm(info, false, home, at(HOMES[home]));
  if (info.hasInPlace) addForm(info, true, "method", at(HOMES.method));
}

function addForm(info: OpInfo, inPlace: boolean, home: keyof typeof HOMES, names: Names): void {
  const method = home === "method";
  const shown = signatureOf(info, inPlace, method);
  const tensor = inPlace || (info.schema.returns !== "list" && info.schema.returns.length === 1);
  for (const own of [info.schema.name, ...info.aliases]) {
    const name = publicName(own, inPlace).replace(new RegExp(`^${home}_`), "");
    const known = names.get(name);
    const signatures = new Set([...(known?.[2].split("\n") ?? []), shown]);
    const doc = known?.[3] || (inPlace && info.doc ? `${info.doc} In place.` : info.doc);
    const gives = tensor && (known === undefined || known[4] === "t") ? "t" : "";
    names.set(name, [name, method ? "d" : "f", [...signatures].join("\n"), doc, gives]);
  }
}

/** What everybody may say but nobody needs to read: the other spellings, and what has one value here. */
const SILENT =
  /^(axis|keepdims|layout|pin_memory|out|foreach|fused|_stacklevel|size_average|reduce|memory_format|device)=/;

function signatureOf(info: OpInfo, inPlace: boolean, method: boolean): string {
  const { own, extras } = parametersOf(info, inPlace);
  const all = [...own, ...extras].filter((part, i) => !(own[i - 1] === `*${part.replace(/_=None$/, "")}`));
  return shownSignature(all.slice(method && all[0] === "input" ? 1 : 0));
}

function shownSignature(parameters: readonly string[]): string {
  const kept = parameters.filter((part) => part.startsWith("device=") || !SILENT.test(part));
  if (kept.at(-1) === "*") kept.pop();
  // After `*size` everything is by keyword anyhow.
  const star = kept.findIndex((part) => /^\*\w/.test(part));
  return `(${kept.filter((part, i) => part !== "*" || star < 0 || i < star).join(", ")})`;
}

function addDefinition(definition: Definition, home: string, at: (home: string) => Names): void {
  const { name, kind, parameters, doc, members } = definition;
  const known = at(home).get(name);
  const letter = kind === "class" ? "c" : kind === "function" ? "f" : kind === "property" ? "p" : "v";
  const signature = parameters === undefined ? (kind === "class" ? "()" : "") : cleaned(parameters);
  const gives = known?.[4] ?? (kind === "function" && givesTensor(home, name) ? "t" : "");
  at(home).set(name, [name, letter, signature || (known?.[2] ?? ""), doc || (known?.[3] ?? ""), gives]);
  if (kind !== "class" || isModuleLike(home, name)) return;
  const own = at(`${home}.${name}`);
  for (const member of members.values()) {
    if (member.name.startsWith("_") || own.has(member.name)) continue;
    const method = member.kind === "function";
    // What the table says of a method of the same name is more than a plain value does.
    const row: CatalogueRow = [
      member.name,
      method ? "d" : "p",
      method ? cleaned(withoutSelf(member.parameters) ?? "") : "",
      member.doc,
      home === "torch" && /^(grad|data|T|mT|H|mH|real|\w+_)$/.test(member.name) ? "t" : "",
    ];
    own.set(member.name, row);
  }
}

/** Files import these two for themselves. */
const elsewhere = (module: string, name: string): boolean =>
  (name === "Tensor" && module !== "torch") || (name === "Optimizer" && module !== "torch.optim");

/** What is inside every module, optimiser or schedule is told once, by its base; a container has more to say. */
function isModuleLike(home: string, name: string): boolean {
  if (home === "torch.nn") return !/^(Module|Sequential|(Module|Parameter)(List|Dict))$/.test(name);
  if (home === "torch.optim") return name !== "Optimizer";
  if (home === "torch.optim.lr_scheduler") return name !== "LRScheduler";
  return home !== "torch" || /_grad|_mode/.test(name) ? home !== "torch.autograd" || name !== "Function" : false;
}

/** Functions of Python that give something else than one tensor say so by their names. */
function givesTensor(home: string, name: string): boolean {
  if (home === "torch")
    return !/^(is_|get_|set_|can_|manual_seed|seed|initial_seed|numel|typename|equal|allclose|compile|promote|result|meshgrid|broadcast_tensors)/.test(
      name,
    );
  return home === "torch.nn.functional" || home === "torch.linalg" || home === "torch.nn.init";
}

const cleaned = (parameters: string): string => shownSignature(splitParameters(parameters));

/** Follows the import lines of our Python files. */
function readerOf(sources: Readonly<Record<string, string>>) {
  const files = new Map<string, PythonFile>();
  const pathOf = (module: string): string =>
    sources[`${module}.py`] === undefined ? `${module}/__init__.py` : `${module}.py`;
  const fileOf = (module: string): PythonFile => {
    const known = files.get(module) ?? readPython(sources[pathOf(module)] ?? "");
    files.set(module, known);
    return known;
  };
  const memo = new Map<string, ReadonlyMap<string, Definition>>();

  function exportsOf(module: string): ReadonlyMap<string, Definition> {
    const known = memo.get(module);
    if (known) return known;
    const file = fileOf(module);
    const found = new Map<string, Definition>();
    memo.set(module, found);
    const folder = pathOf(module).endsWith("/__init__.py") ? module : module.replace(/\/\w+$/, "");
    for (const { from, names } of file.imports) {
      const [, dots = "", rest = ""] = /^(\.*)(.*)$/.exec(from) ?? [];
      if (dots === "" || rest === "") continue;
      const up = folder.split("/").slice(0, folder.split("/").length - dots.length + 1);
      const source = exportsOf([...up, ...rest.split(".")].join("/"));
      if (names.length === 0) for (const [name, definition] of source) found.set(name, definition);
      for (const [name, own] of names) {
        const definition = source.get(name);
        if (definition) found.set(own, { ...definition, name: own });
      }
    }
    for (const [name, definition] of file.definitions) found.set(name, inherited(definition, found));
    return found;
  }

  /** A class without an `__init__` is made like its base. */
  function inherited(definition: Definition, known: ReadonlyMap<string, Definition>): Definition {
    if (definition.kind !== "class" || definition.parameters !== undefined) return definition;
    for (const base of definition.bases) {
      const parameters = known.get(base)?.parameters;
      if (parameters !== undefined) return { ...definition, parameters };
    }
    return definition;
  }

  const docOf = (module: string): string => /^"""([^\n"]*)/.exec(sources[pathOf(module)] ?? "")?.[1] ?? "";
  return { exportsOf, docOf };
}
