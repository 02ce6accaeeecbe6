/** Keeps the interpreter's memory after a boot, so that the next visit starts several times faster. A mere cache, uncompressed: unpacking takes longer than reading. */

import manifest from "virtual:python-runtime";
import { createStore, del, get, set } from "idb-keyval";

const KEY = "snapshot";

/** What is kept: it belongs to one build of the runtime. */
interface Kept {
  readonly build: string;
  readonly bytes: ArrayBuffer;
}

const store = (): ReturnType<typeof createStore> => createStore("autograd-playground-python", "files");

/** The snapshot of this build, or null. Storage that is blocked or broken counts as empty. */
export async function readSnapshot(): Promise<ArrayBuffer | null> {
  try {
    const kept = await get<Kept>(KEY, store());
    if (kept === undefined || kept.build !== manifest.build) return null;
    return kept.bytes;
  } catch {
    return null;
  }
}

/** Keeps a snapshot; silently does nothing where the browser allows no storage. */
export async function writeSnapshot(bytes: ArrayBuffer): Promise<void> {
  try {
    const kept: Kept = { build: manifest.build, bytes };
    await set(KEY, kept, store());
  } catch {
    // Without it the next start is only slower.
  }
}

/** Forgets a snapshot that did not boot. */
export async function dropSnapshot(): Promise<void> {
  try {
    await del(KEY, store());
  } catch {
    // Then it was not there.
  }
}
