/** NumPy's random numbers as Python asks for them: a flat tensor of `count` draws from a numbered source. */
import { LegacyRandom } from "#engine/legacyRandom.ts";
import { emptyTensor } from "#engine/tensor.ts";
import { guarded } from "./guard.ts";
import { tensors } from "./tensors.ts";

/** What can be drawn. */
type Draw = "uniform" | "normal" | "exponential";

const sources: LegacyRandom[] = [];

/** The functions of the boundary about NumPy's random numbers. */
export const arrayRandomFunctions = {
  /** A source of its own; 0 is the one of np.random itself. */
  legacy_new: (): number => sources.push(new LegacyRandom()) - 1,
  legacy_seed: (id: number, seed: number): void => sources[id]?.seed(seed),
  /** Only np.random's own source outlives a run. */
  legacy_forget: (): void => {
    sources.length = Math.min(sources.length, 1);
  },

  legacy_draw: guarded((id: number, what: Draw, count: number): number => {
    const source = sources[id] as LegacyRandom;
    const out = emptyTensor([count], "float64");
    for (let i = 0; i < count; i++) out.storage.data[out.offset + i] = source[what]();
    return tensors.hold(out);
  }),

  /** Whole numbers from `low` to `high`, both included. */
  legacy_integers: guarded((id: number, low: number | bigint, high: number | bigint, count: number): number => {
    const source = sources[id] as LegacyRandom;
    const out = emptyTensor([count], "int64");
    const first = Number(low);
    for (let i = 0; i < count; i++) out.storage.data[out.offset + i] = first + source.interval(Number(high) - first);
    return tensors.hold(out);
  }),

  /** 0 … count−1 in the order that NumPy's shuffle leaves them in. */
  legacy_order: guarded((id: number, count: number): number => {
    const source = sources[id] as LegacyRandom;
    const out = emptyTensor([count], "int64");
    const { data } = out.storage;
    for (let i = 0; i < count; i++) data[out.offset + i] = i;
    for (let i = count - 1; i > 0; i--) {
      const j = source.interval(i);
      const kept = data[out.offset + i] as number;
      data[out.offset + i] = data[out.offset + j] as number;
      data[out.offset + j] = kept;
    }
    return tensors.hold(out);
  }),
};
