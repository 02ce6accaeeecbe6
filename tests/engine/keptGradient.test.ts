import fc from "fast-check";
import { expect, test } from "vitest";
import { backward } from "#engine/backward.ts";
import { add, mul, scalar, sub } from "#engine/ops/algebra.ts";
import { sum, view } from "#engine/ops/core.ts";
import { mm } from "#engine/ops/mm.ts";
import { t } from "#engine/ops/shape.ts";
import { withGrad } from "#engine/state.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

/** A gradient may be kept without a copy; whoever then writes into a `.grad` must reach nothing else. */
const SIZE = 3;
const square = (seed: number): Tensor =>
  tensorFrom(
    Array.from({ length: SIZE * SIZE }, (_, i) => Math.sin(seed + i)),
    [SIZE, SIZE],
    "float32",
  );
const turned = (x: Tensor): Tensor => t(view(x, [SIZE, SIZE]));
const steps: readonly ((x: Tensor, y: Tensor) => Tensor)[] = [
  add,
  sub,
  mul,
  mm,
  (x, y) => mm(x, turned(y)),
  turned,
  (_, y) => y,
];

test("what is written into one .grad reaches no other tensor", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(steps.length - 1), fc.nat(20), fc.nat(20)), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      (program, seeded) => {
        const leaves = [0, 1, 2].map((i) => square(i).setRequiresGrad(true));
        const known: Tensor[] = [...leaves];
        for (const [step, a, b] of program) {
          const [x, y] = [known[a % known.length] as Tensor, known[b % known.length] as Tensor];
          known.push((steps[step] as (typeof steps)[number])(x, y));
        }
        const last = known.at(-1) as Tensor;
        const seed = square(9);
        if (seeded) backward([last], [seed]);
        else backward([sum(last)], [null]);
        const all = [...leaves.map((leaf) => leaf.grad), ...leaves, seed];
        for (const { grad } of leaves) {
          if (grad === null) continue;
          const others = all.filter((tensor) => tensor !== grad);
          const before = others.map((tensor) => tensor && Array.from(elementsOf(tensor)));
          withGrad(false, () => mul.info.callInPlace([grad, scalar(2)]));
          expect(others.map((tensor) => tensor && Array.from(elementsOf(tensor)))).toEqual(before);
          expect([grad.base, grad.gradFn, grad.shape]).toEqual([null, null, [SIZE, SIZE]]);
        }
      },
    ),
    { numRuns: 600 },
  );
});
