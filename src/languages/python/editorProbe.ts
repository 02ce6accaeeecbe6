/** A program that runs the learner's program from many starts, each up to its first backward pass, and prints the losses. */
import { type StartPlace, withNamedStart } from "./editorStart.ts";

/** A name that no program uses. */
const AT = "__start__";

/**
 * The probing program, whose last printed line is a JSON list: the loss at each point, null where the program failed or came to no
 * backward pass. `points` hold all numbers of the places, one place after the other. Undefined when the start does not stand in the program.
 */
export function probeProgram(
  text: string,
  places: readonly StartPlace[],
  points: readonly (readonly number[])[],
): string | undefined {
  const named = withNamedStart(text, places, AT);
  if (named === undefined) return undefined;
  // A JSON string is a Python string. Whole numbers get a point: an integer tensor has no gradient.
  const list = points.map(
    (point) => `[${point.map((x) => (Number.isInteger(x) ? x.toFixed(1) : String(x))).join(", ")}]`,
  );
  return `import contextlib, io, json, math, warnings
import torch

class Found(BaseException):
    pass

def found(tensor, *args, **kwargs):
    raise Found(float(tensor.item()) if isinstance(tensor, torch.Tensor) and tensor.numel() == 1 else math.nan)

code = compile(${JSON.stringify(named)}, "main.py", "exec")
losses = []
torch.Tensor.backward = found
torch.autograd.backward = found
warnings.simplefilter("ignore")
for point in [${list.join(", ")}]:
    loss = math.nan
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(code, {"__name__": "__main__", "${AT}": point})
        except Found as end:
            loss = end.args[0]
        except (Exception, SystemExit):
            pass
    losses.append(loss if math.isfinite(loss) else None)
print(json.dumps(losses))
`;
}

/** The losses in what a probing program printed; undefined when it did not come to its end. */
export function probedLosses(printed: string): Float64Array | undefined {
  const line = printed.trimEnd().split("\n").at(-1) ?? "";
  try {
    const list: unknown = JSON.parse(line);
    if (!Array.isArray(list)) return undefined;
    return Float64Array.from(list, (x) => (typeof x === "number" ? x : Number.NaN));
  } catch {
    return undefined;
  }
}
