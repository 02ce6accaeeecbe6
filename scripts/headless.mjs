// Runs programs in the playground's own Python, engine and recorder, without a page. See src/headless/entryMain.ts for what it takes.
// The sources are bundled when they have changed; the bundle is kept in node_modules/.cache.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const rooms = ["trace", "engine", "languages", "runtime", "worker", "headless"];

function hashOfSources() {
  const hash = createHash("sha256");
  for (const room of rooms) {
    const folder = join(root, "src", room);
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (/\.(ts|py)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
    .slice(0, 16);
}

async function bundle(folder) {
  const { build } = await import("vite");
  const draft = `${folder}-${process.pid}`;
  await build({
    root,
    configFile: false,
    logLevel: "error",
    build: {
      ssr: true,
      outDir: draft,
      emptyOutDir: true,
      target: "node20",
      minify: false,
      rollupOptions: {
        input: {
          entryMain: join(root, "src/headless/entryMain.ts"),
          entryThread: join(root, "src/headless/entryThread.ts"),
        },
        external: ["pyodide"],
        output: { entryFileNames: "[name].js" },
      },
    },
  });
  // Two processes may bundle at once; the first to finish wins.
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
}

const folder = join(root, "node_modules/.cache/headless", hashOfSources());
if (!existsSync(join(folder, "entryMain.js"))) await bundle(folder);
await import(pathToFileURL(join(folder, "entryMain.js")).href);
