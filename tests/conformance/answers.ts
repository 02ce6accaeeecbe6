import { spawn } from "node:child_process";
import { resolve } from "node:path";
import type { Case } from "./cases.ts";

/** What the headless runner says of one program. */
export interface Answer {
  readonly id: string;
  readonly stdout: string;
  readonly stderr: string;
  /** Empty or null when the program ended well. */
  readonly error?: unknown;
}

/** The answers by id, and what the runner itself complained about. */
export interface Answers {
  readonly byId: ReadonlyMap<string, Answer>;
  readonly complaint: string;
}

/** Runs all programs through one headless process. */
export function answersOf(cases: readonly Case[]): Promise<Answers> {
  // From the project's folder, where every script of it runs: a bundle of this file lies elsewhere.
  const script = resolve("scripts/headless.mjs");
  return new Promise((settle, reject) => {
    const child = spawn(process.execPath, [script, "--jsonl"], { stdio: ["pipe", "pipe", "pipe"] });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    // A runner that dies early closes its input; its exit tells the story, not the broken pipe.
    child.stdin.on("error", () => undefined);
    child.once("close", (code) => {
      try {
        const answers = stdout
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line) as Answer);
        const complaint = code === 0 ? "" : `headless ended with ${code}: ${stderr.slice(-2000)}`;
        settle({ byId: new Map(answers.map((answer) => [answer.id, answer])), complaint });
      } catch (error) {
        reject(
          new Error(`headless wrote something that is no line of JSON; it also said: ${stderr.slice(-2000)}`, {
            cause: error,
          }),
        );
      }
    });
    child.stdin.end(cases.map(({ id, code }) => `${JSON.stringify({ id, code })}\n`).join(""));
  });
}
