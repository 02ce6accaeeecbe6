// Records the first example into src/app/firstTrace.json: the picture that a visitor sees before Python has come.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = join(root, "src/app/firstTrace.json");
const folder = mkdtempSync(join(tmpdir(), "first-trace-"));
try {
  const program = readFileSync(join(root, "src/app/examples/01-first.py"), "utf8").replace(
    /^(# (?:en|zh): .*\n)+\n*/,
    "",
  );
  const [file, out] = [join(folder, "program.py"), join(folder, "trace.json")];
  writeFileSync(file, program);
  const { status } = spawnSync(process.execPath, [join(root, "scripts/headless.mjs"), file, "--trace", out], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  const trace = JSON.parse(readFileSync(out, "utf8"));
  // The time it took says nothing to a visitor, and would change the file at every recording.
  writeFileSync(target, `${JSON.stringify({ ...trace, end: { ...trace.end, ms: 0 } })}\n`);
} finally {
  rmSync(folder, { recursive: true });
}
