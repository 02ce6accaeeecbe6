/**
 * Everything that runs in the sandbox, as files of our own: Pyodide from its package, and the worker bundled as one classic
 * script (a module worker cannot start at an opaque origin). The page learns their addresses and sizes from the virtual
 * module `virtual:python-runtime`; the page's Content-Security-Policy is written here too, because it names the hash of
 * the frame's boot script.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build, type Plugin, type ResolvedConfig } from "vite";

const ID = "virtual:python-runtime";
const FOLDER = "python";

/** Files of the Pyodide package that are served as they are. */
const PACKAGE_FILES = {
  loader: "pyodide.mjs",
  asm: "pyodide.asm.mjs",
  wasm: "pyodide.asm.wasm",
  stdlib: "python_stdlib.zip",
} as const;

const hashOf = (content: string | Uint8Array): string =>
  createHash("sha256").update(content).digest("hex").slice(0, 12);

interface RuntimeFile {
  /** Relative to the page. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** Serves and emits the Python runtime. */
export function pythonRuntime(): Plugin {
  let config: ResolvedConfig;
  let worker: Promise<string> | null = null;

  const packageFolder = (): string =>
    dirname(createRequire(join(config.root, "package.json")).resolve("pyodide/package.json"));
  const bootScript = (): string => readFileSync(join(config.root, "src/runtime/frame/boot.js"), "utf8");
  const bootHash = (): string => `sha256-${createHash("sha256").update(bootScript()).digest("base64")}`;

  async function filesOf(): Promise<Record<string, RuntimeFile>> {
    worker ??= bundleWorker(config);
    const folder = packageFolder();
    const contents: [string, string, Uint8Array][] = Object.entries(PACKAGE_FILES).map(([key, name]) => [
      key,
      name,
      readFileSync(join(folder, name)),
    ]);
    contents.push(["worker", "worker.js", Buffer.from(await worker)]);
    return Object.fromEntries(
      contents.map(([key, name, content]) => [key, { path: `${FOLDER}/${hashOf(content)}-${name}`, content }]),
    );
  }

  return {
    name: "python-runtime",
    configResolved(resolved) {
      config = resolved;
    },
    resolveId: (id) => (id === ID ? `\0${ID}` : undefined),
    async load(id) {
      if (id !== `\0${ID}`) return;
      const files = await filesOf();
      if (config.command === "build") {
        for (const { path, content } of Object.values(files))
          this.emitFile({ type: "asset", fileName: path, source: content });
      }
      const { info } = JSON.parse(readFileSync(join(packageFolder(), "pyodide-lock.json"), "utf8")) as { info: object };
      const manifest = {
        files: Object.fromEntries(
          Object.entries(files).map(([key, { path, content }]) => [key, { path, bytes: content.byteLength }]),
        ),
        build: hashOf(
          Object.values(files)
            .map(({ path }) => path)
            .join(),
        ),
        lock: JSON.stringify({ info, packages: {} }),
        bootScript: bootScript(),
        bootHash: bootHash(),
      };
      return `export default ${JSON.stringify(manifest)};`;
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const wanted = (request.url ?? "").split("?")[0]?.slice(1) ?? "";
        if (!wanted.startsWith(`${FOLDER}/`)) return next();
        const file = Object.values(await filesOf()).find(({ path }) => path === wanted);
        if (file === undefined) return next();
        response.setHeader("Content-Type", wanted.endsWith("js") ? "text/javascript" : "application/octet-stream");
        response.end(file.content);
      });
      server.watcher.on("change", (path) => {
        if (!/src\/(trace|engine|languages|runtime|worker)\//.test(path)) return;
        worker = null;
        const module = server.moduleGraph.getModuleById(`\0${ID}`);
        if (module) server.moduleGraph.invalidateModule(module);
        server.ws.send({ type: "full-reload" });
      });
    },
    transformIndexHtml: {
      order: "post",
      handler: (html) =>
        config.command === "build" ? html.replace("<head>", `<head>\n    ${policyOf(bootHash())}`) : html,
    },
  };
}

/** The page may talk to its own server only, and start blob workers; `blob:` and `wasm-unsafe-eval` are inherited by the frame. */
function policyOf(boot: string): string {
  const rules = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' blob: '${boot}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<meta http-equiv="Content-Security-Policy" content="${rules.join("; ")}" />`;
}

async function bundleWorker(config: ResolvedConfig): Promise<string> {
  const result = await build({
    root: config.root,
    configFile: false,
    logLevel: "error",
    publicDir: false,
    build: {
      write: false,
      target: "es2022",
      minify: config.command === "build",
      lib: { entry: join(config.root, "src/worker/entry.ts"), formats: ["iife"], name: "worker" },
    },
  });
  const [output] = Array.isArray(result) ? result : [result];
  if (output === undefined || !("output" in output)) throw new Error("the worker was not bundled");
  return output.output[0].code;
}
