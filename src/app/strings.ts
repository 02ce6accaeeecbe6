/** The words of the page in the reader's language; each language is a file of its own that comes when it is needed. */
import { createContext, use, useContext } from "react";
import type { Strings } from "#strings/en.ts";
import type { LateStrings } from "#strings/enLate.ts";

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

const late = new Map<Language, Promise<LateStrings>>();

/** Loads the words of what opens later; a failed download is forgotten, so that the next attempt tries again. */
export function loadLateStrings(language: Language): Promise<LateStrings> {
  let coming = late.get(language);
  if (!coming) {
    coming =
      language === "zh"
        ? import("#strings/zhLate.ts").then(({ zhLate }) => zhLate)
        : import("#strings/enLate.ts").then(({ enLate }) => enLate);
    late.set(language, coming);
    coming.catch(() => late.delete(language));
  }
  return coming;
}

/** The words of what opens later; the component waits for them, so it stands in a Suspense. */
export function useLateStrings(): LateStrings {
  return use(loadLateStrings(useStrings().language));
}
