import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { grad } from "#engine/backward.ts";
import { opTable } from "#engine/op.ts";
import { mul } from "#engine/ops/algebra.ts";
import { clone, sum } from "#engine/ops/core.ts";
import { elementsOf, Tensor, tensorFrom } from "#engine/tensor.ts";

const STEP = 1e-5;

/** Weights that make the scalar under test depend on every output differently. */
const weights = (t: Tensor): Tensor =>
  tensorFrom(
    Array.from({ length: t.numel }, (_, i) => 0.7 + 0.31 * Math.sin(1.7 * i + 0.4)),
    t.shape,
    "float64",
  );

const tensorsOf = (args: readonly unknown[]): Tensor[] =>
  args
    .flatMap((a) =>
      Array.isArray(a) ? a.filter((t): t is Tensor => t instanceof Tensor) : a instanceof Tensor ? [a] : [],
    )
    .filter((t) => t.requiresGrad);

/** Σ w·op(args) over the floating outputs. */
function weighted(call: (args: readonly unknown[]) => Tensor | Tensor[], args: readonly unknown[]): Tensor {
  const result = call(args);
  const parts = (Array.isArray(result) ? result : [result]).filter((t) => t.requiresGrad || t.dtype === "float64");
  const sums = parts.map((t) => sum(mul(t, weights(t))));
  return sums.slice(1).reduce((a, b) => opTable.get("add")?.call([a, b]) as Tensor, sums[0] as Tensor);
}

/** Central differences of `f` with respect to every element of `x`. */
function numeric(x: Tensor, f: () => number): number[] {
  return Array.from({ length: x.numel }, (_, i) => {
    const at = x.offset + i;
    const kept = x.storage.data[at] as number;
    x.storage.data[at] = kept + STEP;
    const up = f();
    x.storage.data[at] = kept - STEP;
    const down = f();
    x.storage.data[at] = kept;
    return (up - down) / (2 * STEP);
  });
}

function expectClose(analytic: Tensor | null, expected: readonly number[], what: string): void {
  const got = analytic === null ? expected.map(() => 0) : Array.from(elementsOf(analytic));
  expected.forEach((e, i) => {
    expect(Math.abs((got[i] as number) - e), `${what}[${i}]: rule says ${got[i]}, differences say ${e}`).toBeLessThan(
      1e-5 * Math.max(1, Math.abs(e)) + 1e-6,
    );
  });
}

const sampled = [...opTable.values()].filter((info) => info.samples.length > 0);

describe("gradient rules agree with finite differences, first and second order", () => {
  test("the table offers samples", () => {
    expect(sampled.length).toBeGreaterThan(0);
  });
  test.each(sampled.map((info) => [info.fullName, info] as const))("%s", (_name, info) => {
    for (const sample of info.samples) {
      const args = sample().map(leaf);
      const inputs = tensorsOf(args);
      if (inputs.length === 0) continue;
      const first = grad([weighted(info.call, args)], inputs, inputs.length ? [null] : [], {
        createGraph: true,
        allowUnused: true,
      });
      inputs.forEach((x, k) => {
        expectClose(
          first[k] ?? null,
          numeric(x, () => weighted(info.call, args).item()),
          `∂/∂input${k}`,
        );
      });
      // Second order: the gradient of Σ w·first, where the first derivative is not constant.
      const live = first.filter((g): g is Tensor => g?.requiresGrad === true);
      const firstSum = (): Tensor => {
        const gs = grad([weighted(info.call, args)], inputs, [null], { createGraph: true, allowUnused: true }).filter(
          (g): g is Tensor => g !== null,
        );
        return gs.map((g) => sum(mul(g, weights(g)))).reduce((a, b) => opTable.get("add")?.call([a, b]) as Tensor);
      };
      if (live.length === 0) continue;
      const second = grad([firstSum()], inputs, [null], { allowUnused: true });
      inputs.forEach((x, k) => {
        expectClose(
          second[k] ?? null,
          numeric(x, () => firstSum().item()),
          `second order, ∂/∂input${k}`,
        );
      });
    }
  });
});

/** Float64 tensors of a sample become contiguous leaves; everything else stays. */
function leaf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(leaf);
  if (!(value instanceof Tensor) || value.dtype !== "float64" || value.isWrapped) return value;
  return clone(value).setRequiresGrad(true);
}
