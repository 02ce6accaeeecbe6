/** Name, examples, run and stop, sharing and settings. */
import { Play, Settings as SettingsSign, Share2, Square } from "lucide-react";
import { lazy, type ReactElement } from "react";
import { useStore } from "zustand";
import { usePlayer } from "#stage/usePlayer.ts";
import { Popover } from "#ui/Popover.tsx";
import { Switch } from "#ui/Switch.tsx";
import type { Settings } from "./settings.ts";
import { useStrings } from "./strings.ts";
import type { Workbench } from "./workbench.ts";

export interface HeaderProps {
  readonly workbench: Workbench;
  readonly settings: Settings;
  readonly onChange: (settings: Partial<Settings>) => void;
}

const ExamplesPanel = lazy(async () => ({ default: (await import("./ExamplesPanel.tsx")).ExamplesPanel }));
const SettingsPanel = lazy(async () => ({ default: (await import("./SettingsPanel.tsx")).SettingsPanel }));
const SharePanel = lazy(async () => ({ default: (await import("#share/SharePanel.tsx")).SharePanel }));

const modifier = /Mac|iPhone|iPad/.test(navigator.platform) ? "⌘" : "Ctrl";

export function Header({ workbench, settings, onChange }: HeaderProps): ReactElement {
  const strings = useStrings();
  const { header } = strings;
  const run = useStore(workbench.store, (state) => state.run);
  const text = useStore(workbench.store, (state) => state.text);
  // A link opens where the run stands now; the end needs no mention.
  const cursor = usePlayer(workbench.player, (state) => (state.following ? undefined : state.cursor));
  const running = run.kind === "running";
  return (
    <header className="header">
      <h1 className="wordmark" aria-label={strings.page.name}>
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M9 9.5h6.5a7 7 0 0 1 7 7V18M9 22.5h6" />
          <circle cx="7" cy="9.5" r="3.5" />
          <circle cx="7" cy="22.5" r="3.5" />
          <circle className="wordmark-root" cx="22.5" cy="22.5" r="5" />
        </svg>
        <span>{strings.page.name}</span>
      </h1>
      <Popover button={header.examples} className="button is-quiet">
        {(close) => <ExamplesPanel workbench={workbench} lang={settings.lang} onDone={close} />}
      </Popover>
      <span className="header-space" />
      <Switch on={settings.live} onChange={(live) => onChange({ live })} label={header.live} />
      {running ? (
        <button type="button" className="button is-stop" onClick={workbench.stop}>
          <Square size={13} fill="currentColor" aria-hidden="true" />
          {header.stop}
        </button>
      ) : (
        <button
          type="button"
          className="button is-primary"
          title={header.runKeys(modifier)}
          onClick={() => void workbench.run()}
        >
          <Play size={14} fill="currentColor" aria-hidden="true" />
          {header.run}
        </button>
      )}
      <Popover
        button={<Share2 size={17} aria-hidden="true" />}
        label={header.share}
        className="button is-quiet is-sign"
      >
        {() => (
          <SharePanel state={{ code: text, ...(cursor === undefined ? {} : { cursor }) }} strings={strings.link} />
        )}
      </Popover>
      <Popover
        button={<SettingsSign size={17} aria-hidden="true" />}
        label={header.settings}
        className="button is-quiet is-sign"
      >
        {() => <SettingsPanel settings={settings} onChange={onChange} modifier={modifier} />}
      </Popover>
      <button
        type="button"
        className="button is-quiet is-language"
        lang={settings.lang === "zh" ? "en" : "zh-CN"}
        aria-label={settings.lang === "zh" ? "English" : "中文"}
        onClick={() => onChange({ lang: settings.lang === "zh" ? "en" : "zh" })}
      >
        {settings.lang === "zh" ? "EN" : "中"}
      </button>
    </header>
  );
}
