/** Connectionist temporal classification: the probability of a text over all ways in which its letters may lie in time. */
import { fail } from "../errors.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf } from "../shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";
import { add, mul, sub } from "./algebra.ts";
import { zeros } from "./core.ts";
import { gather, scatterAdd } from "./gather.ts";
import { stack } from "./join.ts";
import { exp } from "./powers.ts";
import { logsumexp } from "./reduce.ts";
import { transpose, unsqueeze } from "./shape.ts";
import { select } from "./slices.ts";
import { softmaxOp } from "./softmax.ts";

type Ctc = [
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: readonly number[],
  targetLengths: readonly number[],
  blank?: number,
  zeroInfinity?: boolean,
];

/** The logarithm of a probability of zero that, unlike −∞, can be subtracted from itself. */
const NEVER = -1e30;

/** A text with blanks between, before and after its letters: the states that its ways go through. */
type Text = readonly number[];
const text = (letters: readonly number[], blank: number): Text => [blank, ...letters.flatMap((l) => [l, blank])];
/** A way stays, takes one step, or leaves out a blank between two different letters. */
const mayFollow = (states: Text, to: number, from: number, blank: number): boolean =>
  to === from ||
  to === from + 1 ||
  (to === from + 2 && states[to] !== blank && states[to] !== states[from] && to < states.length);

function mustFit(x: Tensor, targets: Tensor, lengths: readonly number[], sizes: readonly number[], blank: number) {
  const [time, batch, classes] = x.shape as readonly [number, number, number];
  const where = "(while checking arguments for ctc_loss_cpu)";
  if (x.rank !== 3)
    fail(`Expected 3-dimensional tensor, but got ${x.rank}-dimensional tensor for argument #1 'log_probs' ${where}`);
  if (lengths.length !== batch) fail("input_lengths must be of size batch_size");
  if (sizes.length !== batch) fail("target_lengths must be of size batch_size");
  if (!(blank >= 0 && blank < classes)) fail("blank must be in label range");
  const wanted = targets.rank === 1 ? sizes.reduce((n, s) => n + s, 0) : batch;
  if (targets.rank !== 1 && targets.rank !== 2) fail("targets must be 1-D or 2-D");
  if (targets.shape[0] !== wanted)
    fail(
      `Expected tensor to have size ${wanted} at dimension 0, but got size ${targets.shape[0]} for argument #2 'targets' ${where}`,
    );
  const longest = Math.max(0, ...sizes);
  if (targets.rank === 2 && (targets.shape[1] as number) < longest)
    fail(
      `Expected tensor to have size at least ${longest} at dimension 1, but got size ${targets.shape[1]} for argument #2 'targets' ${where}`,
    );
  const late = lengths.find((n) => n > time);
  if (late !== undefined)
    fail(
      `Expected input_lengths to have value at most ${time}, but got value ${late} (while checking arguments for ctc_loss_cpu)`,
    );
  for (const t of elementsOf(targets))
    if (t >= classes) fail(`the target ${t} is no class: there are ${classes}`, "IndexError");
}

/** The states of every text of the batch. */
function textsOf(targets: Tensor, sizes: readonly number[], blank: number): Text[] {
  const letters = Array.from(elementsOf(targets));
  let start = 0;
  return sizes.map((size, n) => {
    const from = targets.rank === 2 ? n * (targets.shape[1] as number) : start;
    start += size;
    return text(letters.slice(from, from + size), blank);
  });
}

const logAdd = (values: readonly number[]): number => {
  const most = Math.max(...values);
  return most === Number.NEGATIVE_INFINITY ? most : most + Math.log(values.reduce((s, v) => s + Math.exp(v - most), 0));
};

/** −ln of the summed probabilities of all ways through the states. */
function lossOf(states: Text, length: number, blank: number, at: (t: number, label: number) => number): number {
  if (length === 0) return states.length === 1 ? 0 : Number.POSITIVE_INFINITY;
  let reached = states.map((label, s) => (s < 2 ? at(0, label) : Number.NEGATIVE_INFINITY));
  for (let t = 1; t < length; t++)
    reached = states.map((label, s) => {
      const from = [s, s - 1, s - 2].filter((k) => k >= 0 && mayFollow(states, s, k, blank));
      return logAdd(from.map((k) => reached[k] as number)) + at(t, label);
    });
  return -logAdd(reached.slice(-2));
}

op<Ctc>(
  "_ctc_loss(Tensor log_probs, Tensor targets, int[] input_lengths, int[] target_lengths, int blank=0, bool zero_infinity=False) -> Tensor",
  {
    forward: (x, targets, lengths, sizes, blank = 0) => {
      mustFit(x, targets, lengths, sizes, blank);
      const [, batch, classes] = x.shape as readonly [number, number, number];
      const values = elementsOf(x);
      const losses = textsOf(targets, sizes, blank).map((states, n) =>
        lossOf(states, lengths[n] as number, blank, (t, label) => values[(t * batch + n) * classes + label] as number),
      );
      return tensorFrom(losses, [batch], x.dtype);
    },
    vjp: {
      // For scores that have been through a log-softmax, as they must: eᵃ less the probability of being at the letter.
      log_probs: (g, c) => {
        const [x, lengths] = [c.arg(0), c.arg(2)];
        const [time, batch, classes] = x.shape as readonly [number, number, number];
        const texts = textsOf(c.arg(1), c.arg(3), c.arg(4) ?? 0);
        const losses = elementsOf(c.out());
        const isDuring = tensorFrom(
          Array.from({ length: time * batch }, (_, k) => {
            const n = k % batch;
            if (losses[n] === Number.POSITIVE_INFINITY) return c.arg(5) ? 0 : Number.NaN;
            return Math.floor(k / batch) < (lengths[n] as number) ? 1 : 0;
          }),
          [time, batch, 1],
          x.dtype,
        );
        if (time * batch === 0) return zeros(x.shape, x.dtype);
        const { index, share } = whereabouts(x, texts, lengths, c.arg(4) ?? 0);
        const expected = scatterAdd(zeros([time, batch, classes], x.dtype), 2, index, share);
        return mul(mul(sub(exp(x), expected), isDuring), unsqueeze(g, -1));
      },
    },
    node: "CtcLossBackward0",
    homes: ["hidden"],
    samples: [
      () => [scores(), tensorFrom([1, 2, 2, 1], [2, 2], "int64"), [4, 3], [2, 1]],
      () => [scores(), tensorFrom([1, 1, 2], [3], "int64"), [4, 4], [2, 1]],
    ],
    symbol: "ctc",
    tex: { forward: "z = -\\ln \\sum_{\\pi} \\prod_t e^{a_{t, \\pi_t}}" },
    doc: "Negative log-likelihood of a text whose letters may lie anywhere in time, in order.",
  },
);
const scores = (): Tensor =>
  given(
    [
      0.3, -1.2, 0.9, 0.1, 0.5, -0.4, 1.1, -0.2, 0.6, -0.8, 0.2, 0.7, -0.5, 0.4, 1.2, 0.8, -0.9, 0.05, 0.35, -0.15,
      0.65, 1, -0.6, 0.25,
    ],
    [4, 2, 3],
  );

/** At every moment: the class of every state, and how probable it is that the way is there; of all ways, forwards and backwards. */
function whereabouts(x: Tensor, texts: readonly Text[], lengths: readonly number[], blank: number) {
  const [time, batch] = x.shape as readonly [number, number];
  const states = Math.max(...texts.map((t) => t.length));
  const constant = (shape: readonly number[], at: (n: number, s: number, from: number) => boolean): Tensor => {
    const [, wide, deep] = [...shape, 1] as [number, number, number];
    const numbers = Array.from({ length: numelOf(shape) }, (_, k) =>
      at(Math.floor(k / (wide * deep)), Math.floor(k / deep) % wide, k % deep) ? 0 : NEVER,
    );
    return tensorFrom(numbers, shape, x.dtype);
  };
  const labels = texts.flatMap((t) => Array.from({ length: states }, (_, s) => t[s] ?? blank));
  const index = tensorFrom(Array.from({ length: time }, () => labels).flat(), [time, batch, states], "int64");
  const score = gather(x, 2, index);
  const first = constant([batch, states], (n, s) => s < Math.min(2, (texts[n] as Text).length));
  const last = constant([batch, states], (n, s) => s >= (texts[n] as Text).length - 2 && s < (texts[n] as Text).length);
  const steps = constant([batch, states, states], (n, to, from) => mayFollow(texts[n] as Text, to, from, blank));
  const through = (a: Tensor, by: Tensor): Tensor => logsumexp(add(unsqueeze(a, -2), by), [-1]);

  const before = [first];
  for (let t = 1; t < time; t++) before.push(through(add(before[t - 1] as Tensor, select(score, 0, t - 1)), steps));
  const after = [last];
  for (let t = time - 2; t >= 0; t--) {
    const open = constant([batch, states], (n) => t + 1 < (lengths[n] as number));
    const next = through(add(after[0] as Tensor, select(score, 0, t + 1)), transpose(steps, -2, -1));
    // A text that is over at t has its end here.
    const ends = constant([batch, states], (n) => t + 1 >= (lengths[n] as number));
    after.unshift(logsumexp(stack([add(next, open), add(last, ends)]), [0]));
  }
  return { index, share: softmaxOp(add(add(stack(before), score), stack(after)), -1) };
}
