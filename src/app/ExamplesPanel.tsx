/** The ready programs, and the learner's own earlier ones. */
import { type ReactElement, useEffect, useState } from "react";
import { readVersions, type Version } from "./drafts.ts";
import { examples } from "./examples.ts";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface ExamplesPanelProps {
  readonly workbench: Workbench;
  readonly lang: "en" | "zh";
  readonly onDone: () => void;
}

export function ExamplesPanel({ workbench, lang, onDone }: ExamplesPanelProps): ReactElement {
  const strings = useStrings();
  const [versions, setVersions] = useState<readonly Version[]>([]);
  useEffect(() => {
    let wanted = true;
    const read = (): void => void readVersions().then((found) => wanted && setVersions(found));
    read();
    const stop = workbench.store.subscribe(
      (state, before) => state.replaced !== before.replaced && setTimeout(read, 300),
    );
    return () => {
      wanted = false;
      stop();
    };
  }, [workbench]);
  const open = (text: string): void => {
    onDone();
    workbench.open(text, "run");
  };
  return (
    <div className="examples">
      <h2 className="panel-heading">{strings.examples.heading}</h2>
      <ul>
        {examples.map(({ id, title, code }) => (
          <li key={id}>
            <button type="button" className="menu-item" onClick={() => open(code)}>
              {title[lang]}
            </button>
          </li>
        ))}
      </ul>
      {versions.length > 0 && (
        <>
          <h2 className="panel-heading">{strings.examples.versions}</h2>
          <ul>
            {versions.slice(0, 8).map(({ text, at }) => (
              <li key={at}>
                <button type="button" className="menu-item" onClick={() => open(text)}>
                  <code>{firstLine(text)}</code>
                  <span className="menu-detail">
                    {new Date(at).toLocaleString(lang === "zh" ? "zh-CN" : "en")} ·{" "}
                    {strings.examples.linesOf(text.split("\n").length)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

/** The first line that says something: imports are alike everywhere. */
function firstLine(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  return (lines.find((line) => line !== "" && !/^(import|from)\b/.test(line)) ?? "").slice(0, 60);
}
