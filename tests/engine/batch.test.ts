import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { Batched } from "#engine/batch.ts";
import { runBatched } from "#engine/landscape.ts";
import { opTable } from "#engine/op.ts";
import { stack } from "#engine/ops/join.ts";
import { elementsOf, Tensor, tensorFrom } from "#engine/tensor.ts";

const size = 3;
/** The same tensor with other numbers, not far away. */
const variant = (t: Tensor, k: number): Tensor =>
  tensorFrom(
    Array.from(elementsOf(t), (x) => x + 0.01 * k),
    t.shape,
    t.dtype,
  );
const isReal = (arg: unknown): arg is Tensor => arg instanceof Tensor && arg.dtype === "float64";

/** Every choice of the places that are batched: all, and each alone. Places inside a list count one by one. */
function choices(args: readonly unknown[]): readonly (readonly string[])[] {
  const places = args.flatMap((arg, i) =>
    isReal(arg) ? [`${i}`] : Array.isArray(arg) ? arg.flatMap((a, k) => (isReal(a) ? [`${i}.${k}`] : [])) : [],
  );
  return places.length > 1 ? [places, ...places.map((place) => [place])] : [places];
}

function mapPlaces(args: readonly unknown[], chosen: readonly string[], f: (t: Tensor) => unknown): unknown[] {
  return args.map((arg, i) => {
    if (Array.isArray(arg)) return arg.map((a, k) => (chosen.includes(`${i}.${k}`) ? f(a as Tensor) : a));
    return chosen.includes(`${i}`) ? f(arg as Tensor) : arg;
  });
}

const withRule = [...opTable.values()].filter((info) => info.batch !== undefined && info.samples.length > 0);

describe("an op's rule for batches gives what the op gives one by one", () => {
  test("most of the everyday ops have one", () => {
    expect(withRule.length).toBeGreaterThan(60);
  });
  test.each(withRule.map((info) => [info.fullName, info] as const))("%s", (_, info) => {
    for (const sample of info.samples) {
      const args = sample();
      for (const chosen of choices(args)) {
        const many = mapPlaces(
          args,
          chosen,
          (t) => new Batched(stack(Array.from({ length: size }, (_, k) => variant(t, k)))),
        );
        const got = runBatched(info, many, size);
        for (let k = 0; k < size; k++) {
          const result = info.call(mapPlaces(args, chosen, (t) => variant(t, k)));
          (Array.isArray(result) ? result : [result]).forEach((expected, nr) => {
            const { tensor } = got[nr] as Batched;
            expect(tensor.shape).toEqual([size, ...expected.shape]);
            const n = expected.numel;
            const own = Array.from(elementsOf(tensor)).slice(k * n, (k + 1) * n);
            Array.from(elementsOf(expected)).forEach((x, i) => {
              expect(own[i]).toBeCloseTo(x, 10);
            });
          });
        }
      }
    }
  });
});
