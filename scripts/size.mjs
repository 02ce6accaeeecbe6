// Weighs what the first page makes a browser fetch: gzipped JavaScript of the initial route, before the editor and with it.
// Reads Vite's manifest, so that a chunk counts however it is named. Run after the build.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist", import.meta.url));
const budgets = { initial: 130, withEditor: 250 };
/** Sources that come with the editor: its component, and the editor doors of the languages. */
const editorSource = /(^|\/)ui\/Editor\.tsx$|languages\/[^/]+\/editor/;
/** What the editor fetches only when it stands and can be typed in: suggestions and help. */
const afterEditor = /languages\/[^/]+\/editorAssist\.ts$/;
/** What must not come with the first page, and a text of its own by which it is known in any bundle. */
const lateOnly = { KaTeX: "KaTeX parse error", CodeMirror: "cm-activeLine" };
const languages = ["src/strings/en.ts", "src/strings/zh.ts"];

const manifestPath = join(dist, ".vite/manifest.json");
if (!existsSync(manifestPath)) {
  console.error("There is no dist/.vite/manifest.json; run `npm run build` first.");
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestPath, "utf8"));

/** All chunks that are fetched with these: the closure over static imports. */
function closureOf(keys) {
  const seen = new Set();
  const visit = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) visit(next);
  };
  for (const key of keys) visit(key);
  return seen;
}

function kilobytesOf(keys) {
  const files = new Set([...keys].map((key) => manifest[key].file).filter((file) => /\.m?js$/.test(file)));
  let bytes = 0;
  for (const file of files) bytes += gzipSync(readFileSync(join(dist, file)), { level: 9 }).length;
  return bytes / 1024;
}

let failures = 0;
function report(what, kilobytes, budget) {
  const holds = kilobytes <= budget;
  if (!holds) failures += 1;
  console.log(`${holds ? "✓" : "✗"} ${what}: ${kilobytes.toFixed(1)} kB gzipped of ${budget} kB`);
}

const entries = Object.keys(manifest).filter((key) => manifest[key].isEntry && key === "index.html");
if (entries.length === 0) {
  console.error("The manifest has no entry for index.html.");
  process.exit(1);
}
const initial = closureOf(entries);
report("initial route, JavaScript before the editor", kilobytesOf(initial), budgets.initial);

const editors = Object.keys(manifest).filter((key) => {
  const source = manifest[key].src ?? key;
  return editorSource.test(source) && !afterEditor.test(source);
});
const lazyEditors = editors.filter((key) => manifest[key].isDynamicEntry);
if (lazyEditors.length === 0) {
  failures += 1;
  console.log("✗ the editor is not a chunk of its own that loads when needed (src/ui/Editor.tsx)");
} else {
  report(
    "initial route, JavaScript with the editor",
    kilobytesOf(closureOf([...entries, ...lazyEditors])),
    budgets.withEditor,
  );
}

function check(what, holds) {
  if (!holds) failures += 1;
  console.log(`${holds ? "✓" : "✗"} ${what}`);
}

const firstPage = [...initial].map((key) => readFileSync(join(dist, manifest[key].file), "utf8")).join("\n");
for (const [name, text] of Object.entries(lateOnly)) {
  check(`${name} loads when it is needed`, !firstPage.includes(text));
}
check(
  "the language that is not shown loads when it is asked for",
  languages.some((key) => manifest[key]?.isDynamicEntry),
);
process.exit(failures > 0 ? 1 : 0);
