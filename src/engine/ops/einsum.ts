/** Sums of products over named or numbered dims: einsum and tensordot, by way of a stack of matrix products as in PyTorch. */
import { fail } from "../errors.ts";
import { copyInto } from "../kernels.ts";
import { composite, op } from "../op.ts";
import { given } from "../samples.ts";
import { type Shape, wrapDim } from "../shape.ts";
import { numbersOnly } from "../state.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";
import { mul } from "./algebra.ts";
import { clone, expand, reshape, sum, view } from "./core.ts";
import { bmm, mm } from "./mm.ts";
import { diagonal, permute } from "./shape.ts";

const sample = (): Tensor => given([1, 2, 3, 4, 5, 6], [2, 3]);

/** A tensor whose dims have names. */
interface Named {
  readonly t: Tensor;
  readonly names: readonly string[];
}

/** Names of the dims of every operand and of the result; `...` becomes names of its own. */
function readEquation(equation: string, ranks: readonly number[]): { inputs: string[][]; output: string[] } {
  const [left = "", right] = equation.replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (terms.length < ranks.length) fail("einsum(): more operands were provided than specified in the equation");
  if (terms.length > ranks.length) fail("einsum(): fewer operands were provided than specified in the equation");
  const dots = Math.max(
    0,
    ...terms.map((term, i) => (term.includes("...") ? (ranks[i] as number) - (term.length - 3) : 0)),
  );
  const spelled = (term: string, count: number): string[] => {
    const at = term.indexOf("...");
    if (at < 0) return [...term];
    const own = Array.from({ length: count }, (_, k) => `.${dots - count + k}`);
    return [...term.slice(0, at), ...own, ...term.slice(at + 3)];
  };
  const inputs = terms.map((term, i) => {
    const rank = ranks[i] as number;
    const bare = term.replace("...", "");
    if (!/^[A-Za-z]*$/.test(bare))
      fail(`einsum(): invalid subscript given at index ${i} in the equation string, subscripts must be in [a-zA-Z]`);
    const names = spelled(term, rank - bare.length);
    if (names.length !== rank)
      fail(
        `einsum(): the number of subscripts in the equation (${bare.length}) does not match the number of dimensions (${rank}) for operand ${i} and no ellipsis was given`,
      );
    return names;
  });
  if (right !== undefined) return { inputs, output: spelled(right, dots) };
  const all = inputs.flat();
  const once = [...new Set(all)].filter((n) => !n.startsWith(".") && all.filter((m) => m === n).length === 1).sort();
  return { inputs, output: [...Array.from({ length: dots }, (_, k) => `.${k}`), ...once] };
}

/** A name that occurs twice in one operand means its diagonal. */
function withoutRepeats({ t, names }: Named): Named {
  const again = names.findIndex((n, i) => names.indexOf(n) < i);
  if (again < 0) return { t, names };
  const first = names.indexOf(names[again] as string);
  const rest = names.filter((_, i) => i !== first && i !== again);
  return withoutRepeats({ t: diagonal(t, 0, first, again), names: [...rest, names[again] as string] });
}

function sumOut({ t, names }: Named, keep: ReadonlySet<string>): Named {
  const gone = names.flatMap((n, i) => (keep.has(n) ? [] : [i]));
  return gone.length === 0 ? { t, names } : { t: sum(t, gone), names: names.filter((n) => keep.has(n)) };
}

function arranged({ t, names }: Named, order: readonly string[]): Tensor {
  const dims = order.map((n) => names.indexOf(n));
  return dims.every((d, i) => d === i) ? t : permute(t, dims);
}

/** The product of two tensors, summed over the names that nobody needs any more: one stack of matrix products. */
function contract(a: Named, b: Named, needed: ReadonlySet<string>): Named {
  const shared = a.names.filter((n) => b.names.includes(n));
  const batch = shared.filter((n) => needed.has(n));
  const inner = shared.filter((n) => !needed.has(n));
  const left = sumOut(a, new Set([...needed, ...shared]));
  const right = sumOut(b, new Set([...needed, ...shared]));
  const own = (x: Named): string[] => x.names.filter((n) => !shared.includes(n));
  const [rows, columns] = [own(left), own(right)];
  const size = (n: string): number => {
    const [s, u] = [left, right].map((x) => {
      const i = x.names.indexOf(n);
      return i < 0 ? 1 : (x.t.shape[i] as number);
    }) as [number, number];
    if (s !== u && s !== 1 && u !== 1)
      fail(
        `einsum(): subscript ${n} has size ${u} for operand 1 which does not broadcast with previously seen size ${s}`,
      );
    return s === 1 ? u : s;
  };
  const count = (list: readonly string[]): number => list.reduce((n, name) => n * size(name), 1);
  const widened = (x: Named, order: readonly string[]): Tensor => {
    const t = arranged(x, order);
    const wanted = order.map((n) => (shared.includes(n) ? size(n) : (t.shape[order.indexOf(n)] as number)));
    return wanted.every((s, i) => s === t.shape[i]) ? t : expand(t, wanted);
  };
  const l = reshape(widened(left, [...batch, ...rows, ...inner]), [count(batch), count(rows), count(inner)]);
  const r = reshape(widened(right, [...batch, ...inner, ...columns]), [count(batch), count(inner), count(columns)]);
  const names = [...batch, ...rows, ...columns];
  return { t: view(bmm(l, r), names.map(size)), names };
}

composite<[equation: string, operands: readonly Tensor[]]>(
  "einsum(str equation, Tensor[] operands) -> Tensor",
  {
    homes: ["torch"],
    doc: "Sums of products by index letters.",
    samples: [
      () => ["ij,kj->ik", [sample(), sample()]],
      () => ["ij->j", [sample()]],
      () => ["ij,ij->", [sample(), sample()]],
    ],
  },
  (equation, operands) => {
    if (operands.length === 0) fail("einsum(): must provide at least one operand");
    const { inputs, output } = readEquation(
      equation,
      operands.map((t) => t.rank),
    );
    const known = new Set(inputs.flat());
    const odd = output.find((n) => !known.has(n));
    if (odd !== undefined)
      fail(`einsum(): output subscript ${odd} does not appear in the equation for any input operand`);
    const twice = output.find((n, i) => output.indexOf(n) < i);
    if (twice !== undefined) fail(`einsum(): output subscript ${twice} appears more than once in the output`);
    const parts = operands.map((t, i) => withoutRepeats({ t, names: inputs[i] as string[] }));
    let done = parts[0] as Named;
    for (let i = 1; i < parts.length; i++) {
      const later = parts.slice(i + 1).flatMap((p) => p.names);
      done = contract(done, parts[i] as Named, new Set([...output, ...later]));
    }
    return arranged(sumOut(done, new Set(output)), output);
  },
);

composite<[self: Tensor, other: Tensor, dimsSelf: readonly number[], dimsOther: readonly number[]]>(
  "_tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) -> Tensor",
  {
    homes: ["hidden"],
    doc: "Sums of products over some dims of both.",
    samples: [() => [sample(), given([1, -2, 0.5, 3], [2, 2]), [0], [1]]],
  },
  (a, b, dimsA, dimsB) => {
    const [ours, theirs] = [dimsA.map((d) => wrapDim(d, a.rank)), dimsB.map((d) => wrapDim(d, b.rank))];
    ours.forEach((d, k) => {
      const [s, u] = [a.shape[d], b.shape[theirs[k] as number]];
      if (s !== u)
        fail(
          `contracted dimensions need to match, but first has size ${s} in dim ${d} and second has size ${u} in dim ${theirs[k]}`,
        );
    });
    const free = (t: Tensor, taken: readonly number[]): number[] =>
      t.shape.map((_, i) => i).filter((i) => !taken.includes(i));
    const [rows, columns] = [free(a, ours), free(b, theirs)];
    const sizes = (t: Tensor, dims: readonly number[]): number[] => dims.map((d) => t.shape[d] as number);
    const product = (list: readonly number[]): number => list.reduce((n, s) => n * s, 1);
    const inner = product(sizes(a, ours));
    const left = reshape(permute(a, [...rows, ...ours]), [product(sizes(a, rows)), inner]);
    const right = reshape(permute(b, [...theirs, ...columns]), [inner, product(sizes(b, columns))]);
    return reshape(mm(left, right), [...sizes(a, rows), ...sizes(b, columns)]);
  },
);

const diagEmbed = op<[self: Tensor, offset?: number, dim1?: number, dim2?: number]>(
  "diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor",
  {
    forward: (a, offset = 0, dim1 = -2, dim2 = -1) => {
      const rank = a.rank + 1;
      const [r, c] = [wrapDim(dim1, rank), wrapDim(dim2, rank)];
      if (r === c) fail(`diagonal dimensions cannot be identical ${dim1}, ${dim2}`);
      if (a.rank === 0) fail("Dimension specified as -1 but tensor has no dimensions", "IndexError");
      const size = (a.shape.at(-1) as number) + Math.abs(offset);
      const shape: number[] = [];
      const lead = a.shape.slice(0, -1);
      for (let i = 0; i < rank; i++) shape.push(i === r || i === c ? size : (lead.shift() as number));
      const out = emptyTensor(shape, a.dtype);
      out.storage.data.fill(0, out.offset, out.offset + out.numel);
      copyInto(
        numbersOnly(() => diagonal(out, offset, r, c)),
        a,
      );
      return out;
    },
    vjp: { self: (g, c) => diagonal(g, c.arg(1) ?? 0, c.arg(2) ?? -2, c.arg(3) ?? -1) },
    samples: [() => [given([1, 2, 3])], () => [sample(), 1]],
    symbol: "diag",
    doc: "Matrices with these diagonals.",
  },
);
const diagonalCopy = composite<[self: Tensor, offset?: number, dim1?: number, dim2?: number]>(
  "diagonal_copy(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
  { homes: ["torch"], doc: "A copy of the diagonal.", node: "DiagonalBackward0_copy" },
  (a, offset = 0, dim1 = 0, dim2 = 1) => clone(diagonal(a, offset, dim1, dim2)),
);
composite<[self: Tensor, diagonal?: number]>(
  "diag(Tensor self, int diagonal=0) -> Tensor",
  { doc: "The diagonal of a matrix, or a matrix with this diagonal." },
  (a, offset = 0) => {
    if (a.rank === 1) return diagEmbed(a, offset);
    if (a.rank === 2) return diagonalCopy(a, offset);
    return fail(`diag(): Supports 1D or 2D tensors. Got ${a.rank}D`);
  },
);
composite<[self: Tensor, other: Tensor]>(
  "kron(Tensor self, Tensor other) -> Tensor",
  { doc: "The Kronecker product.", node: "UnsafeViewBackward0" },
  (a, b) => {
    const rank = Math.max(a.rank, b.rank);
    const lift = (t: Tensor, side: 0 | 1): Tensor => {
      const padded: Shape = [...new Array<number>(rank - t.rank).fill(1), ...t.shape];
      return reshape(
        t,
        padded.flatMap((s) => (side === 0 ? [s, 1] : [1, s])),
      );
    };
    const product = mul(lift(a, 0), lift(b, 1));
    return reshape(
      product,
      Array.from({ length: rank }, (_, i) => (product.shape[2 * i] as number) * (product.shape[2 * i + 1] as number)),
    );
  },
);
