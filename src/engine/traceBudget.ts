/** How much of a run is kept. `numbers` counts tensor elements copied into the trace. */
export interface TraceBudget {
  readonly events: number;
  readonly numbers: number;
}

/** Enough for some 4,000 iterations of a small training loop; a trace of this size is about 10 MB as JSON. */
export const defaultBudget: TraceBudget = { events: 60_000, numbers: 1_500_000 };
