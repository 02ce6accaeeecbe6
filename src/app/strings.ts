/** The words of the page in the reader's language; each language is a file of its own that comes when it is needed. */
import { createContext, useContext } from "react";
import type { Strings } from "#strings/en.ts";

export type Language = "en" | "zh";

/** Loads the words of a language. */
export async function loadStrings(lang: Language): Promise<Strings> {
  return lang === "zh" ? (await import("#strings/zh.ts")).zh : (await import("#strings/en.ts")).en;
}

const StringsContext = createContext<Strings | null>(null);
export const StringsProvider = StringsContext.Provider;

/** The words, in a component. */
export function useStrings(): Strings {
  const strings = useContext(StringsContext);
  if (strings === null) throw new Error("no language is provided");
  return strings;
}
