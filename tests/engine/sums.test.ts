import "#engine/ops/all.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { transpose } from "#engine/ops/shape.ts";
import { addUpInSteps, sumElements } from "#engine/sums.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

const f = Math.fround;
const number = (seed: number, i: number): number => f(Math.sin(seed + 1.7 * i) * 10 ** (i % 4));
const tensorOf = (seed: number, shape: readonly number[], dtype: "float32" | "float64" = "float32"): Tensor =>
  tensorFrom(
    Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, i) => number(seed, i)),
    shape,
    dtype,
  );
const numbers = (t: Tensor): number[] => Array.from(elementsOf(t));

/** A run of numbers as PyTorch's comment describes it, for fewer than 2^20 of them: sixteens, sixteens of sixteens, and so on. */
function run(x: readonly number[], add: (a: number, b: number) => number): number {
  const levels = [0, 0, 0, 0];
  x.forEach((value, i) => {
    levels[0] = add(levels[0] as number, value);
    for (let level = 1; level < 4 && (i + 1) % 16 ** level === 0; level++) {
      levels[level] = add(levels[level] as number, levels[level - 1] as number);
      levels[level - 1] = 0;
    }
  });
  return levels.reduce((a, b) => add(a, b));
}
/** Every fourth number goes into one run; what is left over goes into the first. */
function fourRuns(x: readonly number[], add: (a: number, b: number) => number): number {
  const whole = x.length - (x.length % 4);
  const [first = 0, ...others] = [0, 1, 2, 3].map((c) =>
    run(
      x.filter((_, i) => i < whole && i % 4 === c),
      add,
    ),
  );
  return others.reduce(add, x.slice(whole).reduce(add, first));
}
/** Numbers next to each other: each place of a register has runs of its own. */
function inRegisters(x: readonly number[], wide: number, add: (a: number, b: number) => number): number {
  if (x.length < wide) return fourRuns(x, add);
  const whole = x.length - (x.length % wide);
  const places = Array.from({ length: wide }, (_, k) =>
    fourRuns(
      x.filter((_, i) => i < whole && i % wide === k),
      add,
    ),
  );
  return places.reduce(add, x.slice(whole).reduce(add, 0));
}
const single = (a: number, b: number): number => f(a + b);
const double = (a: number, b: number): number => a + b;

describe("sums", () => {
  test("of all elements and of rows are added up in registers of 256 bits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat(50), (n, seed) => {
        const x = tensorOf(seed, [n]);
        expect(sumElements(x, null, false, null).item()).toBe(inRegisters(numbers(x), 8, single));
        const rows = tensorOf(seed, [3, n]);
        const each = [0, 1, 2].map((i) => inRegisters(numbers(rows).slice(i * n, i * n + n), 8, single));
        expect(numbers(sumElements(rows, [1], false, null))).toEqual(each);
        const wide = tensorOf(seed, [n], "float64");
        expect(sumElements(wide, null, false, null).item()).toBe(inRegisters(numbers(wide), 4, double));
      }),
    );
    expect(sumElements(tensorOf(1, [40_000]), null, false, null).item()).toBe(
      inRegisters(numbers(tensorOf(1, [40_000])), 8, single),
    );
  });

  test("of columns take four registers at once, one by one, or four runs for what is left over", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 90 }), fc.integer({ min: 2, max: 80 }), fc.nat(50), (n, columns, seed) => {
        const x = tensorOf(seed, [n, columns]);
        const together = columns >= 8 ? columns - (columns % 32) : columns - (columns % 4);
        const each = Array.from({ length: columns }, (_, j) => {
          const column = Array.from({ length: n }, (_, i) => numbers(x)[i * columns + j] as number);
          return j < together ? run(column, single) : fourRuns(column, single);
        });
        expect(numbers(sumElements(x, [0], false, null))).toEqual(each);
        // The same memory, seen the other way round.
        expect(numbers(sumElements(transpose(x, 0, 1), [1], true, null))).toEqual(each);
      }),
    );
  });

  test("over any dims are near the true ones, keep what they should, and are exact for whole numbers", () => {
    const shape = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(shape, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }), fc.nat(50), (sizes, chosen, seed) => {
        const dims = sizes.flatMap((_, d) => (chosen[d] ? [d] : []));
        const kept = sizes.map((size, d) => (dims.length === 0 || dims.includes(d) ? 1 : size));
        for (const whole of [false, true]) {
          const count = sizes.reduce((n, size) => n * size, 1);
          const values = Array.from({ length: count }, (_, i) => (whole ? (seed + i) % 7 : number(seed, i)));
          const out = sumElements(tensorFrom(values, sizes, whole ? "int64" : "float32"), dims, true, null);
          expect(out.shape).toEqual(kept);
          const expected = new Array<number>(kept.reduce((n, size) => n * size, 1)).fill(0);
          values.forEach((value, i) => {
            let [rest, at, step] = [i, 0, 1];
            for (let d = sizes.length - 1; d >= 0; d--) {
              const [size, place] = [sizes[d] as number, rest % (sizes[d] as number)];
              rest = Math.floor(rest / size);
              if (kept[d] === size) at += place * step;
              step *= kept[d] as number;
            }
            expected[at] = (expected[at] ?? 0) + value;
          });
          const size = values.reduce((s, value) => s + Math.abs(value), 0);
          numbers(out).forEach((sum, k) => {
            expect(Math.abs(sum - (expected[k] ?? 0))).toBeLessThanOrEqual(whole ? 0 : size * 1e-6);
          });
        }
      }),
    );
  });

  test("of a batch's losses: the first goes up alone, fifteen others follow it", () => {
    const x = Array.from({ length: 20 }, (_, i) => number(3, i));
    const low = x.slice(1, 17).reduce(single, 0);
    const rest = x.slice(17).reduce(single, 0);
    expect(addUpInSteps(20, (i) => x[i] as number, f)).toBe(f(f(rest + low) + (x[0] as number)));
  });
});
