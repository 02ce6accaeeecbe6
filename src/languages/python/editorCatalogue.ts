/** Every public name of our torch, to look up: gathered when the page is built, fetched when the editor stands. */

/** Class, method, function, property, value, module. */
export type KindLetter = "c" | "d" | "f" | "p" | "v" | "m";

/** Name, kind, signatures (one a line), what it does, and "t" where it gives one tensor. */
export type CatalogueRow = readonly [name: string, kind: KindLetter, signatures: string, doc: string, gives: "t" | ""];

/** The names by where they are at home: `torch`, `torch.Tensor`, `torch.nn`. */
export type CatalogueData = Readonly<Record<string, readonly CatalogueRow[]>>;

/** A name with what there is to say about it. */
export interface Entry {
  readonly name: string;
  /** `torch.Tensor.item`. */
  readonly path: string;
  readonly kind: KindLetter;
  readonly signatures: readonly string[];
  readonly doc: string;
  readonly givesTensor: boolean;
}

/** The names, ready to be asked. */
export interface Catalogue {
  /** What stands after `path.`; empty for what nobody knows. */
  members(path: string): readonly Entry[];
  /** What stands after the dot of an object of a class: its own members and those of its base. */
  objectMembers(path: string): readonly Entry[];
  entry(path: string): Entry | undefined;
  objectMember(path: string, name: string): Entry | undefined;
}

/** The class that an object of this class shares its members with. */
function baseOf(path: string): string | undefined {
  if (/^torch\.nn\.(Parameter|Buffer)$/.test(path)) return "torch.Tensor";
  if (/^torch\.nn\.\w+$/.test(path)) return "torch.nn.Module";
  if (/^torch\.optim\.[A-Z]\w+$/.test(path)) return "torch.optim.Optimizer";
  if (/^torch\.optim\.lr_scheduler\.\w+$/.test(path)) return "torch.optim.lr_scheduler.LRScheduler";
  return undefined;
}

/** Whether objects of this class are tensors. */
export function isTensorClass(path: string): boolean {
  return path === "torch.Tensor" || baseOf(path) === "torch.Tensor";
}

/** Whether objects of this class are modules, which a call turns into tensors. */
export function isModuleClass(path: string): boolean {
  return path === "torch.nn.Module" || baseOf(path) === "torch.nn.Module";
}

/** Opens the data for questions. */
export function createCatalogue(data: CatalogueData): Catalogue {
  const homes = new Map<string, ReadonlyMap<string, Entry>>();
  const home = (path: string): ReadonlyMap<string, Entry> => {
    let entries = homes.get(path);
    if (!entries) {
      entries = new Map(
        (Object.hasOwn(data, path) ? (data[path] ?? []) : []).map((row) => [row[0], entryOf(path, row)]),
      );
      homes.set(path, entries);
    }
    return entries;
  };
  const member = (path: string, name: string): Entry | undefined => {
    const base = baseOf(path);
    return home(path).get(name) ?? (base === undefined || base === path ? undefined : home(base).get(name));
  };
  return {
    members: (path) => [...home(path).values()],
    objectMembers(path) {
      const base = baseOf(path);
      const own = home(path);
      const inherited = base === undefined || base === path ? [] : [...home(base).values()];
      return [...own.values(), ...inherited.filter(({ name }) => !own.has(name))];
    },
    entry(path) {
      const [, parent = "", name = path] = /^(.*)\.(\w+)$/.exec(path) ?? [];
      return path === "torch" ? entryOf("", ["torch", "m", "", "", ""]) : member(parent, name);
    },
    objectMember: member,
  };
}

function entryOf(home: string, [name, kind, signatures, doc, gives]: CatalogueRow): Entry {
  return {
    name,
    path: home === "" ? name : `${home}.${name}`,
    kind,
    signatures: signatures === "" ? [] : signatures.split("\n"),
    doc,
    givesTensor: gives === "t",
  };
}
