import { describe, expect, test } from "vitest";
import { adviceFor } from "#app/advice.ts";
import { enLate } from "#strings/enLate.ts";
import { zhLate } from "#strings/zhLate.ts";

type Advice = typeof enLate.advice;

/** PyTorch's words, and the sentence that belongs under them. */
const wanted: readonly (readonly [kind: string, text: string, key: keyof Advice])[] = [
  [
    "RuntimeError",
    "shape mismatch: value tensor of shape [3] cannot be broadcast to indexing result of shape [2]",
    "assignShape",
  ],
  ["RuntimeError", "output with shape [3] doesn't match the broadcast shape [2, 3]", "assignShape"],
  [
    "RuntimeError",
    "Sizes of tensors must match except in dimension 0. Expected size 2 but got size 3 for tensor number 1 in the list.",
    "joinShapes",
  ],
  [
    "RuntimeError",
    "stack expects each tensor to be equal size, but got [2] at entry 0 and [3] at entry 1",
    "joinShapes",
  ],
  [
    "RuntimeError",
    "Expected 3D (unbatched) or 4D (batched) input to conv2d, but got input of size: [5, 5]",
    "convInput",
  ],
  ["ValueError", "Expected input batch_size (3) to match target batch_size (2).", "lossSizes"],
  ["IndexError", "Target 5 is out of bounds.", "classTarget"],
  ["RuntimeError", "all elements of input should be between 0 and 1", "bceRange"],
  ["RuntimeError", "expected scalar type Long but found Float", "longTarget"],
  [
    "RuntimeError",
    "mean(): could not infer output dtype. Input dtype must be either a floating point or complex dtype. Got: Long",
    "needsFloat",
  ],
  ["NotImplementedError", "\"softmax_lastdim_kernel_impl\" not implemented for 'Long'", "needsFloat"],
  ["RuntimeError", "expected m1 and m2 to have the same dtype, but got: float != double", "dtype"],
  [
    "RuntimeError",
    "view size is not compatible with input tensor's size and stride (at least one dimension spans across two contiguous subspaces). Use .reshape(...) instead.",
    "contiguous",
  ],
  ["RuntimeError", "shape '[4, 2]' is invalid for input of size 6", "reshape"],
  ["IndexError", "too many indices for tensor of dimension 1", "manyIndices"],
  [
    "IndexError",
    "only integers, slices (`:`), ellipsis (`...`), None and long or byte Variables are valid indices (got float)",
    "indexKind",
  ],
  [
    "IndexError",
    "The shape of the mask [1] at index 0 does not match the shape of the indexed tensor [3] at index 0",
    "maskShape",
  ],
  ["TypeError", "exp(): argument 'input' (position 1) must be Tensor, not float", "notTensor"],
  [
    "TypeError",
    "scatter() received an invalid combination of arguments - got (int), but expected one of:",
    "combination",
  ],
  ["TypeError", 'cumsum() missing 1 required positional arguments: "dim"', "missingArgument"],
  ["ValueError", "optimizer got an empty parameter list", "noParameters"],
  ["ValueError", "can't optimize a non-leaf Tensor", "nonLeafParameter"],
  ["RuntimeError", 'Error(s) in loading state_dict for Linear:\n\tMissing key(s) in state_dict: "bias".', "stateDict"],
  [
    "RuntimeError",
    "Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment.",
    "deepcopy",
  ],
  ["TypeError", "iteration over a 0-d tensor", "zeroDim"],
  [
    "_LinAlgError",
    "linalg.inv: The diagonal element 1 is zero, the inversion could not be completed because the input matrix is singular.",
    "singular",
  ],
  ["RuntimeError", "probability tensor contains either `inf`, `nan` or element < 0", "probabilities"],
  ["RuntimeError", "where expected condition to be a boolean tensor, but got a tensor with dtype Float", "booleanMask"],
  ["RuntimeError", "Integers to negative integer powers are not allowed.", "integerPower"],
  ["RuntimeError", "the playground has only the device 'cpu', not 'cuda'", "device"],
  ["RuntimeError", "Function 'SqrtBackward0' returned nan values in its 0th output.", "nanGradient"],
  ["NotImplementedError", "linalg.eig is not available in the playground: its answers are complex numbers", "notHere"],
  ["RuntimeError", "mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)", "matmul"],
];

describe.each([
  ["English", enLate],
  ["Chinese", zhLate],
] as const)("advice in %s", (_, { advice }) => {
  test.each(wanted)("%s: %s", (kind, text, key) => {
    const error = { type: "error", kind, text, line: 1, traceback: "" } as const;
    expect(adviceFor(error as never, "x = 1", advice)).toBe(advice[key]);
  });

  test("names the argument that is not there", () => {
    const error = { type: "error", kind: "TypeError", text: "sum() got an unexpected keyword argument 'foo'", line: 1 };
    expect(adviceFor(error as never, "", advice)).toBe(advice.keyword("foo"));
  });

  test("knows the commands of notebooks", () => {
    for (const line of ["%matplotlib inline", "!pip install torch", "  %time f()", "%%capture"]) {
      const error = { type: "error", kind: "SyntaxError", text: "invalid syntax", line: 2, traceback: "" } as const;
      expect(adviceFor(error as never, `import torch\n${line}\n`, advice)).toBe(advice.notebook);
    }
  });
});
