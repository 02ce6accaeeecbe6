/** What is still told of training rounds once a trace is full: where they began, and the parameters and gradients there. */
import type { TraceEvent } from "#trace/events.ts";
import { recordedValue } from "./recordedValue.ts";
import type { Tensor } from "./tensor.ts";

type Round = Extract<TraceEvent, { type: "round" }>;

/** So many rounds are told one by one, then as many again two by two, four by four … */
const OCTAVE = 1_000;

/** Collects one round after the other and picks those that are told: the longer the run, the fewer, so that a million rounds still fit. */
export class Rounds {
  private told = 0;
  private skipped = 0;
  private readonly leaves = new Set<Tensor>();
  /** The round under way: its numbers are read when its pass ends, before the program moves them. */
  private under: { readonly line: number; readonly pass: number; readonly loss: number | null } | null = null;
  /** The last round that was left out: the path's end must not be lost. */
  private last: Round | null = null;

  begin(pass: number, line: number, roots: readonly Tensor[]): void {
    const [root] = roots;
    this.leaves.clear();
    this.under = { pass, line, loss: roots.length === 1 && root?.numel === 1 ? root.item() : null };
  }

  /** A gradient was stored in the `.grad` of a leaf. */
  add(grad: Tensor): void {
    const leaf = grad.gradOwner;
    if (leaf?.traced && this.under !== null) this.leaves.add(leaf);
  }

  /** The round to be told as its pass ends, if this one is. */
  end(): Round | null {
    if (this.under === null || this.leaves.size === 0) return null;
    const round: Round = {
      type: "round",
      ...this.under,
      skipped: this.skipped,
      leaves: [...this.leaves].map((leaf) => ({
        id: leaf.id,
        value: recordedValue(leaf),
        grad: recordedValue(leaf.grad ?? leaf),
      })),
    };
    this.under = null;
    const stride = 2 ** Math.floor(this.told / OCTAVE);
    if (this.skipped + 1 < stride) {
      this.skipped++;
      this.last = round;
      return null;
    }
    this.told++;
    this.skipped = 0;
    this.last = null;
    return round;
  }

  /** The last round, if it was left out, and what its update made of the leaves. */
  finish(): readonly TraceEvent[] {
    const events: TraceEvent[] = this.last === null ? [] : [{ ...this.last, skipped: this.last.skipped }];
    for (const leaf of this.leaves)
      events.push({ type: "update", line: 0, id: leaf.id, op: "data", value: recordedValue(leaf) });
    this.last = null;
    this.leaves.clear();
    return events;
  }
}
