import "#engine/ops/all.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { callOp, opTable } from "#engine/op.ts";
import { multiplyInto } from "#engine/product.ts";
import { elementsOf, type Tensor, tensorFrom, viewTensor } from "#engine/tensor.ts";
import { rangeLarge } from "#engine/wasm/elements.ts";
import { rangeOf } from "#trace/sample.ts";

const SPECIAL = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-45, -3e38];
const number = (seed: number, i: number): number =>
  (seed + i) % 13 === 0 ? (SPECIAL[(seed * 7 + i) % SPECIAL.length] as number) : Math.fround(Math.sin(seed + i) * 4);
const tensorOf = (seed: number, n: number): Tensor =>
  tensorFrom(
    Array.from({ length: n }, (_, i) => number(seed, i)),
    [n],
    "float32",
  );
const piece = (x: Tensor, from: number, n: number): Tensor => viewTensor(x, [n], [1], x.offset + from);
const numbers = (x: Tensor): number[] => Array.from(elementsOf(x));

test("element-wise ops give the same digits for many numbers at once as for few", () => {
  const ops: readonly (readonly [string, readonly unknown[]])[] = [
    ...["add", "sub", "mul", "div"].map((name) => [name, []] as const),
    ["threshold_backward", [0]],
  ];
  fc.assert(
    fc.property(fc.integer({ min: 513, max: 900 }), fc.nat(100), fc.nat(3), fc.boolean(), (n, seed, from, lone) => {
      const [x, y] = [piece(tensorOf(seed, n + 4), from, n), lone ? tensorOf(seed + 3, 1) : tensorOf(seed + 50, n)];
      const at = (tensor: Tensor, start: number, count: number): Tensor =>
        tensor.numel === 1 ? viewTensor(tensor, [], [], tensor.offset) : piece(tensor, start, count);
      for (const [name, more] of ops) {
        const all = numbers(callOp(name, [x, at(y, 0, n), ...more]));
        const parts = [0, 200, 400, 600, 800].flatMap((start) => {
          const count = Math.min(200, n - start);
          return count <= 0 ? [] : numbers(callOp(name, [at(x, start, count), at(y, start, count), ...more]));
        });
        expect(all).toEqual(parts);
      }
      expect(numbers(callOp("relu", [x]))).toEqual(numbers(x).map((v) => Math.max(v, 0)));
      const [least, most] = rangeLarge(x.storage.data as Float32Array, x.offset, n) ?? [];
      expect([least, most]).toEqual([...rangeOf(Float64Array.from(numbers(x)), 0, n)]);
    }),
    { numRuns: 60 },
  );
});

test("in-place ops write what the others return, also where a tensor meets itself", () => {
  for (const name of ["add", "sub", "mul", "div"])
    for (const n of [1, 5, 700]) {
      const fresh = (): Tensor => tensorOf(4, n);
      const first = (x: Tensor): Tensor => viewTensor(x, [], [], x.offset);
      const cases: readonly ((x: Tensor) => Tensor)[] = [
        () => tensorOf(70, n),
        first,
        (x) => x,
        () => first(tensorOf(9, 1)),
      ];
      for (const other of cases) {
        const x = fresh();
        const wanted = numbers(callOp(name, [x, other(x)]));
        expect(numbers(opTable.get(name)?.callInPlace([x, other(x)]) as Tensor)).toEqual(wanted);
      }
    }
});

test("a large product in single precision is as near to the true sums as single precision can be sure of", () => {
  const size = fc.integer({ min: 31, max: 60 });
  fc.assert(
    fc.property(size, size, size, fc.nat(1000), fc.boolean(), fc.boolean(), (n, k, m, seed, xTurned, yTurned) => {
      const values = (count: number, from: number): Float32Array =>
        Float32Array.from({ length: count }, (_, i) => Math.sin(seed + from + i * 1.7));
      const [x, y] = [values(n * k + 3, 0), values(k * m + 2, 500)];
      const left = { data: x, at: 3, row: xTurned ? 1 : k, column: xTurned ? n : 1 };
      const right = { data: y, at: 2, row: yTurned ? 1 : m, column: yTurned ? k : 1 };
      const z = new Float32Array(n * m + 5);
      multiplyInto(z, 2, left, right, [n, k, m]);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < m; j++) {
          let [sum, size] = [0, 0];
          for (let l = 0; l < k; l++) {
            const term =
              (x[3 + i * left.row + l * left.column] as number) * (y[2 + l * right.row + j * right.column] as number);
            sum += term;
            size += Math.abs(term);
          }
          expect(Math.abs((z[2 + i * m + j] as number) - sum)).toBeLessThanOrEqual(size * (k + 1) * 2 ** -24);
        }
      expect([z[0], z[1], ...z.subarray(2 + n * m)]).toEqual([0, 0, 0, 0, 0]);
    }),
    { numRuns: 40 },
  );
});
