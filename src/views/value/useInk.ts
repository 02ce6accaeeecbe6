/** The colours of the page as a canvas needs them, also after the page has become light or dark. */
import { type RefObject, useLayoutEffect, useState } from "react";
import { type Ink, inkOf } from "./surfaceInk.ts";

/** The ink where an element stands; undefined before it stands on the page. */
export function useInk(ref: RefObject<Element | null>): Ink | undefined {
  const [ink, setInk] = useState<Ink>();
  useLayoutEffect(() => {
    const read = (): void => {
      if (ref.current) setInk(inkOf(ref.current));
    };
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    return () => observer.disconnect();
  }, [ref]);
  return ink;
}
