/** What a person has chosen for the page: kept in this browser, overruled by the address (`?lang=zh&theme=dark`). */
export interface Settings {
  readonly theme: "auto" | "light" | "dark";
  readonly lang: "en" | "zh";
  /** The program runs while it is typed. */
  readonly live: boolean;
}

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
  const { theme, lang, live } = { ...(typeof stored === "object" ? stored : {}), ...wished } as Record<string, unknown>;
  // Three fields: a schema would be heavier than the page it guards.
  return {
    theme: theme === "light" || theme === "dark" ? theme : "auto",
    lang: lang === "en" || lang === "zh" ? lang : languageOfBrowser(),
    live: typeof live === "boolean" ? live : true,
  };
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
