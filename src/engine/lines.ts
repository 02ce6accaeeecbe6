/** Walking a tensor line by line along one dim. */
import { fail } from "./errors.ts";
import { elementsOf, type Tensor } from "./tensor.ts";

/**
 * Calls `visit` with every line along `dim`: its elements, where element k lies in row-major order, and the number of the
 * line in a result without that dim. A 0-dim tensor is one line of one element.
 */
export function eachLine(
  a: Tensor,
  dim: number,
  visit: (line: number[], at: (k: number) => number, number: number) => void,
): void {
  const size = a.shape[dim] ?? 1;
  const inner = a.shape.slice(dim + 1).reduce((n, s) => n * s, 1);
  const outer = a.shape.slice(0, dim).reduce((n, s) => n * s, 1);
  const x = elementsOf(a);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = (k: number): number => (o * size + k) * inner + i;
      const line = new Array<number>(size);
      for (let k = 0; k < size; k++) line[k] = x[at(k)] as number;
      visit(line, at, o * inner + i);
    }
  }
}

/** Throws PyTorch's words where a choice among no elements is asked for. */
export function mustHaveElements(name: string, a: Tensor, dim: number): void {
  if (a.shape[dim] === 0) fail(`${name}: Expected reduction dim ${dim} to have non-zero size.`, "IndexError");
}
