/** The words of the ledger, of the three answers and of the findings; the app hands them in. */
import type { Cut } from "#trace/events.ts";

export interface LedgerStrings {
  readonly title: string;
  readonly intro: string;
  readonly empty: string;
  readonly holds: string;
  readonly nothing: string;
  readonly step: string;
  readonly line: (line: number) => string;
  readonly round: (round: number) => string;
  readonly added: (pass: number) => string;
  readonly through: (ways: string) => string;
  readonly changed: string;
  readonly zeroed: string;
  readonly setToNone: string;
  readonly moved: (name: string) => string;
  readonly total: string;
  readonly earlier: (count: number) => string;
  readonly stale: (name: string) => string;
  readonly staleMark: string;
  readonly goTo: (step: number) => string;
}

export interface WhyStrings {
  readonly none: string;
  readonly reasons: Readonly<
    Record<
      "constant" | "frozen" | "noPass" | "intermediate" | "onlyReturned" | "unused" | "notReached",
      (name: string) => string
    >
  >;
  readonly cleared: (name: string, line: number) => string;
  readonly cut: (name: string, why: string, line: number) => string;
  readonly cuts: Readonly<Record<Cut, string>>;
  readonly larger: string;
  readonly ways: (ways: number) => string;
  readonly passes: (passes: number) => string;
  readonly stale: (name: string, line: number) => string;
  readonly twice: string;
  readonly freed: (line: number) => string;
}

export interface HealthStrings {
  readonly title: string;
  readonly value: (what: string, op: string, line: number) => string;
  readonly gradient: (what: string, op: string, line: number) => string;
  readonly update: (what: string, name: string) => string;
  readonly vanishing: (op: string, line: number, from: string, to: string) => string;
  readonly exploding: (op: string, line: number, from: string, to: string) => string;
  readonly dead: (units: number, of: number, line: number) => string;
  readonly round: (round: number) => string;
  readonly show: string;
  readonly dismiss: string;
}
