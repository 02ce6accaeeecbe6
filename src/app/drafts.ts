/** The learner's own text: kept as it is typed, and the last versions of it, so that nothing is ever lost. */
import { get, set } from "idb-keyval";

const DRAFT = "autograd-playground:draft";
const VERSIONS = "autograd-playground:versions";
const KEPT_VERSIONS = 20;

/** A text that was replaced by something else. */
export interface Version {
  readonly text: string;
  /** When (ms since 1970). */
  readonly at: number;
}

/** The draft of the last visit; null when there is none. */
export function readDraft(): string | null {
  try {
    return localStorage.getItem(DRAFT);
  } catch {
    return null;
  }
}

/** Keeps the draft. False when this browser stores nothing. */
export function writeDraft(text: string): boolean {
  try {
    localStorage.setItem(DRAFT, text);
    return true;
  } catch {
    return false;
  }
}

/** Earlier versions, youngest first. */
export async function readVersions(): Promise<readonly Version[]> {
  try {
    return (await get<readonly Version[]>(VERSIONS)) ?? [];
  } catch {
    return [];
  }
}

/** Puts a text that is about to be replaced among the versions. */
export async function keepVersion(text: string): Promise<void> {
  if (text.trim() === "") return;
  try {
    const others = (await readVersions()).filter((version) => version.text !== text);
    await set(VERSIONS, [{ text, at: Date.now() }, ...others].slice(0, KEPT_VERSIONS));
  } catch {
    // The notice with the text in it still stands on the page.
  }
}
