// `npm run bench`: runs every tests/bench/*.bench.ts and prints its tables; `npm run bench -- engine` runs those whose name has "engine" in it.
// A bench exports `bench`, a function that gives one table or several (see tests/bench/ratio.ts). Both sides of every ratio come from this one run.
import { readdirSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "tests/bench");
const wished = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".bench.ts"))
  .filter((name) => wished.length === 0 || wished.some((part) => name.includes(part)))
  .sort();

if (files.length === 0) {
  console.error(wished.length > 0 ? `No bench is called like ${wished.join(", ")}.` : "There are no benches.");
  process.exit(1);
}

function duration(ms) {
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 1) return `${ms.toFixed(1)} ms`;
  if (ms >= 0.001) return `${(ms * 1000).toFixed(2)} µs`;
  return `${(ms * 1e6).toFixed(0)} ns`;
}

const timesOf = (rows) => [
  ["", "first call", "warm median", "warm p95", "ratio"],
  ...rows.map(({ name, first, median, p95, ratio }) => [
    name,
    duration(first),
    duration(median),
    duration(p95),
    `${ratio.toFixed(2)}×`,
  ]),
];

/** A table of times is written out here; one that measures something else too brings its own `cells`. */
function print({ title, rows, note, cells = timesOf(rows) }) {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  const line = (row) =>
    `| ${row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  console.log(`\n### ${title}\n\n${[line(cells[0]), rule, ...cells.slice(1).map(line)].join("\n")}`);
  if (note) console.log(`\n${note}`);
}

/** A bench as it would run in the page: bundled, for modules that are loaded one by one pay for every import they use. */
async function bundled(file) {
  const name = file.replace(".ts", ".mjs");
  await build({
    root,
    logLevel: "error",
    // Its build for Node leaves the gradients out; they are only in its modules.
    ssr: { noExternal: ["@tensorflow/tfjs-core"] },
    build: {
      ssr: true,
      outDir: bundles,
      emptyOutDir: false,
      target: "node20",
      rollupOptions: { input: join(folder, file), output: { entryFileNames: name } },
    },
  });
  return import(pathToFileURL(join(bundles, name)).href);
}

console.log(`Node ${process.versions.node}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`);

const bundles = join(root, "node_modules/.cache/bench");
let failed = 0;
for (const file of files) {
  try {
    const { bench } = await bundled(file);
    for (const table of [await bench()].flat()) print(table);
  } catch (error) {
    failed += 1;
    console.error(`\n${file} failed:`, error);
  }
}
process.exit(failed > 0 ? 1 : 0);
