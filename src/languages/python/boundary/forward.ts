/** Forward mode as Python asks for it: levels, tensors with tangents. */
import { makeDual, primalOf, Tangents } from "#engine/dual.ts";
import { state } from "#engine/state.ts";
import { guarded } from "./guard.ts";
import { tensors } from "./tensors.ts";

let suspended: Tangents | null = null;

/** Functions of `_engine`. */
export const forwardFunctions = {
  set_dual_level: (entered: boolean): void => {
    state.tangents = entered ? new Tangents() : null;
  },
  make_dual: guarded((line: number, primal: number, tangent: number): number => {
    state.line = line;
    return tensors.hold(makeDual(state.tangents as Tangents, tensors.get(primal), tensors.get(tangent)));
  }),
  primal_of: guarded((line: number, dual: number): number => {
    state.line = line;
    return tensors.hold(primalOf(tensors.get(dual)));
  }),
  /** While a learner's own jvp runs, its numbers have no tangents. */
  suspend_tangents: (): void => {
    suspended = state.tangents;
    state.tangents = null;
  },
  restore_tangents: (): void => {
    state.tangents = suspended;
  },
  set_tangent: (h: number, tangent: number): void => state.tangents?.set(tensors.get(h), tensors.get(tangent)),
  /** 0 for a tensor without one. */
  tangent_of: guarded((h: number): number => {
    const tangent = state.tangents?.get(tensors.get(h)) ?? null;
    return tangent === null ? 0 : tensors.hold(tangent);
  }),
};
