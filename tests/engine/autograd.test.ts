import { describe, expect, test } from "vitest";
import { backward, grad } from "#engine/backward.ts";
import { add, mul, neg, scalar } from "#engine/ops/algebra.ts";
import { clone, detach, sum, view } from "#engine/ops/core.ts";
import { asStrided } from "#engine/ops/strided.ts";
import { state, withGrad } from "#engine/state.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";

const leaf = (data: number[], shape: number[] = [data.length]): Tensor =>
  tensorFrom(data, shape, "float64").setRequiresGrad(true);
const numbers = (t: Tensor | null): number[] => Array.from(elementsOf(t as Tensor));

describe("the tape", () => {
  test("a product's gradient is the other factor, and repeated use adds up", () => {
    const x = leaf([3], []);
    const y = add(mul(x, x), x);
    backward([y], [null]);
    expect(numbers(x.grad)).toEqual([7]);
  });

  test("gradients accumulate into leaves over two backward calls", () => {
    const x = leaf([1, 2, 3]);
    for (let i = 0; i < 2; i++) backward([sum(mul(x, x))], [null]);
    expect(numbers(x.grad)).toEqual([4, 8, 12]);
  });

  test("broadcasting is summed back", () => {
    const a = leaf([1, 2, 3, 4, 5, 6], [2, 3]);
    const b = leaf([10, 20, 30]);
    backward([sum(mul(a, b))], [null]);
    expect(numbers(b.grad)).toEqual([5, 7, 9]);
  });

  test("second and third derivatives of x³ are 6x and 6", () => {
    const x = leaf([2], []);
    const y = mul(mul(x, x), x);
    const [first] = grad([y], [x], [null], { createGraph: true });
    const [second] = grad([first as Tensor], [x], [null], { createGraph: true });
    const [third] = grad([second as Tensor], [x], [null]);
    expect([numbers(first as Tensor), numbers(second as Tensor), numbers(third as Tensor)]).toEqual([[12], [12], [6]]);
  });

  test("a second backward fails with PyTorch's words when saved tensors were needed, and works for plain sums", () => {
    const x = leaf([2], []);
    const y = mul(x, x);
    backward([y], [null]);
    expect(() => backward([y], [null])).toThrow(/Trying to backward through the graph a second time/);
    const z = add(x, x);
    backward([z], [null]);
    backward([z], [null]);
    expect(numbers(x.grad)).toEqual([8]);
  });

  test("a chain of 100,000 ops goes forward and backward", () => {
    const x = leaf([1], []);
    let y: Tensor = x;
    for (let i = 0; i < 100_000; i++) y = add(y, scalar(1));
    backward([y], [null]);
    expect(numbers(x.grad)).toEqual([1]);
  });

  test("an in-place op on a leaf that requires grad is refused", () => {
    const x = leaf([1, 2]);
    expect(() => add.info.callInPlace([x, scalar(1)])).toThrow(
      "a leaf Variable that requires grad is being used in an in-place operation.",
    );
    expect(() => withGrad(false, () => add.info.callInPlace([x, scalar(1)]))).not.toThrow();
    expect(numbers(x)).toEqual([2, 3]);
  });

  test("a saved tensor that was changed in place is noticed", () => {
    const x = leaf([1, 2]);
    const y = mul(x, scalar(2));
    const z = mul(y, y);
    add.info.callInPlace([y, scalar(1)]);
    expect(() => backward([sum(z)], [null])).toThrow(/which is output 0 of Add, is at version 1; expected version 0/);
  });

  test("an in-place op on a slice gives the whole tensor a new history", () => {
    const x = leaf([1, 2, 3, 4], [2, 2]);
    const y = mul(x, scalar(1));
    const row = asStrided(y, [2], [1], 0);
    mul.info.callInPlace([row, scalar(10)]);
    expect(y.gradFn?.name).toBe("CopySlices");
    backward([sum(y)], [null]);
    expect(numbers(x.grad)).toEqual([10, 10, 1, 1]);
  });

  test("detach cuts the graph and shares the numbers", () => {
    const x = leaf([1, 2]);
    const d = detach(x);
    expect(d.requiresGrad).toBe(false);
    add.info.callInPlace([d, scalar(1)]);
    expect(numbers(x)).toEqual([2, 3]);
  });

  test("only the asked inputs get a gradient", () => {
    const a = leaf([1], []);
    const b = leaf([3], []);
    backward([mul(a, b)], [null], { inputs: [a] });
    expect(numbers(a.grad)).toEqual([3]);
    expect(b.grad).toBeNull();
  });

  test("the gradient of a non-leaf can be asked for", () => {
    const a = leaf([2], []);
    const y = mul(a, scalar(3));
    const [g] = grad([mul(y, y)], [y], [null]);
    expect(numbers(g as Tensor)).toEqual([12]);
  });

  test("grad mode is restored after a failing backward", () => {
    const x = leaf([1, 2]);
    expect(() => backward([neg(view(clone(x), [2]))], [null])).toThrow(/scalar outputs/);
    expect(state.gradEnabled).toBe(true);
  });
});
