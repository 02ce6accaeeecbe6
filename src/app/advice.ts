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
  [/shape mismatch: value tensor|doesn't match the broadcast shape/, (a) => a.assignShape],
  [
    /Sizes of tensors must match except|same number of dimensions: got|expects each tensor to be equal size/,
    (a) => a.joinShapes,
  ],
  [/size of 2D, 3D|Expected \dD.*input to|expected input.* to have \d+ channels/, (a) => a.convInput],
  [/Expected input batch_size/, (a) => a.lossSizes],
  [/Using a target size|Target size \(/, (a) => a.targetShape],
  [/Target -?\d+ is out of bounds/, (a) => a.classTarget],
  [/all elements of (input|target) should be between 0 and 1/, (a) => a.bceRange],
  [
    /shapes cannot be multiplied|self must be a matrix|1D tensors expected|must be a 3D tensor|inconsistent tensor size|size mismatch/,
    (a) => a.matmul,
  ],
  [/expected scalar type Long/, (a) => a.longTarget],
  [
    /could not infer output dtype|only support floating point|not implemented for '(Long|Int|Bool|Byte|Short|Char)'|Expected a floating point/,
    (a) => a.needsFloat,
  ],
  [
    /to have the same dtype|same dtype, but|expected scalar type|can't be cast to the desired output type/,
    (a) => a.dtype,
  ],
  [/floating point (and complex )?dtype can require gradients/, (a) => a.integerGrad],
  [/cannot be converted to Scalar|only one element tensors/, (a) => a.itemMany],
  [/expected sequence of length/, (a) => a.ragged],
  [/Boolean value of Tensor/, (a) => a.ambiguous],
  [/appears to not have been used in the graph/, (a) => a.unused],
  [/view size is not compatible/, (a) => a.contiguous],
  [/is invalid for input of size|only one dimension can be inferred/, (a) => a.reshape],
  [/too many indices/, (a) => a.manyIndices],
  [/valid indices \(got|tensors used as indices must be|converted to an index/, (a) => a.indexKind],
  [/The shape of the mask/, (a) => a.maskShape],
  [/must be Tensor, not (?:list|tuple|int|float|bool|numpy)/, (a) => a.notTensor],
  [/received an invalid combination of arguments/, (a) => a.combination],
  [/unexpected keyword argument '?(\w+)/, (a, m) => a.keyword(m[1] ?? "")],
  [/missing \d+ required (?:positional|keyword-only) argument/, (a) => a.missingArgument],
  [/out=\.\.\. arguments don't support/, (a) => a.outGrad],
  [/optimizer got an empty parameter list/, (a) => a.noParameters],
  [/can't optimize a non-leaf/, (a) => a.nonLeafParameter],
  [/in loading state_dict/, (a) => a.stateDict],
  [/support the deepcopy protocol/, (a) => a.deepcopy],
  [/change requires_grad flags of leaf/, (a) => a.leafFlag],
  [/assign a gradient of size|grad_output\[\d+\] has a shape/, (a) => a.gradShape],
  [/twice a function that was marked/, (a) => a.onceOnly],
  [/incorrect number of gradients/, (a) => a.gradientCount],
  [/iteration over a 0-d|len\(\) of a 0-d/, (a) => a.zeroDim],
  [/matrix is singular/, (a) => a.singular],
  [/not positive-definite/, (a) => a.notPositive],
  [/probability tensor contains|invalid multinomial|to be true, but got false/, (a) => a.probabilities],
  [/condition to be a boolean|only supports boolean masks|BoolTensor for mask/, (a) => a.booleanMask],
  [/negative dimension/, (a) => a.negativeSize],
  [/Integers to negative integer powers/, (a) => a.integerPower],
  [/random operation while in randomness/, (a) => a.vmapRandom],
  [/only the device 'cpu'/, (a) => a.device],
  [/returned nan values/, (a) => a.nanGradient],
  [/is not available in the playground/, (a) => a.notHere],
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
  if (/^\s*[%!]\s*\w/.test(broken) || /^\s*%%/.test(broken)) return advice.notebook;
  if (/was never closed/.test(text)) return advice.neverClosed;
  if (/unterminated string/.test(text)) return advice.string;
  if (/expected ':'/.test(text)) return advice.colon;
  return kind === "SyntaxError" && !/indent/.test(text) ? advice.syntax : advice.indent;
}
