import { fail } from "../errors.ts";
import { map } from "../kernels.ts";
import { callOp, type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import type { Tensor } from "../tensor.ts";
import { tensorFrom } from "../tensor.ts";
import { contiguous } from "./core.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

type Triangle = [self: Tensor, diagonal?: number];
/** The lower triangle up to a diagonal, zeros elsewhere. */
export const tril = (a: Tensor, diagonal: number): Tensor => callOp("tril", [a, diagonal]);
/** The upper triangle from a diagonal on, zeros elsewhere. */
export const triu = (a: Tensor, diagonal: number): Tensor => callOp("triu", [a, diagonal]);

for (const [name, keeps, doc] of [
  ["tril", (i: number, j: number, d: number) => j <= i + d, "The lower triangle, zeros elsewhere."],
  ["triu", (i: number, j: number, d: number) => j >= i + d, "The upper triangle, zeros elsewhere."],
] as const) {
  const masked = (a: Tensor, d: number): Tensor => {
    if (a.rank < 2) fail(`${name}: input tensor must have at least 2 dimensions`);
    const [rows, columns] = a.shape.slice(-2) as [number, number];
    let k = 0;
    return map(contiguous(a), a.dtype, (x) => {
      const [i, j] = [Math.floor(k / columns) % rows, k % columns];
      k++;
      return keeps(i, j, d) ? x : 0;
    });
  };
  const triangle: Op<Triangle> = op(`${name}(Tensor self, int diagonal=0) -> Tensor`, {
    forward: (a, d = 0) => masked(a, d),
    vjp: { self: (g, c) => triangle(g, c.arg(1) ?? 0) },
    inPlace: true,
    samples: [() => [sample(), 0]],
    doc,
  });
  op<[row: number, column: number, offset?: number]>(`${name}_indices(int row, int col, int offset=0) -> Tensor`, {
    forward: (rows, columns, d = 0) => {
      const found: number[][] = [];
      for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) if (keeps(i, j, d)) found.push([i, j]);
      return tensorFrom(
        [...found.map(([i]) => i as number), ...found.map(([, j]) => j as number)],
        [2, found.length],
        "int64",
      );
    },
    homes: ["torch"],
    doc: "Coordinates of a triangle.",
  });
}
