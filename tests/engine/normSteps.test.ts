import "#engine/ops/all.ts";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad } from "#engine/backward.ts";
import { callOp } from "#engine/op.ts";
import { elementsOf, type Tensor, tensorFrom, wrapScalar } from "#engine/tensor.ts";

const f = Math.fround;
const { sqrt } = Math;
const single = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensorFrom(values, shape, "float32");
const numbers = (t: Tensor | null | undefined): number[] => Array.from(elementsOf(t as Tensor), (x) => x + 0);
const wave = (count: number, speed: number): number[] =>
  Array.from({ length: count }, (_, i) => f(3 * Math.sin(speed * i + 0.3)));
const at = (list: readonly number[], i: number): number => list[i] as number;
/** a·b + c, rounded once. */
const fma = (a: number, b: number, c: number): number => f(a * b + c);
const EPS = 1e-5;

/** Eight sums side by side, then the halves of them onto each other; few terms are rounded and added up in turn. */
function inLanes(terms: readonly number[]): number {
  if (terms.length < 8) return terms.map(f).reduce((a, b) => f(a + b));
  const lanes = terms.slice(0, 8).map(f);
  terms.slice(8).forEach((x, i) => {
    lanes[i % 8] = f(at(lanes, i % 8) + x);
  });
  const halves = [0, 1, 2, 3].map((k) => f(at(lanes, k) + at(lanes, k + 4)));
  return f(f(at(halves, 0) + at(halves, 2)) + f(at(halves, 1) + at(halves, 3)));
}

/** Mean and variance of up to 128 numbers: eight columns, and what is left over before them. */
function moments(x: readonly number[]): [number, number] {
  const rows = Math.floor(x.length / 8);
  let [seen, mean, squares] = [0, 0, 0];
  for (const v of x.slice(rows * 8)) {
    const d = f(v - mean);
    seen++;
    mean = f(mean + f(d / seen));
    squares = fma(d, f(v - mean), squares);
  }
  for (let column = 0; column < 8; column++) {
    let [m, s] = [0, 0];
    for (let row = 0; row < rows; row++) {
      const v = at(x, 8 * row + column);
      const d = f(v - m);
      m = fma(d, f(1 / (row + 1)), m);
      s = fma(d, f(v - m), s);
    }
    if (rows === 0) continue;
    const share = f(rows / (seen + rows));
    const d = f(m - mean);
    mean = fma(share, d, mean);
    squares = f(squares + fma(f(f(d * d) * share), seen, s));
    seen += rows;
  }
  return [mean, f(squares / x.length)];
}

describe("a layer norm", () => {
  test("of a row takes PyTorch's steps, forwards and backwards", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(9), (n, seed) => {
        const [x, w, b, g] = [1.7, 0.9, 2.3, 1.1].map((speed) => wave(n, speed + seed)) as [
          number[],
          number[],
          number[],
          number[],
        ];
        const [mean, variance] = moments(x);
        const rise = f(1 / f(sqrt(f(variance + f(EPS)))));
        const inputs = [single(x, [1, n]), single(w), single(b)].map((t) => t.setRequiresGrad(true)) as [
          Tensor,
          Tensor,
          Tensor,
        ];
        const y = callOp("native_layer_norm", [inputs[0], [n], inputs[1], inputs[2], EPS]);
        expect(numbers(y)).toEqual(x.map((v, i) => fma(f(f(v - mean) * rise), at(w, i), at(b, i)) + 0));
        const [gx, gw, gb] = grad([y], inputs, [single(g, [1, n])], {});
        const products = inLanes(x.map((v, i) => f(at(g, i) * v) * at(w, i)));
        const plain = inLanes(g.map((v, i) => v * at(w, i)));
        const slope = f(f(f(f(fma(plain, mean, -products) * rise) * rise) * rise) * f(1 / n));
        const rest = fma(-slope, mean, -f(f(plain * rise) * f(1 / n)));
        const back = x.map((v, i) => f(fma(slope, v, f(f(rise * at(g, i)) * at(w, i))) + rest) + 0);
        expect(numbers(gx)).toEqual(back);
        expect(numbers(gw)).toEqual(x.map((v, i) => f(at(g, i) * fma(rise, v, f(-rise * mean))) + 0));
        expect(numbers(gb)).toEqual(g);
      }),
    );
  });
});

describe("a batch norm", () => {
  test("of a channel takes PyTorch's steps, forwards and backwards", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.boolean(), fc.nat(9), (n, isImage, seed) => {
        const [x, g] = [wave(n, 1.7 + seed), wave(n, 1.1 + seed)];
        const [w, b] = [f(1.3), f(-0.7)];
        const shape = isImage ? [1, 1, n] : [n, 1];
        // Rows are added up in single precision and products with their sums at once; images in double precision.
        const sum = (terms: readonly number[]): number =>
          isImage ? terms.reduce((p, q) => p + f(q), 0) : terms.reduce((p, q) => f(p + q), 0);
        const mean = f(sum(x) / n);
        const apart = x.map((v) => f(v - mean));
        const rise = f(1 / sqrt(f(f(sum(apart.map((d) => d * d))) / n) + EPS));
        const inputs = [single(x, shape), single([w]), single([b])].map((t) => t.setRequiresGrad(true)) as [
          Tensor,
          Tensor,
          Tensor,
        ];
        const y = callOp("native_batch_norm", [...inputs, null, null, EPS]);
        const scale = f(rise * w);
        expect(numbers(y)).toEqual(x.map((v) => fma(v, scale, fma(-mean, scale, b)) + 0));
        const [gx, gw, gb] = grad([y], inputs, [single(g, shape)], {});
        const total = isImage ? inLanes : sum;
        const products = total(apart.map((d, i) => d * at(g, i)));
        const slope = f(f(f(products * rise) * rise) / n);
        const average = f(total(g) / n);
        const back = apart.map((d, i) => f(f(fma(-d, slope, f(at(g, i) - average)) * rise) * w) + 0);
        expect(numbers(gx)).toEqual(back);
        expect([...numbers(gw), ...numbers(gb)]).toEqual([f(products * rise), f(total(g))]);
      }),
    );
  });
});

describe("norms and products", () => {
  test("the length of a row is added up in eight places, and of what is left over four squares are rounded first", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.nat(9), (n, seed) => {
        const x = wave(n, 1.7 + seed);
        const whole = n - (n % 8);
        const places = Array.from({ length: 8 }, (_, k) =>
          x.slice(0, whole).reduce((sum, v, i) => (i % 8 === k ? fma(v, v, sum) : sum), 0),
        );
        let total = places.reduce((a, b) => f(a + b));
        x.slice(whole).forEach((v, i, rest) => {
          total = rest.length >= 4 && i < 4 ? f(total + f(v * v)) : fma(v, v, total);
        });
        const norm = callOp("linalg_vector_norm", [single(x)]);
        expect(norm.item()).toBe(f(sqrt(total)));
        const column = callOp("linalg_vector_norm", [single(x.concat(x), [n, 2]), 2, [0]]);
        expect(numbers(column)[0]).toBe(
          f(sqrt(x.concat(x).reduce((sum, v, i) => (i % 2 === 0 ? fma(v, v, sum) : sum), 0))),
        );
      }),
    );
  });
  test("a product's gradient is that of the result over each factor", () => {
    const x = single(wave(7, 1.7)).setRequiresGrad(true);
    const z = callOp("prod", [x]);
    const product = wave(7, 1.7).reduce((p, v) => f(p * v), 1);
    expect(z.item()).toBe(product);
    const [g] = grad([z], [x], [single([0.7], [])], {});
    expect(numbers(g)).toEqual(wave(7, 1.7).map((v) => f(f(0.7) * f(product / v))));
  });
});

describe("ranges", () => {
  const number = (x: number): Tensor => wrapScalar(x, Number.isInteger(x) ? "int64" : "float64");
  test("arange rounds the first of eight numbers before it adds steps, two times eight at once", () => {
    const x = numbers(callOp("arange", [number(0.3), number(3), number(0.1)]));
    expect(x.length).toBe(27);
    expect(x).toEqual(x.map((_, i) => (i < 16 ? f(f(0.3 + 0.1 * (i - (i % 8))) + 0.1 * (i % 8)) : f(0.3 + 0.1 * i))));
  });
  test("the middle of linspace is reached from the end", () => {
    const step = f(f(2) / 6);
    const x = numbers(callOp("linspace", [number(-1), number(1), 7]));
    expect(x).toEqual([0, 1, 2, 3, 4, 5, 6].map((i) => (i < 3 ? fma(step, i, -1) : fma(-step, 6 - i, 1))));
    expect(numbers(callOp("linspace", [number(2), number(3), 1]))).toEqual([2]);
  });
});
