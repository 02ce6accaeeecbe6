/** Theme, and which keys do what. */

import type { ReactElement } from "react";
import { Switch } from "#ui/Switch.tsx";
import type { Settings } from "./settings.ts";
import { useStrings } from "./strings.ts";

export interface SettingsPanelProps {
  readonly settings: Settings;
  readonly onChange: (settings: Partial<Settings>) => void;
  readonly modifier: string;
}

const themes = ["auto", "light", "dark"] as const;

export function SettingsPanel({ settings, onChange, modifier }: SettingsPanelProps): ReactElement {
  const { header, help } = useStrings();
  const keys: readonly (readonly [string, string])[] = [
    [`${modifier} Enter`, help.run],
    [help.escThen, help.leave],
    ["Ctrl M", help.tabMode],
    [help.arrows, help.walk],
    ["Enter", help.open],
    ["+ − 0", help.zoom],
  ];
  return (
    <div className="settings">
      <fieldset className="choice">
        <legend className="panel-heading">{header.theme}</legend>
        {themes.map((theme) => (
          <label key={theme} className="choice-item">
            <input
              type="radio"
              name="theme"
              value={theme}
              checked={settings.theme === theme}
              onChange={() => onChange({ theme })}
            />
            <span>{header.themes[theme]}</span>
          </label>
        ))}
      </fieldset>
      <Switch on={settings.live} onChange={(live) => onChange({ live })} label={header.live} className="is-in-panel" />
      <h2 className="panel-heading">{help.heading}</h2>
      <dl className="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <p className="settings-note">{help.local}</p>
    </div>
  );
}
