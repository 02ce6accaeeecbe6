/** A program that runs the learner's program from many starts, each up to its first backward pass, and prints the losses. */
import { type StartPlace, withNamedStart } from "./editorStart.ts";

/** A name that no program uses. */
const AT = "__start__";

/**
 * The probing program, which prints JSON lists: the loss at each point, null where the program failed or came to no backward pass. `points` hold all numbers of the places, one place after the other. Undefined when the start does not stand in the program.
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
seed = torch.initial_seed()
torch.Tensor.backward = found
torch.autograd.backward = found
warnings.simplefilter("ignore")
for point in [${list.join(", ")}]:
    loss = math.nan
    # Every run draws the numbers that a fresh one draws.
    torch.manual_seed(seed)
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            exec(code, {"__name__": "__main__", "${AT}": point})
        except Found as end:
            loss = end.args[0]
        except (Exception, SystemExit):
            pass
    losses.append(loss if math.isfinite(loss) else None)
# A long line would be cut short on the page.
for i in range(0, len(losses), 50):
    print(json.dumps(losses[i:i + 50]))
`;
}

/** The losses in what a probing program printed; undefined when it did not come to its end. */
export function probedLosses(printed: string): Float64Array | undefined {
  try {
    const lists = printed
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line));
    if (!lists.every(Array.isArray)) return undefined;
    return Float64Array.from(lists.flat(), (x) => (typeof x === "number" ? x : Number.NaN));
  } catch {
    return undefined;
  }
}
