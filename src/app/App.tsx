/** The page with its settings: language, theme, and the playground in it. */
import { type ReactElement, useEffect, useState } from "react";
import type { Strings } from "#strings/en.ts";
import { Playground } from "./Playground.tsx";
import { applyTheme, type Settings, writeSettings } from "./settings.ts";
import { loadStrings, StringsProvider } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface AppProps {
  readonly workbench: Workbench;
  readonly settings: Settings;
  readonly strings: Strings;
}

export function App({ workbench, settings: initial, strings: first }: AppProps): ReactElement {
  const [settings, setSettings] = useState(initial);
  const [strings, setStrings] = useState(first);
  const { theme, lang, live } = settings;

  useEffect(() => applyTheme(theme), [theme]);
  useEffect(() => workbench.setLive(live), [workbench, live]);
  useEffect(() => {
    document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
    document.title = strings.page.title;
  }, [lang, strings]);

  const change = (next: Partial<Settings>): void => {
    const whole = { ...settings, ...next };
    writeSettings(whole);
    if (next.lang === undefined) return setSettings(whole);
    // The page keeps its words until the new ones are there.
    loadStrings(next.lang).then(
      (loaded) => {
        setStrings(loaded);
        setSettings(whole);
      },
      () => undefined,
    );
  };

  return (
    <StringsProvider value={strings}>
      <Playground workbench={workbench} settings={settings} onChange={change} />
    </StringsProvider>
  );
}
