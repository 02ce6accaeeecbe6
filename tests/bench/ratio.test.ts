import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare, median, quantile } from "./ratio.ts";

/** A clock that only the sides move. */
function fakeClock() {
  let at = 0;
  const spend = (ms: number) => () => {
    at += ms;
  };
  return { now: () => at, spend };
}

describe("a comparison", () => {
  it("gives every side its median and its ratio to the first side", async () => {
    const { now, spend } = fakeClock();
    const sides = [
      { name: "by hand", run: spend(2) },
      { name: "engine", run: spend(6) },
    ];
    const table = await compare("sum", sides, { rounds: 5, calls: 3, now });
    expect(table.rows).toEqual([
      { name: "by hand", first: 2, median: 2, p95: 2, ratio: 1 },
      { name: "engine", first: 6, median: 6, p95: 6, ratio: 3 },
    ]);
  });

  it("shows a slow first call apart from the warm ones", async () => {
    const { now, spend } = fakeClock();
    let called = false;
    const run = () => {
      spend(called ? 1 : 100)();
      called = true;
    };
    const [row] = (await compare("start", [{ name: "lazy", run }], { rounds: 3, now })).rows;
    expect(row).toMatchObject({ first: 100, median: 1, ratio: 1 });
  });

  it("waits for a side that is asynchronous", async () => {
    const { now, spend } = fakeClock();
    const run = async () => {
      await Promise.resolve();
      spend(4)();
    };
    const [row] = (await compare("later", [{ name: "async", run }], { rounds: 3, calls: 2, now })).rows;
    expect(row?.median).toBe(4);
  });

  it("takes the sides in turn, in changing order", async () => {
    const order: string[] = [];
    const side = (name: string) => ({ name, run: () => order.push(name) });
    await compare("turns", [side("a"), side("b")], { rounds: 2 });
    expect(order.join("")).toBe("ab" + "ab" + "ba");
  });
});

describe("the median", () => {
  it("is the mean of the two middle numbers of an even count", () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });

  it("has as many numbers on either side", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1 }), (numbers) => {
        const middle = median(numbers);
        const half = numbers.length / 2;
        expect(numbers.filter((n) => n < middle).length).toBeLessThanOrEqual(half);
        expect(numbers.filter((n) => n > middle).length).toBeLessThanOrEqual(half);
      }),
    );
  });
});

describe("a quantile", () => {
  it("is a number of the list that the wanted share does not exceed", () => {
    const numbers = Array.from({ length: 20 }, (_, i) => 20 - i);
    expect([quantile(numbers, 0.95), quantile(numbers, 1), quantile([7], 0.5)]).toEqual([19, 20, 7]);
  });
});
