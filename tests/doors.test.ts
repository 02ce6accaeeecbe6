import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = resolve(import.meta.dirname, "..");
const biome = join(root, "node_modules/@biomejs/biome/bin/biome");

/** A file, one import line in it, and the rule that must speak up. */
type Breach = readonly [file: string, source: string, rule: string];

const door = "noRestrictedImports";
const from = (specifier: string): string => `import { a } from "${specifier}";\nconsole.log(a);\n`;

const breaches: Readonly<Record<string, Breach>> = {
  "trace imports another room": ["src/trace/probe.ts", from("#engine/tensor.ts"), door],
  "trace imports another room by a relative path": ["src/trace/probe2.ts", from("../engine/tensor.ts"), door],
  "trace takes React": ["src/trace/probe3.ts", from("react"), door],
  "the engine imports the runtime": ["src/engine/probe.ts", from("#runtime/client.ts"), door],
  "the engine imports a room only for its types": [
    "src/engine/probe2.ts",
    'import type { A } from "#views/graph/a.ts";\nexport type B = A;\n',
    door,
  ],
  "the engine takes a package": ["src/engine/probe3.ts", from("valibot"), door],
  "the engine takes a Node module": ["src/engine/probe4.ts", from("node:fs"), door],
  "the engine's ops climb out by a relative path": ["src/engine/ops/probe.ts", from("../../views/graph/a.ts"), door],
  "a room imports itself through the wall": ["src/engine/ops/probe2.ts", from("#engine/tensor.ts"), door],
  "the runtime imports the engine": ["src/runtime/probe.ts", from("#engine/tensor.ts"), door],
  "the runtime takes React": ["src/runtime/probe2.ts", from("react"), door],
  "a language imports the page": ["src/languages/python/probe.ts", from("#app/App.tsx"), door],
  "a language's worker door takes the editor": ["src/languages/python/probe2.ts", from("@codemirror/state"), door],
  "the worker imports a view": ["src/worker/probe.ts", from("#views/graph/GraphView.tsx"), door],
  "headless takes a package": ["src/headless/probe.ts", from("react"), door],
  "geometry imports a view": ["src/geometry/probe.ts", from("#views/graph/GraphView.tsx"), door],
  "geometry takes React": ["src/geometry/probe2.ts", from("react"), door],
  "geometry takes the d3 that touches the page": ["src/geometry/probe3.ts", from("d3-zoom"), door],
  "ui imports the trace": ["src/ui/probe.ts", from("#trace/events.ts"), door],
  "a view imports the engine": ["src/views/graph/probe.ts", from("#engine/tensor.ts"), door],
  "a view imports the runtime": ["src/views/graph/probe2.ts", from("#runtime/client.ts"), door],
  "a view takes the d3 that touches the page": ["src/views/graph/probe3.ts", from("d3-selection"), door],
  "a view imports another view": ["src/views/graph/probe4.ts", from("../inspector/Inspector.tsx"), door],
  "a view imports another view from deeper down": ["src/views/graph/a/probe.ts", from("../../inspector/I.tsx"), door],
  "the stage imports the engine": ["src/stage/probe.ts", from("#engine/tensor.ts"), door],
  "the stage imports the app": ["src/stage/probe2.ts", from("#app/App.tsx"), door],
  "a lesson imports a view": ["src/lessons/probe.ts", from("#views/graph/GraphView.tsx"), door],
  "share imports the runtime": ["src/share/probe.ts", from("#runtime/client.ts"), door],
  "the strings import a room": ["src/strings/probe.ts", from("#app/App.tsx"), door],
  "the app imports the engine": ["src/app/probe.ts", from("#engine/tensor.ts"), door],
  "the app imports a language's worker door": ["src/app/probe2.ts", from("#languages/python/runner.ts"), door],
  "the app imports the engine when it runs": [
    "src/app/probe3.ts",
    'export const late = () => import("#engine/tensor.ts");\n',
    door,
  ],
  "the page imports a fixture": ["src/app/probe4.ts", from("../../tests/fixtures/traces.ts"), door],
  "a file exports a default": ["src/trace/probe5.ts", "export default 1;\n", "noDefaultExport"],
  "a file says any": ["src/trace/probe6.ts", "export const a = (b: any): unknown => b;\n", "noExplicitAny"],
  "an import has no extension": ["src/trace/probe7.ts", from("./cycleA"), "useImportExtensions"],
  "two files import each other": [
    "src/trace/cycleA.ts",
    'import { b } from "./cycleB.ts";\nexport const a = () => b();\n',
    "noImportCycles",
  ],
  "a file has more than 300 lines": [
    "src/trace/long.ts",
    Array.from({ length: 301 }, (_, i) => `export const a${i} = ${i};\n`).join(""),
    "noExcessiveLinesPerFile",
  ],
  "a hook is called under a condition": [
    "src/stage/useProbe.ts",
    'import { useState } from "react";\nexport function useProbe(on: boolean) {\n  if (on) return useState(0);\n  return 0;\n}\n',
    "useHookAtTopLevel",
  ],
};

/** What the table allows; a wall with no door in it would pass every breach above. */
const allowed: Readonly<Record<string, string>> = {
  "src/trace/open.ts": from("valibot"),
  "src/engine/ops/open.ts":
    'import type { A } from "#trace/events.ts";\nimport { b } from "../b.ts";\nexport const c: A = b;\n',
  "src/runtime/open.ts": from("#trace/schema.ts"),
  "src/languages/python/open.ts": from("#engine/tensor.ts"),
  "src/languages/python/editorMode.ts": from("@codemirror/lang-python"),
  "src/worker/open.ts": from("#languages/python/runner.ts"),
  "src/headless/open.ts": from("node:worker_threads"),
  "src/geometry/open.ts": from("d3-scale"),
  "src/ui/open.ts": from("d3-zoom"),
  "src/views/graph/open.ts": from("#geometry/layout.ts"),
  "src/views/graph/open2.ts": from("../value/formatNumber.ts"),
  "src/views/graph/open3.ts": from("react/jsx-runtime"),
  "src/stage/open.ts": from("zustand/vanilla"),
  "src/share/open.ts": from("#trace/codec.ts"),
  "src/app/open.ts": from("#languages/python/editorMode.ts"),
  "src/app/open2.ts": from("react-dom/client"),
  "src/app/GalleryProbe.ts": from("../../tests/fixtures/traces.ts"),
};

interface Diagnostic {
  readonly file: string;
  readonly rule: string;
}

/** Reads the `::error title=lint/style/rule,file=path,line=…` lines of Biome's GitHub reporter. */
function diagnosticsOf(output: string, folder: string): readonly Diagnostic[] {
  return [...output.matchAll(/^::\w+ title=([^,]+),file=([^,]+),/gm)].map(([, title = "", file = ""]) => ({
    rule: title.split("/").at(-1) ?? "",
    file: file.replace(`${folder}/`, ""),
  }));
}

describe("the walls between the rooms", () => {
  let folder = "";
  let diagnostics: readonly Diagnostic[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "doors-"));
    for (const name of ["biome.json", "biome.doors.json", "package.json"])
      copyFileSync(join(root, name), join(folder, name));
    const files = [
      ...Object.values(breaches).map(([file, source]) => [file, source] as const),
      ...Object.entries(allowed),
    ];
    files.push(["src/trace/cycleB.ts", 'import { a } from "./cycleA.ts";\nexport const b = (): unknown => a();\n']);
    for (const [file, source] of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), source);
    }
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [biome, "lint", "--reporter=github", "--max-diagnostics=none", "."],
      { cwd: folder, encoding: "utf8" },
    );
    diagnostics = diagnosticsOf(stdout + stderr, folder);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(Object.entries(breaches))("stop it when %s", (_name, [file, , rule]) => {
    const rules = diagnostics.filter((diagnostic) => diagnostic.file === file).map((diagnostic) => diagnostic.rule);
    expect(rules).toContain(rule);
  });

  it.each(Object.keys(allowed))("leave the doors of the table open in %s", (file) => {
    const closed = diagnostics.filter((diagnostic) => diagnostic.file === file && diagnostic.rule === door);
    expect(closed).toEqual([]);
  });

  it("are the ones that the table in scripts/doors.mjs describes", () => {
    expect(() => execFileSync(process.execPath, [join(root, "scripts/doors.mjs"), "--check"])).not.toThrow();
  });
});
