// The table of rooms and doors, written once. `node scripts/doors.mjs` writes biome.doors.json from it, `--check` says whether that file is up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const react = ["react", "react/**", "react-dom", "react-dom/**"];
const pureD3 = ["d3-scale", "d3-contour"];
const domD3 = ["d3-selection", "d3-zoom"];
const codemirror = ["@codemirror/**", "@lezer/**"];
const zustand = ["zustand", "zustand/**"];
const node = ["node:*", "node:*/**"];

/** For each room the rooms that it may import and what it may take from npm. */
const rooms = {
  trace: { doors: [], npm: ["valibot"] },
  runtime: { doors: ["trace"], npm: ["valibot", "idb-keyval", "virtual:*"] },
  engine: { doors: ["trace"], npm: [] },
  languages: { doors: ["engine", "trace"], npm: ["pyodide", "pyodide/**"] },
  worker: { doors: ["runtime", "languages", "engine", "geometry", "trace"], npm: [] },
  headless: { doors: ["worker", "runtime", "languages", "engine", "trace"], npm: [...node, "pyodide"] },
  geometry: { doors: ["trace"], npm: pureD3 },
  ui: { doors: [], npm: [...react, "katex", "katex/**", ...codemirror, ...domD3, ...pureD3, "lucide-react"] },
  views: { doors: ["trace", "geometry", "ui"], npm: [...react, ...pureD3] },
  stage: { doors: ["views", "geometry", "ui", "runtime", "trace"], npm: [...react, ...zustand] },
  lessons: { doors: ["stage", "ui", "trace"], npm: react },
  share: { doors: ["stage", "ui", "trace"], npm: [...react, "valibot"] },
  strings: { doors: [], npm: [] },
  app: {
    doors: ["runtime", "trace", "geometry", "ui", "views", "stage", "lessons", "share", "strings"],
    npm: [...react, ...zustand, "idb-keyval", "valibot", "lucide-react"],
  },
};
const names = Object.keys(rooms);

/** The patterns that are forbidden in a room; `more` widens a room for a few of its files (an editor door, the gallery). */
function patternsOf(room, more = {}) {
  const { doors, npm } = rooms[room];
  const allowed = [...npm, ...(more.npm ?? [])];
  const opened = [...doors.map((door) => `#${door}/**`), ...(more.doors ?? []), ...(room === "app" ? editorDoors : [])];
  const others = names.filter((name) => name !== room).map((name) => `**/../${name}/**`);
  return [
    {
      group: ["#*/**", ...opened.map((door) => `!${door}`)],
      message: `From ${room} these doors are open: ${doors.join(", ") || "none"}. Inside the room write ./x.ts.`,
    },
    {
      group: [...others, "**/../src/**", "**/node_modules/**", ...(more.tests ? [] : ["**/../tests/**"])],
      message: "A relative path stays in its room; #room/x.ts crosses a wall where there is a door.",
    },
    {
      group: ["**", "!./**", "!../**", "!#*/**", ...allowed.map((name) => `!${name}`)],
      message: `From npm ${room} may take: ${allowed.filter((name) => !/\w\/\*\*$/.test(name)).join(", ") || "nothing"}.`,
    },
    ...(more.patterns ?? []),
  ];
}
const editorDoors = ["#languages/*/editor*"];

/** A view never imports another view; `up` leads from a file's folder to the folder of all views. */
const otherViews = (up) => ({
  group: [`${up}*/**`, `!${up}value/**`],
  message: "A view never imports another view; what views share lives in views/value.",
});

/** Later entries win, so a room's exceptions stand behind the room. */
const walls = [
  ...names.map((room) => [`src/${room}/**`, patternsOf(room)]),
  ["src/languages/*/editor*", patternsOf("languages", { npm: [...codemirror, "virtual:*"] })],
  ["src/views/*/*", patternsOf("views", { patterns: [otherViews("../")] })],
  ["src/views/*/*/**", patternsOf("views", { patterns: [otherViews("../../")] })],
  ["src/app/Gallery*", patternsOf("app", { tests: true })],
];

const overrides = walls.map(([files, patterns]) => ({
  includes: [files],
  linter: { rules: { style: { noRestrictedImports: { level: "error", options: { patterns } } } } },
}));

/** One wall a line, so that a change of the table shows as the lines of the rooms that it touches. */
const text = `{"overrides": [\n${overrides.map((wall) => JSON.stringify(wall)).join(",\n")}\n]}\n`;
const target = fileURLToPath(new URL("../biome.doors.json", import.meta.url));

if (!process.argv.includes("--check")) {
  writeFileSync(target, text);
} else if (readFileSync(target, "utf8") !== text) {
  console.error("biome.doors.json does not match the table in scripts/doors.mjs; run: node scripts/doors.mjs");
  process.exit(1);
}
