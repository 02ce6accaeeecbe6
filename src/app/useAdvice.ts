/** What to do about an error, in the reader's language: loaded with the first error, because most runs need none. */
import { useEffect, useState } from "react";
import type { EventOf } from "#trace/storyIndex.ts";
import { loadLateStrings, useStrings } from "./strings.ts";

/** The sentence for an error of a program, or undefined while it loads and when there is nothing good to say. */
export function useAdvice(error: EventOf<"error"> | undefined, source: string): string | undefined {
  const { language } = useStrings();
  const [advice, setAdvice] = useState<{ readonly error: unknown; readonly text: string | undefined }>();
  useEffect(() => {
    if (!error) return;
    let current = true;
    Promise.all([import("./advice.ts"), loadLateStrings(language)]).then(
      ([{ adviceFor }, strings]) => {
        if (current) setAdvice({ error, text: adviceFor(error, source, strings.advice) });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [error, source, language]);
  return advice?.error === error ? advice?.text : undefined;
}
