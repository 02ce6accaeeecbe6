// `npm start`: builds the page where that is needed, serves what was built, and prints its address.
// PORT or --port asks for a port (else the first free one from 4173), HOST or --host for other interfaces than this machine's own.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = ["src", "public", "scripts/vite", "index.html", "embed.html", "vite.config.ts", "package-lock.json"];

function fail(text) {
  console.error(text);
  process.exit(1);
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`This needs Node 20.19 or newer; here is ${process.versions.node}.`);
}
if (!existsSync(join(root, "node_modules/vite"))) fail("The packages are not installed yet. Run `npm ci` first.");

const { values } = parseArgs({ options: { port: { type: "string" }, host: { type: "string" } } });

/** The youngest change under a file or folder, in milliseconds; 0 where there is nothing. */
function changedAt(path) {
  if (!existsSync(path)) return 0;
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => changedAt(join(path, name))));
}

function buildIfNeeded() {
  const built = changedAt(join(root, "dist/index.html"));
  const newest = Math.max(...sources.map((name) => changedAt(join(root, name))));
  if (built > newest) return;
  console.log(built ? "The sources have changed since the last build; building again …" : "Building the playground …");
  const { status } = spawnSync(process.execPath, [join(root, "node_modules/vite/bin/vite.js"), "build", "--manifest"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  if (status !== 0) fail("\nThe build failed, so there is nothing to serve. The reason stands above.");
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.once("listening", () => probe.close(() => resolve(true)));
    probe.listen(port, host);
  });
}

async function choosePort(host) {
  const wished = values.port ?? process.env.PORT;
  if (wished) {
    const port = Number(wished);
    if (!Number.isInteger(port) || port < 1 || port > 65535) fail(`${wished} is not a port.`);
    if (await isFree(port, host)) return port;
    fail(`Port ${port} is taken. Stop what uses it, or choose another: PORT=${port + 1} npm start`);
  }
  for (let port = 4173; port < 4273; port += 1) if (await isFree(port, host)) return port;
  fail("No free port between 4173 and 4272. Choose one: PORT=8080 npm start");
}

buildIfNeeded();
const host = values.host ?? process.env.HOST ?? "localhost";
const port = await choosePort(host);
const { preview } = await import("vite");
const server = await preview({ root, preview: { port, host, strictPort: true, open: false } });
const addresses = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])];
console.log("\nAutograd Playground is served at");
for (const address of addresses) console.log(`  ${address}`);
console.log("\nCtrl+C stops it.");
