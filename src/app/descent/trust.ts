/** Which recorded losses have been compared with the program itself, and which of them are only one of its ways. */
import { createStore } from "zustand/vanilla";

/** By the key of a loss: whether the program gives the same elsewhere. */
export const trust = createStore<Readonly<Record<string, boolean>>>(() => ({}));

/** The program and the recorded ops were asked at the same places. */
export function judge(lossKey: string, same: boolean): void {
  trust.setState({ [lossKey]: same });
}

/** Single precision may differ by so much, relative to the number. */
const slack = 1e-3;

/** Whether two lists of losses say the same; a loss that is no number must be none in both. */
export function agree(a: Float64Array, b: Float64Array): boolean {
  return a.every((x, i) => {
    const y = b[i] ?? Number.NaN;
    if (!Number.isFinite(x) || !Number.isFinite(y)) return Number.isFinite(x) === Number.isFinite(y);
    return Math.abs(x - y) <= slack * Math.max(1, Math.abs(x), Math.abs(y));
  });
}
