/** One plain sentence of what to do under an error that learners often meet. PyTorch's own words are the key. */

import type { LateStrings } from "#strings/enLate.ts";
import type { EventOf } from "#trace/storyIndex.ts";

type Advice = LateStrings["advice"];

/** Pieces of PyTorch's messages, and the advice that fits; the first that matches counts. */
const byText: readonly (readonly [RegExp, (advice: Advice, match: RegExpExecArray) => string])[] = [
  [/backward through the graph a second time/, (a) => a.backwardTwice],
  [/grad can be implicitly created only for scalar/, (a) => a.nonScalar],
  [/does not require grad and does not have a grad_fn/, (a) => a.noGrad],
  [/differentiated Tensors does not require grad/, (a) => a.noGradArgument],
  [/leaf Variable that requires grad is being used in an in-place/, (a) => a.inPlaceLeaf],
  [/has been modified by an inplace operation/, (a) => a.savedModified],
  [/must match the size of tensor b|not broadcastable|must match the existing size/, (a) => a.broadcast],
  [/shapes cannot be multiplied|inconsistent tensor size|size mismatch/, (a) => a.matmul],
  [/to have the same dtype|expected scalar type|can't be cast to the desired output type/, (a) => a.dtype],
  [/floating point (and complex )?dtype can require gradients/, (a) => a.integerGrad],
  [/cannot be converted to Scalar|only one element tensors/, (a) => a.itemMany],
  [/expected sequence of length/, (a) => a.ragged],
  [/Boolean value of Tensor/, (a) => a.ambiguous],
  [/appears to not have been used in the graph/, (a) => a.unused],
  [/is invalid for input of size|view size is not compatible/, (a) => a.reshape],
  [
    /'NoneType' object has no attribute '(?:zero_|data|item|norm|clone)'|unsupported operand type.*NoneType/,
    (a) => a.gradNone,
  ],
  [/Can't call numpy\(\)/, (a) => a.numpy],
  [/Dimension out of range/, (a) => a.dimension],
  [/input\(\) is not available/, (a) => a.input],
  [/module 'torch[\w.]*' has no attribute '(\w+)'/, (a, m) => a.torchAttribute(m[1] ?? "")],
];

/** Chinese keyboards' signs and what Python wants in their place. */
const FULL_WIDTH = "（(），)：:“\"”\"‘'’'；;。.【[】]！!＝=＋+－-＊*／/";

/** The sentence for an error, or undefined when there is nothing good to say. `source` is the program that broke. */
export function adviceFor(error: EventOf<"error">, source: string, advice: Advice): string | undefined {
  const { kind, text } = error;
  if (kind === "SyntaxError" || kind === "IndentationError" || kind === "TabError")
    return syntax(error, source, advice);
  for (const [pattern, say] of byText) {
    const match = pattern.exec(text);
    if (match) return say(advice, match);
  }
  const quoted = /'([^']+)'/.exec(text)?.[1] ?? "";
  switch (kind) {
    case "NameError":
      return quoted === "torch" ? advice.importTorch : advice.name(quoted);
    case "ModuleNotFoundError":
      return advice.module(quoted);
    case "AttributeError":
      return advice.attribute;
    case "TimeLimit":
      return advice.timeLimit;
    case "MemoryError":
      return advice.memory;
    case "RecursionError":
      return advice.recursion;
    case "ZeroDivisionError":
      return advice.zeroDivision;
    case "IndexError":
      return advice.index;
    case "KeyError":
      return advice.key;
    default:
      return undefined;
  }
}

function syntax({ kind, text, line }: EventOf<"error">, source: string, advice: Advice): string {
  const broken = source.split("\n")[line - 1] ?? "";
  for (let i = 0; i < FULL_WIDTH.length; i += 2) {
    const [wrong = "", right = ""] = [FULL_WIDTH[i], FULL_WIDTH[i + 1]];
    if (text.includes("invalid character") && broken.includes(wrong)) return advice.fullWidth(wrong, right);
  }
  if (/was never closed/.test(text)) return advice.neverClosed;
  if (/unterminated string/.test(text)) return advice.string;
  if (/expected ':'/.test(text)) return advice.colon;
  return kind === "SyntaxError" && !/indent/.test(text) ? advice.syntax : advice.indent;
}
