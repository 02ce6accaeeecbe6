/** What a person has chosen for the page: kept in this browser, overruled by the address (`?lang=zh&theme=dark`). */
import * as v from "valibot";

const settingsSchema = v.object({
  theme: v.fallback(v.picklist(["auto", "light", "dark"]), "auto"),
  lang: v.fallback(v.picklist(["en", "zh"]), languageOfBrowser()),
  live: v.fallback(v.boolean(), true),
});

export type Settings = v.InferOutput<typeof settingsSchema>;

/** public/theme.js reads the same place before the first paint. */
const KEY = "autograd-playground:settings";

function languageOfBrowser(): "en" | "zh" {
  return typeof navigator !== "undefined" && navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/** The settings to start with; anything unreadable counts as not chosen. */
export function readSettings(): Settings {
  let stored: unknown = {};
  try {
    stored = JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    // Storage may be closed, or hold something else.
  }
  const address = new URLSearchParams(location.search);
  const wished = Object.fromEntries(
    ["theme", "lang"].flatMap((key) => (address.has(key) ? [[key, address.get(key)]] : [])),
  );
  return v.parse(settingsSchema, { ...(typeof stored === "object" ? stored : {}), ...wished });
}

/** Keeps the settings, where the browser allows it. */
export function writeSettings(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // Then they last as long as the page.
  }
}

/** Light or dark as wished, following the system when it is left to it. Returns how to stop following. */
export function applyTheme(theme: Settings["theme"]): () => void {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = (): void => {
    document.documentElement.dataset.theme = theme === "auto" ? (dark.matches ? "dark" : "light") : theme;
  };
  apply();
  dark.addEventListener("change", apply);
  return () => dark.removeEventListener("change", apply);
}
