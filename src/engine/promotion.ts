/** Which dtype an op of several tensors works in: PyTorch's result_type. */
import { categoryOf, type Dtype, isFloating, promote } from "./dtype.ts";
import { state } from "./state.ts";
import type { Tensor } from "./tensor.ts";

/**
 * Tensors with dimensions decide first, then 0-dim tensors, then Python numbers; a weaker group only matters
 * when its category (bool < integer < float) is higher. Source: torch.result_type.
 */
export function resultType(tensors: readonly Tensor[]): Dtype {
  if (tensors.length === 2) {
    const [a, b] = tensors as [Tensor, Tensor];
    if (a.dtype === b.dtype && a.isWrapped === b.isWrapped)
      return a.isWrapped && a.dtype === "float64" ? state.defaultDtype : a.dtype;
    // A float tensor and a Python number: nothing is stronger than the tensor.
    if (b.isWrapped && !a.isWrapped && isFloating(a.dtype)) return a.dtype;
    if (a.isWrapped && !b.isWrapped && isFloating(b.dtype)) return b.dtype;
  }
  let dims: Dtype | null = null;
  let zero: Dtype | null = null;
  let wrapped: Dtype | null = null;
  for (const t of tensors) {
    if (t.isWrapped) {
      const own = t.dtype === "float64" ? state.defaultDtype : t.dtype;
      wrapped = wrapped === null ? own : promote(wrapped, own);
    } else if (t.shape.length === 0) zero = zero === null ? t.dtype : promote(zero, t.dtype);
    else dims = dims === null ? t.dtype : promote(dims, t.dtype);
  }
  return stronger(stronger(dims, zero), wrapped) ?? "float32";
}

function stronger(high: Dtype | null, low: Dtype | null): Dtype | null {
  if (high === null) return low;
  if (low === null) return high;
  return categoryOf(low) > categoryOf(high) ? promote(high, low) : high;
}

/** The dtype of a function that only exists for real numbers (exp, division): integers become the default dtype. */
export function floatType(dtype: Dtype): Dtype {
  return isFloating(dtype) ? dtype : state.defaultDtype;
}
