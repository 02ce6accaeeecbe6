/**
 * The names that completion and help know, as the virtual module `virtual:python-catalogue`: gathered from the op table and
 * the Python sources by a bundle of our own code that runs here, so that the page carries the result and not what made it.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin, type ResolvedConfig } from "vite";

const ID = "virtual:python-catalogue";
const SOURCES = /src\/(engine|languages)\//;

/** Serves the catalogue. */
export function pythonCatalogue(): Plugin {
  let config: ResolvedConfig;
  let text: Promise<string> | null = null;
  return {
    name: "python-catalogue",
    configResolved(resolved) {
      config = resolved;
    },
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return;
      text ??= gather(config.root);
      return `export default ${JSON.stringify(await text)};`;
    },
    configureServer(server) {
      server.watcher.on("change", (path) => {
        if (!SOURCES.test(path)) return;
        text = null;
        const module = server.moduleGraph.getModuleById(`\0${ID}`);
        if (module) server.moduleGraph.invalidateModule(module);
      });
    },
  };
}

async function gather(root: string): Promise<string> {
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    ssr: { noExternal: true },
    build: {
      write: false,
      target: "es2022",
      minify: false,
      ssr: join(root, "src/languages/python/editorCatalogueBuild.ts"),
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("the catalogue's source was not bundled");
  const folder = mkdtempSync(join(tmpdir(), "python-catalogue-"));
  try {
    const file = join(folder, "build.mjs");
    writeFileSync(file, output.output[0].code);
    const made = (await import(pathToFileURL(file).href)) as { buildCatalogue(): object };
    return JSON.stringify(made.buildCatalogue());
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
