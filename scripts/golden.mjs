// `npm run golden`: runs the conformance programs and writes the ids of those that hold to tests/conformance/passing.json.
// The list may only grow; `-- --allow-shrink` says that a loss is meant.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const list = path("tests/conformance/passing.json");
const result = path("node_modules/.cache/conformance/held.json");

rmSync(result, { force: true });
const vitest = path("node_modules/vitest/vitest.mjs");
spawnSync(process.execPath, [vitest, "run", "tests/conformance/conformance.test.ts", "--reporter=dot"], {
  cwd: path("."),
  stdio: ["ignore", "inherit", "inherit"],
});
if (!existsSync(result)) {
  console.error("The conformance programs did not run; the list stays as it is.");
  process.exit(1);
}

const before = JSON.parse(readFileSync(list, "utf8"));
const held = JSON.parse(readFileSync(result, "utf8"));
const lost = before.filter((id) => !held.includes(id));
if (lost.length > 0 && !process.argv.includes("--allow-shrink")) {
  console.error(`These held before and do not now; the list stays as it is:\n  ${lost.join("\n  ")}`);
  process.exit(1);
}
writeFileSync(list, `${JSON.stringify(held, null, 1)}\n`);
console.log(
  `passing.json: ${held.length} programs, ${held.length - before.length + lost.length} new, ${lost.length} lost`,
);
