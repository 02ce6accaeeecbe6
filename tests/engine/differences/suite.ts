/** One test for every op: its samples, and calls that fast-check draws. */
import * as fc from "fast-check";
import { expect, test } from "vitest";
import "#engine/ops/all.ts";
import { type OpInfo, opTable } from "#engine/op.ts";
import { Tensor } from "#engine/tensor.ts";
import { type Call, exactly, show } from "./call.ts";
import { callsOf } from "./calls.ts";
import { check } from "./check.ts";

const runs = Number(process.env.CALLS_PER_OP ?? 50);

/** In the graph, but with an error in the place of a derivative. */
const refusing = ["floor_divide"];
/** All ops with a derivative, or made of such. */
export const differentiable: readonly OpInfo[] = [...opTable.values()].filter(
  (info) => info.isDifferentiable && !refusing.includes(info.fullName),
);
/** Parts of other ops that nobody calls with arguments of their own: they are checked inside of those. */
export const isPart = (info: OpInfo): boolean => info.homes.includes("hidden") && info.samples.length === 0;
export const isElementwise = (info: OpInfo): boolean => info.batch?.name === "elementwise";

/** A sample as it stands. */
function sampled(info: OpInfo, args: readonly unknown[]): Call {
  const one = (value: unknown, position: number): unknown => {
    if (Array.isArray(value)) return value.map((v) => one(v, position));
    if (!(value instanceof Tensor) || value.isWrapped || value.dtype !== "float64") return value;
    const name = info.schema.args[position]?.name ?? "";
    return exactly(value, info.ruled.length === 0 || info.ruled.includes(name));
  };
  return { args: args.map(one), same: false, inPlace: false };
}

/** Declares the tests; gives the names of all ops that the backward passes went through. */
export function checkAll(infos: readonly OpInfo[]): ReadonlySet<string> {
  const passed = new Set<string>();
  test.each(infos.map((info) => [info.fullName, info] as const))("%s", (_, info) => {
    const inputs = new Set<string>();
    const run = (call: Call): void => {
      try {
        const verdict = check(info, call);
        if (verdict.kind !== "checked") return;
        for (const name of verdict.inputs) inputs.add(name);
        for (const name of verdict.ops) passed.add(name);
      } catch (error) {
        throw new Error(`${show(info.fullName, call)}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    };
    for (const sample of info.samples) run(sampled(info, sample()));
    // Every input with a rule is checked on numbers; of what is made of other ops, some input. Luck may take several rounds.
    const isReached = (): boolean => inputs.size > 0 && info.ruled.every((name) => inputs.has(name));
    for (let round = 0; round === 0 || (round < 20 && !isReached()); round++)
      fc.assert(fc.property(callsOf(info), run), { numRuns: runs });
    expect(isReached(), `checked were only: ${[...inputs]}`).toBe(true);
  });
  return passed;
}
