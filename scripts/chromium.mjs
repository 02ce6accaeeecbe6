// Finds a Chromium, installs one where there is none, and prints its path: the only line on standard output.
// What it does on the way is told on standard error.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const systemNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macApplications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

function find() {
  const wished = process.env.PLAYWRIGHT_CHROMIUM;
  if (wished) {
    if (existsSync(wished)) return wished;
    tell(`PLAYWRIGHT_CHROMIUM names ${wished}, which does not exist; looking elsewhere.`);
  }
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    chromium.executablePath(),
    ...systemNames.flatMap((name) => folders.map((folder) => join(folder, name))),
    ...macApplications,
  ];
  return candidates.find((path) => path && existsSync(path));
}

function install() {
  const debianRoot = process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
  if (debianRoot) {
    tell("No Chromium found: installing the chromium package, and a font that has Chinese characters.");
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const installed =
      command("apt-get", ["update"], env) &&
      command("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], env);
    if (installed && find()) return;
    tell("That did not work; trying Playwright's own.");
  } else {
    tell("No Chromium found: fetching Playwright's own.");
  }
  command(process.execPath, [playwrightCli(), "install", "chromium"], process.env);
}

/** Everything that the command prints goes to standard error, for standard output holds the path alone. */
function command(name, args, env) {
  tell(`$ ${name} ${args.join(" ")}`);
  return spawnSync(name, args, { stdio: ["ignore", 2, 2], env }).status === 0;
}

function playwrightCli() {
  return fileURLToPath(new URL("../node_modules/@playwright/test/cli.js", import.meta.url));
}

function tell(text) {
  process.stderr.write(`${text}\n`);
}

let path = find();
if (!path) {
  install();
  path = find();
}
if (!path) {
  tell("No Chromium to be had. Install one, or set PLAYWRIGHT_CHROMIUM to the path of one.");
  process.exit(1);
}
try {
  const version = execFileSync(path, ["--version", "--no-sandbox"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  tell(`Chromium: ${path} (${version.trim()})`);
} catch {
  tell(`Chromium: ${path}`);
}
process.stdout.write(`${path}\n`);
