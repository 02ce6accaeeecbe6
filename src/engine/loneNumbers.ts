/** Programs that are made of lone numbers: ops on 0-dim float32 tensors, and their gradients, without a tensor for every step. */
import type { Cut } from "#trace/events.ts";
import { type LoneRule, loneNumber, OpNode } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import { state } from "./state.ts";
import { scalarTensor, Tensor } from "./tensor.ts";
import { edgeTo } from "./views.ts";

const isLone = (t: unknown): t is Tensor =>
  t instanceof Tensor && t.shape.length === 0 && t.storage.dtype === "float32" && !t.isWrapped;
const isNumber = (t: unknown): t is Tensor => t instanceof Tensor && t.isWrapped;

/** Runs an op on lone numbers, `args` being complete; null where they are none. */
export function runLone(info: OpInfo, rule: LoneRule, args: unknown[]): Tensor | null {
  const [a, b] = args;
  const pairs = info.tensorPositions.length === 2;
  if (!(pairs ? (isLone(a) && (isLone(b) || isNumber(b))) || (isNumber(a) && isLone(b)) : isLone(a))) return null;
  for (let i = pairs ? 2 : 1; i < args.length; i++)
    if (args[i] !== (info.schema.args[i]?.defaultValue ?? null)) return null;
  if (state.inferenceMode || (rule.when !== undefined && !rule.when(a as Tensor, b as Tensor))) return null;
  const [x, y] = [a as Tensor, b as Tensor];
  const out = scalarTensor(rule.value(loneNumber(x), pairs ? loneNumber(y) : 0), "float32");
  let node: OpNode | null = null;
  let cut: Cut | undefined;
  if (x.requiresGrad || (pairs && y.requiresGrad)) {
    if (state.gradEnabled) {
      node = new OpNode(info, args, out, pairs ? [edgeTo(x), edgeTo(y)] : [edgeTo(x)]);
      node.lone = rule;
      node.addOutput(out);
      out.requiresGrad = true;
      out.gradFn = node;
    } else cut = "no_grad";
  }
  state.recorder?.op(info, args, [out], node, cut);
  return out;
}

let numbers = new Float32Array(256);
let arrived = new Uint8Array(256);
let top = 0;

/** What has arrived as lone numbers at the nodes of one backward pass, by their place in it. A pass within a pass lies above it. */
export class LoneGradients {
  private readonly base = top;

  constructor(count: number) {
    top += count;
    if (top <= numbers.length) return;
    const [more, flags] = [new Float32Array(2 * top), new Uint8Array(2 * top)];
    more.set(numbers);
    flags.set(arrived);
    [numbers, arrived] = [more, flags];
  }
  has(place: number): boolean {
    return arrived[this.base + place] === 1;
  }
  add(place: number, g: number): void {
    const at = this.base + place;
    numbers[at] = arrived[at] === 1 ? (numbers[at] as number) + g : g;
    arrived[at] = 1;
  }
  peek(place: number): number {
    return numbers[this.base + place] as number;
  }
  take(place: number): number {
    arrived[this.base + place] = 0;
    return numbers[this.base + place] as number;
  }
  /** The pass has ended. */
  close(): void {
    arrived.fill(0, this.base, top);
    top = this.base;
  }
}
