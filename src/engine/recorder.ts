/** Writes the trace: listens to every op, backward step and in-place change, and emits plain events within a budget. */
import type { Cut, TensorId } from "#trace/events.ts";
import type { TraceWriter } from "#trace/traceWriter.ts";
import { creationOf, noteCreation } from "./creation.ts";
import { EventRows } from "./eventRows.ts";
import type { Node } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import type { Rule, RuleMemory, Settings } from "./optim/rule.ts";
import { RuleCards, ruleStepOf } from "./optim/ruleRecords.ts";
import { Rounds } from "./rounds.ts";
import { state } from "./state.ts";
import { ownerOf, Tensor } from "./tensor.ts";
import { tensorsOf } from "./tensorList.ts";
import { defaultBudget, type TraceBudget } from "./traceBudget.ts";

/** The card of torch.tensor on other tensors, which is no op of the table. */
const COPY = { name: "tensor", symbol: "tensor", forward: "z = (a_1, a_2, \\ldots)", vjp: {} };

/** Turns what the engine does into a trace, within a budget. */
export class Recorder {
  private readonly rows: EventRows;
  private readonly budget: TraceBudget;
  private readonly thinned = new Map<string, number>();
  private spent = false;
  private inPass = false;
  private readonly rounds = new Rounds();
  private readonly ruleCards = new RuleCards();

  constructor(writer: TraceWriter, budget: TraceBudget = defaultBudget) {
    this.rows = new EventRows(writer);
    this.budget = budget;
  }

  /** True once the budget is spent: from here on events are only counted, and of rounds of training the outcome is told. */
  get isFull(): boolean {
    if (this.spent) return true;
    // A backward pass is told to its end, unless it alone is as long as everything before.
    const { rows, budget } = this;
    const share = this.inPass ? 2 : 1;
    this.spent = rows.events >= share * budget.events || rows.numbers >= share * budget.numbers;
    return this.spent;
  }

  op(info: OpInfo, args: readonly unknown[], outs: readonly Tensor[], node: Node | null, cut: Cut | undefined): void {
    const hasInput = args[0] instanceof Tensor || args.some((a) => a instanceof Tensor || tensorsOf(a) !== null);
    // Made from data: told when it is first used or named, because requires_grad may still be set.
    if (!hasInput) {
      for (const out of outs) noteCreation(out, info.schema.name);
      return;
    }
    if (this.isFull) return this.skip("op");
    this.declareAll(args);
    for (const out of outs) out.traced = true;
    this.rows.op(info, args, outs, node?.name ?? "", cut, 0);
  }

  /** Before an in-place op of the graph: its other tensors are made known while those that they are views of are still what they were. */
  beforeInPlace(args: readonly unknown[]): void {
    if (!this.isFull) this.declareAll(args, 1);
  }

  /** After an in-place op: part of the graph (a node was made), or an update of numbers. */
  inPlace(
    info: OpInfo,
    args: readonly unknown[],
    self: Tensor,
    before: { readonly id: TensorId; readonly baseId: TensorId },
    node: Node | null,
  ): void {
    if (this.isFull) return this.skip("op");
    if (node === null) return this.update(info, self, args);
    const base = self.base;
    const target = base ?? self;
    const targetBefore = base === null ? before.id : before.baseId;
    target.traced = true;
    // A view of a changed base is declared anew when it is next used.
    if (base !== null) self.traced = false;
    this.rows.op(info, args, [target], target.gradFn?.name ?? "", undefined, targetBefore);
  }

  private update(info: OpInfo, self: Tensor, args: readonly unknown[]): void {
    const owner = ownerOf(self);
    const leaf = owner.gradOwner;
    if (leaf !== null && leaf.grad === owner) {
      const zeroed =
        info.schema.name === "zero" ||
        (info.schema.name === "fill" && args[1] instanceof Tensor && args[1].item() === 0);
      if (zeroed) this.rows.reset(leaf.id, "zero");
      else this.rows.grad(0, leaf.id, true, owner, owner);
      return;
    }
    // Numbers that change before the program has used or named them (initialisers, an optimiser's own memory) are not told.
    if (!owner.traced) return;
    this.rows.opUpdate(info, owner);
  }

  /** An optimiser's rule has moved a parameter: one event, however many ops it took. `settings` are complete. */
  ruleStep(parameter: Tensor, rule: Rule, settings: Settings, memory: RuleMemory): void {
    const moved = parameter.traced ? parameter : ownerOf(parameter);
    if (!moved.traced) return;
    if (this.isFull) return this.skip("update");
    const card = this.ruleCards.next(rule, settings);
    if (card !== null) this.rows.card(card);
    const value = this.rows.read(moved);
    const step = ruleStepOf(rule, settings, memory, (t) => this.rows.read(t));
    this.rows.event({ type: "update", line: state.line, id: moved.id, op: "step", value, rule: step });
  }

  name(tensor: Tensor, name: string, line: number): void {
    if (this.isFull) return this.skip("name");
    this.declare(tensor);
    this.rows.name(line, tensor.id, name);
  }

  requiresGrad(tensor: Tensor): void {
    if (!tensor.traced) return;
    if (this.isFull) return this.skip("requiresGrad");
    this.rows.event({ type: "requiresGrad", line: state.line, id: tensor.id, value: tensor.requiresGrad });
  }

  /** `x.data = other`: the same tensor has other numbers. */
  dataSet(tensor: Tensor): void {
    if (this.isFull) return this.skip("update");
    this.declare(tensor);
    this.rows.update(state.line, tensor.id, "data", tensor);
  }

  /** `.grad` was set to None. */
  gradNone(tensor: Tensor): void {
    if (this.isFull) return this.skip("reset");
    this.declare(tensor);
    this.rows.reset(tensor.id, "none");
  }

  backward(
    pass: number,
    how: "backward" | "grad",
    roots: readonly Tensor[],
    seeds: readonly Tensor[],
    retainGraph: boolean,
    createGraph: boolean,
  ): void {
    if (this.isFull) {
      if (how === "backward") this.rounds.begin(pass, state.line, roots);
      return this.skip("backward");
    }
    this.inPass = true;
    for (const root of roots) this.declare(root);
    this.rows.backward(pass, how, roots, seeds, retainGraph, createGraph);
  }

  /** What a node sends along its edge `i`. */
  flow(pass: number, node: Node, i: number, to: TensorId, g: Tensor): void {
    if (this.isFull) return this.skip("flow");
    this.rows.flow(pass, node, i, to, g);
  }

  grad(pass: number, id: TensorId, stored: boolean, total: Tensor, added: Tensor): void {
    if (this.isFull) {
      if (stored) this.rounds.add(total);
      return this.skip("grad");
    }
    this.rows.grad(pass, id, stored, total, added);
  }

  /** `flow` of a lone number. */
  loneFlow(pass: number, node: Node, i: number, to: TensorId, g: number): void {
    if (this.isFull) return this.skip("flow");
    this.rows.loneFlow(pass, node, i, to, g);
  }

  /** What has arrived at a result, which is a lone number that is not kept. */
  loneGrad(pass: number, id: TensorId, g: number): void {
    if (this.isFull) return this.skip("grad");
    this.rows.loneGrad(pass, id, g);
  }

  backwardEnd(pass: number, freed: boolean): void {
    this.inPass = false;
    if (this.spent) {
      const round = this.rounds.end();
      if (round) this.rows.event(round, false);
      return this.skip("backwardEnd");
    }
    this.rows.backwardEnd(pass, freed);
  }

  /** At the end of a run: says what was left out. */
  finish(): void {
    for (const event of this.rounds.finish()) this.rows.event(event, false);
    if (this.thinned.size > 0) this.rows.event({ type: "thinned", counts: Object.fromEntries(this.thinned) }, false);
    this.thinned.clear();
  }

  /** Makes sure that the trace knows a tensor before an event mentions it. */
  private declare(t: Tensor): void {
    if (t.traced) return;
    t.traced = true;
    if (t.base !== null && t.gradFn !== null) {
      const base = t.base;
      this.declare(base);
      return this.rows.plainOp("as_strided", state.line, { name: "self", tensor: base.id }, t, t.gradFn.name);
    }
    const made = creationOf(t);
    if (made?.sources !== undefined && !t.requiresGrad) return this.copied(t, made.line, made.sources);
    const kind = t.isParameter ? "parameter" : t.requiresGrad ? "leaf" : "constant";
    this.rows.leaf(made?.line ?? state.line, t, kind, t.gradOwner !== null ? "grad" : (made?.made ?? "tensor"));
  }

  /** A tensor made of other tensors' numbers: an op that no gradient passes. */
  private copied(t: Tensor, line: number, sources: readonly Tensor[]): void {
    for (const source of sources) this.declare(source);
    this.rows.card(COPY);
    const data = { name: "data", tensors: sources.map((source) => source.id) };
    this.rows.plainOp("tensor", line, data, t, "", "copied");
  }

  private skip(kind: string): void {
    this.thinned.set(kind, (this.thinned.get(kind) ?? 0) + 1);
    this.rows.passed();
  }

  /** Makes the trace know all tensors among the arguments, from the `from`th on. */
  private declareAll(args: readonly unknown[], from = 0): void {
    for (let i = from; i < args.length; i++) {
      const value = args[i];
      if (value instanceof Tensor) {
        if (!value.isWrapped) this.declare(value);
      } else for (const t of tensorsOf(value) ?? []) this.declare(t);
    }
  }
}
