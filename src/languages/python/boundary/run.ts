/** What Python tells about a run: names, seeds, defaults. */
import { fail } from "#engine/errors.ts";
import { defaultGenerator, Generator } from "#engine/random.ts";
import { state } from "#engine/state.ts";
import { elementsOf, tensorFrom } from "#engine/tensor.ts";
import { guarded } from "./guard.ts";
import { generators, tensors } from "./tensors.ts";

const generatorOf = (h: number): Generator => generators[h] ?? defaultGenerator;

/** The functions of the boundary about the run and its random numbers. */
export const runFunctions = {
  /** The program bound a tensor to a name. */
  name: (line: number, h: number, name: string): void => {
    state.recorder?.name(tensors.get(h), name, line);
  },
  set_line: (line: number): void => {
    state.line = line;
  },
  /** The path of modules and functions that are being called. */
  set_scope: (scope: string): void => {
    state.scope = scope;
  },
  set_default_dtype: (dtype: "float32" | "float64"): void => {
    state.defaultDtype = dtype;
  },
  default_dtype: (): string => state.defaultDtype,

  new_generator: (): number => generators.push(new Generator(DEFAULT_GENERATOR_SEED)) - 1,
  seed: (h: number, seed: number | bigint): void => generatorOf(h).manualSeed(Number(seed)),
  initial_seed: (h: number): number => generatorOf(h).seed,
  /** 64 random bits below 2⁵³, as PyTorch draws base seeds. */
  draw: (h: number): number => generatorOf(h).u53(),
  rng_state: (h: number): number => {
    const bytes = generatorOf(h).save();
    return tensors.hold(tensorFrom(bytes, [bytes.length], "uint8"));
  },
  set_rng_state: guarded((h: number, state: number): number => {
    const t = tensors.get(state);
    if (t.dtype !== "uint8") fail("RNG state must be a torch.ByteTensor", "TypeError");
    if (t.numel !== generatorOf(h).save().length) fail("RNG state is wrong size");
    generatorOf(h).restore(Uint8Array.from(elementsOf(t)));
    return 0;
  }),
  forget_generators: (): void => {
    generators.length = 1;
  },
};

/** What torch.Generator() starts from. */
const DEFAULT_GENERATOR_SEED = 67280421310721;
