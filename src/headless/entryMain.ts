/** The command line: runs a program file, or many programs given as lines of JSON. */
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { serializeTrace } from "#trace/codec.ts";
import type { Trace } from "#trace/events.ts";
import { type Outcome, PythonThread } from "./pythonThread.ts";
import { transcriptOf } from "./transcript.ts";

const USAGE = `Usage: npm run -s headless -- program.py [--trace out.json] [--timeout seconds]
       npm run -s headless -- --jsonl [--timeout seconds]   lines {"id","code"} in, {"id","stdout","stderr","error"} out`;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { jsonl: { type: "boolean" }, trace: { type: "string" }, timeout: { type: "string" } },
  });
  const timeoutMs = Number(values.timeout ?? 10) * 1000;
  const [file] = positionals;
  if (!(timeoutMs > 0) || (values.jsonl !== true && (file === undefined || positionals.length > 1))) {
    console.error(USAGE);
    return 2;
  }
  const python = new PythonThread(new URL("./entryThread.js", import.meta.url));
  try {
    return values.jsonl === true
      ? await many(python, timeoutMs)
      : await one(python, file as string, timeoutMs, values.trace);
  } finally {
    await python.close();
  }
}

async function one(python: PythonThread, file: string, timeoutMs: number, traceFile?: string): Promise<number> {
  const source = readFileSync(file, "utf8");
  const outcome = await python.run(source, timeoutMs);
  const { stdout, stderr } = transcriptOf(source, outcome.events);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  if (outcome.status === "stopped") console.error(stoppedText(timeoutMs));
  if (traceFile !== undefined) writeFileSync(traceFile, serializeTrace(traceOf(source, outcome)));
  return outcome.status === "ok" ? 0 : 1;
}

function traceOf(source: string, { events, cards, status, ms }: Outcome): Trace {
  const ops = Object.fromEntries(cards.map((card) => [card.name, card]));
  return { version: 1, language: "python", source, ops, events, end: { status, ms } };
}

async function many(python: PythonThread, timeoutMs: number): Promise<number> {
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === "") continue;
    const { id, code } = JSON.parse(line) as { id: string; code: string };
    const outcome = await python.run(code, timeoutMs);
    const { stdout, stderr, error } = transcriptOf(code, outcome.events);
    const said = outcome.status === "stopped" ? stoppedText(timeoutMs) : error;
    process.stdout.write(`${JSON.stringify({ id, stdout, stderr, error: said })}\n`);
  }
  return 0;
}

const stoppedText = (timeoutMs: number): string => `stopped after ${timeoutMs / 1000} s`;

process.exitCode = await main();
