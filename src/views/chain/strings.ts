/** The words of the chain-rule view; the app hands them in. */
export interface ChainStrings {
  readonly title: string;
  /** What flows where: `from c back to a`. */
  readonly from: (result: string, input: string) => string;
  readonly forward: (name: string) => string;
  readonly starts: (name: string) => string;
  readonly waiting: string;
  readonly arrived: (name: string) => string;
  readonly symbols: string;
  readonly local: string;
  readonly numbers: string;
  readonly rule: string;
  readonly upstream: string;
  readonly jacobian: string;
  readonly result: string;
  /** Broadcasting is undone: `summed back over axis 0`. */
  readonly summedOver: (axes: string) => string;
  readonly spreadOut: string;
  readonly together: string;
  readonly accumulated: string;
  readonly stored: (name: string) => string;
  readonly notKept: string;
  readonly unnamed: string;
  readonly close: string;
  readonly open: string;
  readonly paths: string;
  readonly pathCount: (count: string) => string;
  readonly morePaths: (count: string) => string;
  readonly isRoot: string;
  readonly check: string;
  readonly checkNote: string;
  readonly checking: string;
  readonly index: string;
  readonly gradient: string;
  readonly difference: string;
  readonly agrees: string;
  readonly differs: string;
  readonly unanswered: Readonly<
    Record<"sampled" | "large" | "unknown" | "different" | "mixes", (op: string) => string>
  >;
}
