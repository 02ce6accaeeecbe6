/** What a group is called in a sentence. */
import type { Group } from "#trace/groups.ts";
import type { GraphStrings } from "./strings.ts";

/** `layer1 · Sequential`, `loop of lines 6 to 8`, `pass 3`. */
export function groupTitle({ kind, name, of, at }: Group, strings: GraphStrings): string {
  const [first = 0, last = first] = at;
  return strings.groupTitle(kind, of === undefined ? name : `${name} · ${of}`, first, last);
}
