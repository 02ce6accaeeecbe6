/** The words of the fit; the app hands them in. */
import type { FitRole } from "#trace/fit.ts";
import type { Unanswered } from "#trace/replay.ts";

export interface FitStrings {
  readonly title: string;
  /** In front of `x → y`, on what opens the choice of roles. */
  readonly data: string;
  readonly roles: Readonly<Record<FitRole, string>>;
  /** The model where it has no name of the learner's. */
  readonly model: string;
  readonly round: (round: number) => string;
  readonly start: string;
  readonly residual: string;
  /** A sample that the model puts into another class. */
  readonly wrong: string;
  readonly row: string;
  readonly line: (input: string, target: string, rows: number) => string;
  readonly regions: (input: string, target: string, rows: number) => string;
  readonly sampled: (name: string) => string;
  readonly unanswered: Readonly<Record<Unanswered["why"], (op: string) => string>>;
  readonly plotData: {
    readonly data: string;
    readonly copy: string;
    readonly copied: string;
    readonly more: (rows: number) => string;
  };
}
