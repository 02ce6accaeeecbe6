/** The ready programs: each is a Python file in examples/ whose first comment lines hold its title in both languages. */

export interface Example {
  readonly id: string;
  readonly title: Readonly<Record<"en" | "zh", string>>;
  readonly code: string;
}

const files = import.meta.glob<string>("./examples/*.py", { query: "?raw", import: "default", eager: true });

/** In the order of their file names (`01-…`); the title lines `# en: …` and `# zh: …` are not part of the program. */
export const examples: readonly Example[] = Object.entries(files)
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([path, text]) => ({
    id: idOf(path),
    title: { en: titleIn(text, "en"), zh: titleIn(text, "zh") },
    code: programIn(text),
  }));

function idOf(path: string): string {
  return path.replace(/^.*\/\d+-/, "").replace(/\.py$/, "");
}

function titleIn(text: string, lang: "en" | "zh"): string {
  return new RegExp(`^# ${lang}: (.+)$`, "m").exec(text)?.[1] ?? "";
}

function programIn(text: string): string {
  return text.replace(/^(# (?:en|zh): .*\n)+\n*/, "");
}
