/** Starts the page: settings, language, the first picture; Python and the editor come after it. */
import { createRoot } from "react-dom/client";
import type { Trace } from "#trace/events.ts";
import { App } from "./App.tsx";
import firstTrace from "./firstTrace.json";
import { readSettings } from "./settings.ts";
import { loadStrings } from "./strings.ts";
import { createWorkbench } from "./workbench.ts";
import "./tokens.css";
import "./base.css";

const place = document.getElementById("root");
if (place === null) throw new Error("the page has no place for the playground");

const settings = readSettings();
// Recorded from the first example by scripts/firstTrace.mjs; a test compares the two.
const workbench = createWorkbench(firstTrace as unknown as Trace, settings.live);

async function openFromAddress(): Promise<void> {
  if (location.hash.length < 2) return;
  const { openLink } = await import("#share/link.ts");
  const opened = await openLink(location.hash);
  if (opened.kind === "program") workbench.open(opened.state.code, "hold", opened.state.cursor);
  else if (opened.kind === "broken") workbench.notify(opened.reason);
}

const [strings] = await Promise.all([loadStrings(settings.lang), openFromAddress()]);
const root = createRoot(place);
if (import.meta.env.DEV && location.hash === "#/gallery") {
  const { Gallery } = await import("./Gallery.tsx");
  const { enLate } = await import("#strings/enLate.ts");
  root.render(<Gallery strings={strings} late={enLate} />);
} else root.render(<App workbench={workbench} settings={settings} strings={strings} />);

addEventListener("hashchange", () => void openFromAddress());
addEventListener("pagehide", () => workbench.flush());
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && workbench.flush());

// After the first paint: a draft of an earlier visit runs as soon as Python is there; a program of a link waits for a click.
setTimeout(() => {
  const { run, held } = workbench.store.getState();
  if (run.kind === "none" && !held) void workbench.run();
  else void workbench.load().catch(() => undefined);
}, 300);
