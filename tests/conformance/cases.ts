import { readFileSync } from "node:fs";

/** One small program and what PyTorch printed for it. */
export interface Case {
  /** `group/name`. */
  readonly id: string;
  readonly code: string;
  readonly stdout: string;
}

/** All programs, in the order of the file. */
export function readCases(): readonly Case[] {
  const lines = readFileSync(new URL("cases.jsonl", import.meta.url), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => JSON.parse(line) as Case);
}

/** The family that a program belongs to. */
export function groupOf(id: string): string {
  return id.split("/")[0] ?? id;
}
