// `npm test`: every check in order, with its time; all of them run even when one fails.
// `npm test -- types unit` runs only the named steps. The last line is always "N passed, N failed":
// tests count one each; a step that has no tests of its own (types, lint, …) counts as one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const reports = join(root, "node_modules/.cache/reports");
rmSync(reports, { recursive: true, force: true });
mkdirSync(reports, { recursive: true });

const unitReport = join(reports, "unit.json");
const e2eReport = join(reports, "e2e.json");

/** Runs a package's command by Node itself, which needs no shell and finds the same file on every system. */
const bin = (path, ...args) => ({ args: [join(root, "node_modules", path), ...args] });
const script = (name, ...args) => ({ args: [join(root, "scripts", name), ...args] });

const steps = [
  {
    name: "types",
    commands: [bin("typescript/bin/tsc", "-p", "."), bin("typescript/bin/tsc", "-p", "src/engine")],
  },
  {
    name: "lint",
    commands: [script("doors.mjs", "--check"), bin("@biomejs/biome/bin/biome", "ci", "--error-on-warnings", ".")],
  },
  { name: "dead code", commands: [bin("knip/bin/knip.js")] },
  {
    name: "unit",
    commands: [
      bin("vitest/vitest.mjs", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${unitReport}`),
    ],
    count: () => countVitest(unitReport),
  },
  { name: "build", commands: [bin("vite/bin/vite.js", "build", "--manifest")] },
  { name: "size", needs: "build", commands: [script("size.mjs")] },
  {
    name: "e2e",
    needs: "build",
    commands: [bin("@playwright/test/cli.js", "test", "--reporter=list,json")],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: e2eReport },
    count: () => countPlaywright(e2eReport),
    chromium: true,
  },
];

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined);

function countVitest(path) {
  const report = readJson(path);
  if (!report) return undefined;
  // A file that fails to load has no tests; it counts as one failure.
  const broken = report.testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

function countPlaywright(path) {
  const report = readJson(path);
  if (!report) return undefined;
  const { expected, unexpected, flaky, skipped } = report.stats;
  if (flaky > 0) console.log(`${flaky} passed at the second try only; the reasons stand above`);
  return { passed: expected + flaky, failed: unexpected + report.errors.length, skipped };
}

function run(command, env) {
  const { status } = spawnSync(process.execPath, command.args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, CI: process.env.CI ?? "true", ...env },
  });
  return status === 0;
}

/** Its path goes to Playwright by the environment; without one that step cannot run, and says so itself. */
function findChromium() {
  const { status, stdout } = spawnSync(process.execPath, [join(root, "scripts/chromium.mjs")], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
    encoding: "utf8",
  });
  return status === 0 ? stdout.trim() : undefined;
}

function perform(step, results) {
  if (step.needs && results.some((result) => result.name === step.needs && !result.ok)) {
    console.log(`not run: it needs the ${step.needs} step, which failed`);
    return { ok: false, passed: 0, failed: 1, skipped: 0 };
  }
  let env = step.env ?? {};
  if (step.chromium) {
    const path = findChromium();
    if (!path) return { ok: false, passed: 0, failed: 1, skipped: 0 };
    env = { ...env, PLAYWRIGHT_CHROMIUM: path };
  }
  const ok = step.commands.map((command) => run(command, env)).every(Boolean);
  const counted = step.count ? step.count() : { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  if (!counted) return { ok: false, passed: 0, failed: 1, skipped: 0 };
  // A runner that fails with no failed test has failed itself; one that found no test has tested nothing.
  const lost = (!ok && counted.failed === 0) || counted.passed + counted.failed === 0;
  const failed = counted.failed + (lost ? 1 : 0);
  return { ...counted, failed, ok: ok && failed === 0 };
}

const wished = process.argv.slice(2);
const unknown = wished.filter((name) => !steps.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`No such step: ${unknown.join(", ")}. Steps: ${steps.map((step) => step.name).join(", ")}`);
  process.exit(2);
}

const results = [];
for (const step of steps) {
  if (wished.length > 0 && !wished.includes(step.name)) continue;
  console.log(`\n── ${step.name} ${"─".repeat(Math.max(0, 60 - step.name.length))}`);
  const start = performance.now();
  const result = perform(step, results);
  const seconds = (performance.now() - start) / 1000;
  results.push({ name: step.name, seconds, ...result });
}

console.log(`\n── summary ${"─".repeat(53)}`);
for (const { name, seconds, ok, passed, failed, skipped } of results) {
  const rest = skipped > 0 ? `, ${skipped} skipped` : "";
  console.log(
    `${ok ? "✓" : "✗"} ${name.padEnd(10)} ${`${seconds.toFixed(1)} s`.padStart(8)}   ${passed} passed, ${failed} failed${rest}`,
  );
}
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
