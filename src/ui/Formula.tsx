/** A formula. KaTeX and its style sheet come when the first one is shown; until then, and if it cannot be read, its source stands there. */
import { type ReactElement, useEffect, useLayoutEffect, useRef, useState } from "react";

export interface FormulaProps {
  readonly tex: string;
  /** On a line of its own. */
  readonly display?: boolean;
}

type Katex = typeof import("katex");

/** Longer input is a mistake or an attack, not a formula of ours. */
const longest = 2000;

let loading: Promise<Katex> | undefined;
let loaded: Katex | undefined;

/** A failed download is forgotten, so that the next formula tries again. */
function loadKatex(): Promise<Katex> {
  loading ??= Promise.all([import("katex"), import("katex/dist/katex.min.css")]).then(
    ([katex]) => {
      loaded = katex;
      return katex;
    },
    (reason: unknown) => {
      loading = undefined;
      throw reason;
    },
  );
  return loading;
}

export function Formula({ tex, display = false }: FormulaProps): ReactElement {
  const place = useRef<HTMLSpanElement>(null);
  const [katex, setKatex] = useState<Katex | undefined>(loaded);

  useEffect(() => {
    let wanted = true;
    loadKatex().then(
      (module) => wanted && setKatex(() => module),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, []);

  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    if (!katex || tex.length > longest) {
      element.textContent = tex.slice(0, longest);
      return;
    }
    katex.default.render(tex, element, {
      displayMode: display,
      trust: false,
      maxSize: 10,
      maxExpand: 200,
      strict: "ignore",
      throwOnError: false,
      output: "htmlAndMathml",
    });
  }, [katex, tex, display]);

  return (
    <span ref={place} className={display ? "formula formula-display" : "formula"} data-ready={katex !== undefined} />
  );
}
