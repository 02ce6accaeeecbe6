/** A tensor as PyTorch prints it, digit for digit. Rules after torch/_tensor_str.py: one width for all numbers, scientific when they span too far. */
import { type Dtype, isFloating } from "./dtype.ts";
import { fixed, scientific } from "./formatNumber.ts";
import { state } from "./state.ts";
import type { Tensor } from "./tensor.ts";
import { gradFnOf } from "./views.ts";

/** torch.set_printoptions. */
export interface PrintOptions {
  readonly precision: number;
  /** Above this many elements the middle is left out. */
  readonly threshold: number;
  readonly edgeItems: number;
  readonly lineWidth: number;
  /** Null: decide by the numbers. */
  readonly scientific: boolean | null;
}

export const defaultPrintOptions: PrintOptions = {
  precision: 4,
  threshold: 1000,
  edgeItems: 3,
  lineWidth: 80,
  scientific: null,
};

let options = defaultPrintOptions;
/** Changes how tensors are printed, until the next run. */
export function setPrintOptions(wanted: PrintOptions): void {
  options = wanted;
}

/** `repr(tensor)`: `tensor([1., 2.], grad_fn=<MulBackward0>)`. */
export function reprOf(t: Tensor): string {
  const prefix = "tensor(";
  const indent = prefix.length;
  const suffixes: string[] = [];
  let body: string;
  if (t.numel === 0) {
    if (t.rank !== 1) suffixes.push(`size=(${t.shape.join(", ")})`);
    if (t.dtype !== state.defaultDtype) suffixes.push(`dtype=torch.${t.dtype}`);
    body = "[]";
  } else {
    if (t.dtype !== state.defaultDtype && t.dtype !== "int64" && t.dtype !== "bool")
      suffixes.push(`dtype=torch.${t.dtype}`);
    body = numbersOf(t, indent);
  }
  const node = gradFnOf(t);
  if (node !== null) suffixes.push(`grad_fn=<${node.name}>`);
  else if (t.requiresGrad) suffixes.push("requires_grad=True");
  const tangent = state.tangents?.get(t) ?? null;
  if (tangent !== null) suffixes.push(`tangent=${reprOf(tangent)}`);
  return withSuffixes(prefix + body, suffixes, indent);
}

/** Only the numbers in brackets, as they stand between `tensor(` and the suffixes. */
function numbersOf(t: Tensor, indent: number): string {
  const summarize = t.numel > options.threshold;
  const shown: number[] = [];
  collect(t, 0, t.offset, summarize, shown);
  const format = formatterFor(t.dtype, shown);
  return block(t, 0, t.offset, indent, summarize, format);
}

/** Indices of a dim that are printed; -1 stands for the gap. */
function shownIndices(size: number, summarize: boolean): number[] {
  const edge = options.edgeItems;
  if (!summarize || size <= 2 * edge) return Array.from({ length: size }, (_, i) => i);
  const head = Array.from({ length: edge }, (_, i) => i);
  return [...head, -1, ...head.map((i) => size - edge + i)];
}

function collect(t: Tensor, dim: number, at: number, summarize: boolean, into: number[]): void {
  if (dim === t.rank) {
    into.push(t.storage.data[at] as number);
    return;
  }
  for (const i of shownIndices(t.shape[dim] as number, summarize)) {
    if (i >= 0) collect(t, dim + 1, at + i * (t.strides[dim] as number), summarize, into);
  }
}

interface Formatter {
  readonly width: number;
  readonly write: (x: number) => string;
}

function formatterFor(dtype: Dtype, values: readonly number[]): Formatter {
  if (!isFloating(dtype)) {
    const text = dtype === "bool" ? (x: number) => (x !== 0 ? "True" : "False") : integer;
    return padded(Math.max(1, ...values.map((x) => text(x).length)), text);
  }
  const finite = values.filter((x) => Number.isFinite(x) && x !== 0);
  const whole = finite.every((x) => x === Math.ceil(x));
  const p = options.precision;
  let sci = false;
  let width = 1;
  if (finite.length > 0) {
    let min = Number.POSITIVE_INFINITY;
    let max = 0;
    for (const x of finite) {
      min = Math.min(min, Math.abs(x));
      max = Math.max(max, Math.abs(x));
    }
    // Zeros, infinities and nan alone are written plainly, whatever is asked for.
    sci = options.scientific ?? (max / min > 1000 || max > 1e8 || min < 1e-4);
    for (const x of finite) {
      const length = sci ? scientific(x, p).length : whole ? fixed(x, 0).length + 1 : fixed(x, p).length;
      width = Math.max(width, length);
    }
  }
  if (sci) return padded(width, (x) => scientific(x, p));
  if (whole) return padded(width, (x) => fixed(x, 0) + (Number.isFinite(x) ? "." : ""));
  return padded(width, (x) => fixed(x, p));
}

function padded(width: number, text: (x: number) => string): Formatter {
  return { width, write: (x) => text(x).padStart(width) };
}

function integer(x: number): string {
  return Math.abs(x) < 1e21 ? String(x === 0 ? 0 : x) : BigInt(x).toString();
}

function block(t: Tensor, dim: number, at: number, indent: number, summarize: boolean, format: Formatter): string {
  const rest = t.rank - dim;
  if (rest === 0) return format.write(t.storage.data[at] as number);
  const stride = t.strides[dim] as number;
  const indices = shownIndices(t.shape[dim] as number, summarize);
  if (rest === 1) {
    const cells = indices.map((i) => (i < 0 ? " ..." : format.write(t.storage.data[at + i * stride] as number)));
    const perLine = Math.max(1, Math.floor((options.lineWidth - indent) / (format.width + 2)));
    const lines: string[] = [];
    for (let i = 0; i < cells.length; i += perLine) lines.push(cells.slice(i, i + perLine).join(", "));
    return `[${lines.join(`,\n${" ".repeat(indent + 1)}`)}]`;
  }
  const parts = indices.map((i) => (i < 0 ? "..." : block(t, dim + 1, at + i * stride, indent + 1, summarize, format)));
  return `[${parts.join(`,${"\n".repeat(rest - 1)}${" ".repeat(indent + 1)}`)}]`;
}

function withSuffixes(text: string, suffixes: readonly string[], indent: number): string {
  let out = text;
  let lineLength = text.length - text.lastIndexOf("\n") + 1;
  for (const suffix of suffixes) {
    if (lineLength + suffix.length + 2 > options.lineWidth) {
      out += `,\n${" ".repeat(indent)}${suffix}`;
      lineLength = indent + suffix.length;
    } else {
      out += `, ${suffix}`;
      lineLength += suffix.length + 2;
    }
  }
  return `${out})`;
}
