/** Tensors made from nothing but sizes and numbers. */
import { type Dtype, isFloating } from "../dtype.ts";
import { fail } from "../errors.ts";
import { converter, rounding } from "../kernels.ts";
import { op } from "../op.ts";
import { state } from "../state.ts";
import { emptyTensor, type Tensor } from "../tensor.ts";

function checkedSize(size: readonly number[]): readonly number[] {
  const bad = size.find((s) => s < 0);
  if (bad !== undefined) {
    fail(`Trying to create tensor with negative dimension ${bad}: [${size.join(", ")}]`);
  }
  const n = size.reduce((product, s) => product * s, 1);
  if (n > ELEMENT_LIMIT)
    fail(`a tensor of ${n} elements is too large for the playground (the limit is ${ELEMENT_LIMIT})`);
  return size;
}

/** 400 MB of float32: beyond this a browser tab is at risk. */
const ELEMENT_LIMIT = 100_000_000;

/** A tensor with every element the same. */
export function full(size: readonly number[], value: number, dtype: Dtype): Tensor {
  const out = emptyTensor(checkedSize(size), dtype);
  if (value !== 0) out.storage.data.fill(converter("float64", dtype)(value), out.offset, out.offset + out.numel);
  return out;
}

/** The dtype of a Python number: bool, int64, or the default float. */
function dtypeOfNumber(value: Tensor): Dtype {
  return value.dtype === "float64" && value.isWrapped ? state.defaultDtype : value.dtype;
}

type Sized = [size: readonly number[], dtype?: Dtype | null];
type Like = [self: Tensor, dtype?: Dtype | null];

op<Sized>("zeros(int[] size, *, dtype? dtype=None) -> Tensor", {
  forward: (size, dtype) => full(size, 0, dtype ?? state.defaultDtype),
  homes: ["torch"],
  doc: "A tensor of zeros.",
});
op<Sized>("ones(int[] size, *, dtype? dtype=None) -> Tensor", {
  forward: (size, dtype) => full(size, 1, dtype ?? state.defaultDtype),
  homes: ["torch"],
  doc: "A tensor of ones.",
});
op<Sized>("empty(int[] size, *, dtype? dtype=None) -> Tensor", {
  forward: (size, dtype) => full(size, 0, dtype ?? state.defaultDtype),
  homes: ["torch"],
  doc: "A tensor whose numbers are not set (zeros here).",
});
op<[size: readonly number[], value: Tensor, dtype?: Dtype | null]>(
  "full(int[] size, Tensor fill_value, *, dtype? dtype=None) -> Tensor",
  {
    forward: (size, value, dtype) => full(size, value.item(), dtype ?? dtypeOfNumber(value)),
    homes: ["torch"],
    doc: "A tensor with every element the same number.",
  },
);
op<Like>("zeros_like(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (like, dtype) => full(like.shape, 0, dtype ?? like.dtype),
  homes: ["torch"],
  doc: "Zeros in the shape of another tensor.",
});
op<Like>("ones_like(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (like, dtype) => full(like.shape, 1, dtype ?? like.dtype),
  homes: ["torch"],
  doc: "Ones in the shape of another tensor.",
});
op<Like>("empty_like(Tensor self, *, dtype? dtype=None) -> Tensor", {
  forward: (like, dtype) => full(like.shape, 0, dtype ?? like.dtype),
  homes: ["torch"],
  doc: "A tensor in the shape of another, its numbers not set (zeros here).",
});
op<[self: Tensor, value: Tensor, dtype?: Dtype | null]>(
  "full_like(Tensor self, Tensor fill_value, *, dtype? dtype=None) -> Tensor",
  {
    forward: (like, value, dtype) => full(like.shape, value.item(), dtype ?? like.dtype),
    homes: ["torch"],
    doc: "One number in the shape of another tensor.",
  },
);
/** The identity matrix of this size. */
export function eye(n: number, dtype: Dtype): Tensor {
  const out = full([n, n], 0, dtype);
  for (let i = 0; i < n; i++) out.storage.data[out.offset + i * n + i] = 1;
  return out;
}
op<[n: number, m?: number | null, dtype?: Dtype | null]>("eye(int n, int? m=None, *, dtype? dtype=None) -> Tensor", {
  forward: (n, m, dtype) => {
    const columns = m ?? n;
    if (n < 0) fail(`n must be greater or equal to 0, got ${n}`);
    if (columns < 0) fail(`m must be greater or equal to 0, got ${columns}`);
    const out = full([n, columns], 0, dtype ?? state.defaultDtype);
    for (let i = 0; i < Math.min(n, columns); i++) out.storage.data[out.offset + i * columns + i] = 1;
    return out;
  },
  homes: ["torch"],
  doc: "The identity matrix.",
});

/** Number of steps from start to end; PyTorch's errors for an impossible range. */
function stepsOf(start: number, end: number, step: number): number {
  if (step === 0) fail("step must be nonzero");
  if ((step > 0 && end < start) || (step < 0 && end > start))
    fail("upper bound and lower bound inconsistent with step sign");
  return Math.ceil((end - start) / step);
}

/** How many numbers PyTorch's kernel writes at once. */
const LANES: Partial<Record<Dtype, number>> = { float64: 4, float32: 8, float16: 16, bfloat16: 16 };

/**
 * `start + i·step` in double, rounded once. Numbers with fractions are written in pairs of vectors, as long as those last: in each vector the
 * first number is rounded before the steps are added to it. Dtype: int64 when all three are integers.
 */
function arange(start: Tensor, end: Tensor, step: Tensor, dtype: Dtype | null): Tensor {
  const [from, by] = [start.item(), step.item()];
  const n = stepsOf(from, end.item(), by);
  const whole = [start, end, step].every((t) => !isFloating(t.dtype));
  const out = full([n], 0, dtype ?? (whole ? "int64" : state.defaultDtype));
  const { data } = out.storage;
  const lanes = LANES[out.dtype] ?? 1;
  const inVectors = n - (n % (2 * lanes));
  for (let i = 0; i < n; i++) {
    const lane = i < inVectors ? i % lanes : 0;
    const first = out.offset + i - lane;
    data[out.offset + i] = lane === 0 ? from + i * by : (data[first] as number) + lane * by;
  }
  return out;
}

op<[start: Tensor, end: Tensor, step: Tensor, dtype?: Dtype | null]>(
  "arange(Tensor start, Tensor end, Tensor step, *, dtype? dtype=None) -> Tensor",
  {
    forward: (start, end, step, dtype) => arange(start, end, step, dtype ?? null),
    homes: ["torch"],
    doc: "Numbers from start (0 if left out) up to but not including end.",
  },
);

/** Evenly spaced: from both ends toward the middle, as PyTorch does, so that the result is symmetric. */
export function linspace(start: number, end: number, steps: number, dtype: Dtype): Tensor {
  if (steps < 0) fail("number of steps must be non-negative");
  const out = full([steps], 0, dtype);
  const round = dtype === "float32" ? Math.fround : (x: number) => x;
  const step = steps > 1 ? round((round(end) - round(start)) / (steps - 1)) : 0;
  const half = Math.floor(steps / 2);
  for (let i = 0; i < steps; i++) {
    out.storage.data[out.offset + i] =
      i < half || steps === 1 ? round(start) + step * i : round(end) - step * (steps - i - 1);
  }
  return out;
}

op<[start: Tensor, end: Tensor, steps: number, dtype?: Dtype | null]>(
  "linspace(Tensor start, Tensor end, int steps, *, dtype? dtype=None) -> Tensor",
  {
    forward: (start, end, steps, dtype) => linspace(start.item(), end.item(), steps, dtype ?? state.defaultDtype),
    homes: ["torch"],
    doc: "Evenly spaced numbers, both ends included.",
  },
);
op<[start: Tensor, end: Tensor, steps: number, base?: number, dtype?: Dtype | null]>(
  "logspace(Tensor start, Tensor end, int steps, float base=10, *, dtype? dtype=None) -> Tensor",
  {
    forward: (start, end, steps, base = 10, dtype = null) => {
      if (steps < 0) fail("number of steps must be non-negative");
      const z = full([steps], 0, dtype ?? state.defaultDtype);
      const round = rounding(z.dtype);
      const [low, high] = [round(start.item()), round(end.item())];
      const step = steps > 1 ? round(round(high - low) / (steps - 1)) : 0;
      for (let i = 0; i < steps; i++) {
        const isLow = i < Math.floor(steps / 2) || steps === 1;
        const exponent = isLow ? round(low + round(step * i)) : round(high - round(step * (steps - i - 1)));
        z.storage.data[z.offset + i] = base ** exponent;
      }
      return z;
    },
    homes: ["torch"],
    doc: "Powers of the base with evenly spaced exponents.",
  },
);
