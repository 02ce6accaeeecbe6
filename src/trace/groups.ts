/** What a box belongs to: the modules and functions in whose call it ran, the loop and the pass of it, its source line. */
import { assignKeys } from "./keys.ts";
import type { Story } from "./story.ts";
import type { Place, StoryIndex } from "./storyIndex.ts";

/** Something that boxes belong to together and that can be folded into one. */
export interface Group {
  readonly key: string;
  readonly kind: "module" | "function" | "calls" | "loop" | "pass" | "line";
  /** What to call it: a module's own name, a function's, or nothing where `at` says it all. */
  readonly name: string;
  /** The class of a module. */
  readonly of?: string;
  /** A loop's first and last line and number of passes; a pass's number, or the first and last of several; a line; which call it is, or how many. */
  readonly at: readonly number[];
}

/** From the outermost to the innermost. */
export type GroupPath = readonly Group[];

const known = new WeakMap<Story, ReadonlyMap<string, GroupPath>>();

/** The groups of every box that an op made, by the box's key. Data has none of its own: it goes with its users. */
export function groupPathsOf(story: Story): ReadonlyMap<string, GroupPath> {
  let paths = known.get(story);
  if (!paths) {
    assignKeys(story.index);
    paths = makePaths(story.index);
    known.set(story, paths);
  }
  return paths;
}

function makePaths(index: StoryIndex): ReadonlyMap<string, GroupPath> {
  const calls = createCalls();
  const scopes = new Map<string, { readonly path: Group[]; readonly places: Place[] }>();
  const paths = new Map<string, GroupPath>();
  for (const place of index.places) {
    const node = place.nodes.first;
    if (node?.event.type !== "op") continue;
    // Calls are numbered anew in every round of training: the net of the second round is the net of the first.
    const path = calls(node.event.scope ?? "", index.passes.countAt(node.since));
    const key = path.at(-1)?.key ?? "";
    const scope = scopes.get(key);
    if (scope) scope.places.push(place);
    else scopes.set(key, { path, places: [place] });
  }
  for (const { path, places } of scopes.values()) {
    for (const [place, loops] of loopsOf(places, path.at(-1)?.key ?? "")) {
      const [line = 0] = [place.nodes.first?.event.line ?? 0];
      const inner = loops.at(-1) ?? path.at(-1);
      paths.set(place.key, [
        ...path,
        ...loops,
        { key: `${inner?.key ?? ""}|line ${line}`, kind: "line", name: "", at: [line] },
      ]);
    }
  }
  return withFamilies(paths);
}

/** Reads scopes; a call's number in the run becomes its number among the calls of the same thing in the same round. */
function createCalls(): (scope: string, round: number) => Group[] {
  const ordinals = new Map<string, Map<string, number>>();
  return (scope, round) => {
    const path: Group[] = [];
    let parent = "";
    for (const part of scope === "" ? [] : scope.split("/")) {
      const [what = "", serial = ""] = part.split("@");
      const family = `${parent}/${what}`;
      const among = `${round} ${family}`;
      let seen = ordinals.get(among);
      if (!seen) {
        seen = new Map();
        ordinals.set(among, seen);
      }
      let n = seen.get(serial);
      if (n === undefined) {
        n = seen.size + 1;
        seen.set(serial, n);
      }
      const [name = "", of] = what.split(":");
      const kind = name.endsWith("()") ? "function" : "module";
      const key = n === 1 ? family : `${family}#${n}`;
      path.push({ key, kind, name, at: [n], ...(of === undefined ? {} : { of }) });
      parent = key;
    }
    return path;
  };
}

/** A module or function that is called this often in one place is one family of calls. */
const manyCalls = 3;

/** Many calls of one thing side by side (a cell of a recurrent network) get a group around them. */
function withFamilies(paths: ReadonlyMap<string, GroupPath>): ReadonlyMap<string, GroupPath> {
  const familyOf = (key: string): string => key.replace(/#\d+$/, "");
  const members = new Map<string, Set<string>>();
  for (const path of paths.values()) {
    for (const group of path) {
      if (group.kind !== "module" && group.kind !== "function") continue;
      const family = familyOf(group.key);
      const keys = members.get(family);
      if (keys) keys.add(group.key);
      else members.set(family, new Set([group.key]));
    }
  }
  const whole = new Map<string, GroupPath>();
  for (const [key, path] of paths) {
    whole.set(
      key,
      path.flatMap((group) => {
        const count = members.get(familyOf(group.key))?.size ?? 0;
        if ((group.kind !== "module" && group.kind !== "function") || count < manyCalls) return [group];
        const { at: _, ...rest } = group;
        return [{ ...rest, key: `${familyOf(group.key)}*`, kind: "calls" as const, at: [count] }, group];
      }),
    );
  }
  return whole;
}

interface Loop {
  readonly first: number;
  last: number;
  passes: Place[][];
}

/** The passes of a long loop go in tens, hundreds and thousands, so that opening it shows no more than can be read. */
function stretchesOf(loop: string, i: number, passes: number): readonly Group[] {
  return [1_000, 100, 10].flatMap((size) => {
    if (passes <= 4 * size) return [];
    const first = Math.floor(i / size) * size + 1;
    const last = Math.min(first + size - 1, passes);
    return [{ key: `${loop}|passes ${first}-${last}`, kind: "pass" as const, name: "", at: [first, last] }];
  });
}

/**
 * Finds the loops in what one call did: where the program goes back to an earlier line, or does on a line what it has just done
 * there, a pass has ended. The first pass reaches back to the line that the second begins with. A loop inside a loop ends with its
 * outer pass.
 */
function loopsOf(places: readonly Place[], parent: string): readonly (readonly [Place, readonly Group[]])[] {
  const found: (readonly [Place, readonly Group[]])[] = [];
  let straight: Place[] = [];
  let loop: Loop | undefined;
  let count = 0;
  const lineOf = (place: Place): number => place.nodes.first?.event.line ?? 0;
  const close = (): void => {
    if (!loop) return;
    count++;
    const key = `${parent}|loop ${loop.first} ${count}`;
    const whole: Group = { key, kind: "loop", name: "", at: [loop.first, loop.last, loop.passes.length] };
    const { passes } = loop;
    passes.forEach((pass, i) => {
      const own: Group = { key: `${key}|pass ${i + 1}`, kind: "pass", name: "", at: [i + 1] };
      const path = [whole, ...stretchesOf(key, i, passes.length), own];
      for (const place of pass) found.push([place, path]);
    });
    loop = undefined;
  };
  const flush = (): void => {
    for (const place of straight) found.push([place, []]);
    straight = [];
  };
  for (const place of places) {
    const line = lineOf(place);
    const current = loop ? (loop.passes.at(-1) ?? []) : straight;
    const last = current.at(-1);
    const back =
      last !== undefined &&
      (line < lineOf(last) || current.some((other) => other.base === place.base && lineOf(other) === line));
    if (loop && line > loop.last) {
      close();
      straight = [place];
    } else if (!back) current.push(place);
    else if (loop && line === loop.first) loop.passes.push([place]);
    else {
      // A new loop: its first pass is what has happened since that line.
      const from = current.findIndex((other) => lineOf(other) >= line);
      const pass = loop ? [] : straight.splice(Math.max(0, from));
      close();
      if (!pass.length) {
        flush();
        straight = [place];
        continue;
      }
      flush();
      loop = { first: line, last: Math.max(...pass.map(lineOf)), passes: [pass, [place]] };
    }
  }
  close();
  flush();
  return found;
}
