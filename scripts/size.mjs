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
/** What must never be in the initial route, by the package that it comes from. */
const lateOnly = ["katex", "pyodide", "@codemirror"];

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

const editors = Object.keys(manifest).filter((key) => editorSource.test(manifest[key].src ?? key));
const lazyEditors = editors.filter((key) => manifest[key].isDynamicEntry);
if (lazyEditors.length === 0) {
  failures += 1;
  console.log("✗ the editor is not a chunk of its own that loads when needed (src/ui/Editor.tsx)");
} else {
  report("initial route, JavaScript with the editor", kilobytesOf(closureOf([...entries, ...lazyEditors])), budgets.withEditor);
}

for (const key of initial) {
  const map = join(dist, `${manifest[key].file}.map`);
  const named = [key, ...(existsSync(map) ? JSON.parse(readFileSync(map, "utf8")).sources : [])];
  for (const name of lateOnly) {
    if (!named.some((source) => source.includes(`node_modules/${name}/`) || source.startsWith(`_${name}`))) continue;
    failures += 1;
    console.log(`✗ ${name} is fetched with the first page (${manifest[key].file})`);
  }
}
process.exit(failures > 0 ? 1 : 0);
