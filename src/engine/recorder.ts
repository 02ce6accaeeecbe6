/** Writes the trace: listens to every op, backward step and in-place change, and emits plain events within a budget. */
import type { Argument, Cut, TensorId, TraceEvent, Value } from "#trace/events.ts";
import { creationOf, noteCreation } from "./creation.ts";
import { describedArguments } from "./describedArguments.ts";
import type { Node } from "./node.ts";
import type { OpInfo } from "./opInfo.ts";
import type { Rule, RuleMemory, Settings } from "./optim/rule.ts";
import { RuleCards, ruleStepOf } from "./optim/ruleRecords.ts";
import { recordedValue } from "./recordedValue.ts";
import { Rounds } from "./rounds.ts";
import { state } from "./state.ts";
import { ownerOf, Tensor } from "./tensor.ts";
import { defaultBudget, type TraceBudget } from "./traceBudget.ts";

/** Where finished events go. `card` is called once for each op, before the first event that uses it; for an optimiser's rule again when more of it is used. */
export interface TraceSink {
  event(event: TraceEvent): void;
  card(card: OpInfo["card"]): void;
}

export class Recorder {
  private readonly sink: TraceSink;
  private readonly budget: TraceBudget;
  private events = 0;
  private numbers = 0;
  private readonly cards = new Set<string>();
  private readonly thinned = new Map<string, number>();
  private spent = false;
  private inPass = false;
  private readonly rounds = new Rounds();
  private readonly ruleCards = new RuleCards();

  constructor(sink: TraceSink, budget: TraceBudget = defaultBudget) {
    this.sink = sink;
    this.budget = budget;
  }

  /** True once the budget is spent: from here on events are only counted, and of rounds of training the outcome is told. */
  get isFull(): boolean {
    // A backward pass is told to its end, unless it alone is as long as everything before.
    const share = Math.max(this.events / this.budget.events, this.numbers / this.budget.numbers);
    this.spent ||= share >= (this.inPass ? 2 : 1);
    return this.spent;
  }

  op(info: OpInfo, args: readonly unknown[], outs: readonly Tensor[], node: Node | null, cut: Cut | undefined): void {
    const hasInput = args.some((a) => a instanceof Tensor || (Array.isArray(a) && a[0] instanceof Tensor));
    // Made from data: told when it is first used or named, because requires_grad may still be set.
    if (!hasInput) {
      for (const out of outs) noteCreation(out, info.schema.name);
      return;
    }
    if (this.isFull) return this.skip("op");
    const described = this.describe(info, args);
    this.use(info.card);
    for (const out of outs) out.traced = true;
    this.emit({
      type: "op",
      line: state.line,
      op: info.schema.name,
      args: described,
      outputs: outs.map((out) => ({ id: out.id, value: this.valueFor(out) })),
      gradFn: node?.name ?? null,
      ...(cut === undefined ? {} : { cut }),
      ...told(),
    });
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
    const others = this.describe(info, args.slice(1), 1);
    this.use(info.card);
    target.traced = true;
    // A view of a changed base is declared anew when it is next used.
    if (base !== null) self.traced = false;
    this.emit({
      type: "op",
      line: state.line,
      op: info.schema.name,
      args: [{ name: "self", tensor: targetBefore }, ...others],
      outputs: [{ id: target.id, value: this.valueFor(target) }],
      gradFn: target.gradFn?.name ?? null,
      inPlaceOf: targetBefore,
      ...told(),
    });
  }

  private update(info: OpInfo, self: Tensor, args: readonly unknown[]): void {
    const owner = ownerOf(self);
    const leaf = owner.gradOwner;
    if (leaf !== null && leaf.grad === owner) {
      const zeroed =
        info.schema.name === "zero" ||
        (info.schema.name === "fill" && args[1] instanceof Tensor && args[1].item() === 0);
      if (zeroed) this.emit({ type: "reset", line: state.line, id: leaf.id, how: "zero" });
      else
        this.emit({
          type: "grad",
          pass: 0,
          id: leaf.id,
          stored: true,
          value: this.valueFor(owner),
          added: this.valueFor(owner),
        });
      return;
    }
    // Numbers that change before the program has used or named them (initialisers, an optimiser's own memory) are not told.
    if (!owner.traced) return;
    this.use(info.card);
    this.emit({ type: "update", line: state.line, id: owner.id, op: info.schema.name, value: this.valueFor(owner) });
  }

  /** An optimiser's rule has moved a parameter: one event, however many ops it took. `settings` are complete. */
  ruleStep(parameter: Tensor, rule: Rule, settings: Settings, memory: RuleMemory): void {
    const moved = parameter.traced ? parameter : ownerOf(parameter);
    if (!moved.traced) return;
    if (this.isFull) return this.skip("update");
    const card = this.ruleCards.next(rule, settings);
    if (card !== null) this.sink.card(card);
    const value = this.valueFor(moved);
    const step = ruleStepOf(rule, settings, memory, (t) => this.valueFor(t));
    this.emit({ type: "update", line: state.line, id: moved.id, op: "step", value, rule: step });
  }

  name(tensor: Tensor, name: string, line: number): void {
    if (this.isFull) return this.skip("name");
    this.declare(tensor);
    this.emit({ type: "name", line, id: tensor.id, name });
  }

  requiresGrad(tensor: Tensor): void {
    if (!tensor.traced) return;
    if (this.isFull) return this.skip("requiresGrad");
    this.emit({ type: "requiresGrad", line: state.line, id: tensor.id, value: tensor.requiresGrad });
  }

  /** `x.data = other`: the same tensor has other numbers. */
  dataSet(tensor: Tensor): void {
    if (this.isFull) return this.skip("update");
    this.declare(tensor);
    this.emit({ type: "update", line: state.line, id: tensor.id, op: "data", value: this.valueFor(tensor) });
  }

  /** `.grad` was set to None. */
  gradNone(tensor: Tensor): void {
    if (this.isFull) return this.skip("reset");
    this.declare(tensor);
    this.emit({ type: "reset", line: state.line, id: tensor.id, how: "none" });
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
    this.emit({
      type: "backward",
      line: state.line,
      pass,
      how,
      roots: roots.map((root, i) => ({ id: root.id, seed: this.valueFor(seeds[i] as Tensor) })),
      retainGraph,
      createGraph,
    });
  }

  flow(pass: number, from: TensorId, to: TensorId, argument: string, g: Tensor): void {
    if (this.isFull) return this.skip("flow");
    this.emit({ type: "flow", pass, from, to, argument, value: this.valueFor(g) });
  }

  grad(pass: number, id: TensorId, stored: boolean, total: Tensor, added: Tensor): void {
    if (this.isFull) {
      if (stored) this.rounds.add(total);
      return this.skip("grad");
    }
    const value = this.valueFor(total);
    this.emit({ type: "grad", pass, id, stored, value, added: total === added ? value : this.valueFor(added) });
  }

  backwardEnd(pass: number, freed: boolean): void {
    this.inPass = false;
    if (this.spent) {
      const round = this.rounds.end();
      if (round) this.sink.event(round);
      return this.skip("backwardEnd");
    }
    this.emit({ type: "backwardEnd", pass, freed });
  }

  /** At the end of a run: says what was left out. */
  finish(): void {
    for (const event of this.rounds.finish()) this.sink.event(event);
    if (this.thinned.size > 0) this.sink.event({ type: "thinned", counts: Object.fromEntries(this.thinned) });
    this.thinned.clear();
  }

  /** Makes sure that the trace knows a tensor before an event mentions it. */
  private declare(t: Tensor): void {
    if (t.traced) return;
    t.traced = true;
    if (t.base !== null && t.gradFn !== null) {
      const base = t.base;
      this.declare(base);
      this.emit({
        type: "op",
        line: state.line,
        op: "as_strided",
        args: [{ name: "self", tensor: base.id }],
        outputs: [{ id: t.id, value: this.valueFor(t) }],
        gradFn: t.gradFn.name,
      });
      return;
    }
    const made = creationOf(t);
    if (made?.sources !== undefined && !t.requiresGrad) return this.copied(t, made.line, made.sources);
    this.emit({
      type: "leaf",
      line: made?.line ?? state.line,
      id: t.id,
      kind: t.isParameter ? "parameter" : t.requiresGrad ? "leaf" : "constant",
      made: t.gradOwner !== null ? "grad" : (made?.made ?? "tensor"),
      requiresGrad: t.requiresGrad,
      value: this.valueFor(t),
    });
  }

  /** A tensor made of other tensors' numbers: an op that no gradient passes. */
  private copied(t: Tensor, line: number, sources: readonly Tensor[]): void {
    for (const source of sources) this.declare(source);
    this.use({ name: "tensor", symbol: "tensor", forward: "z = (a_1, a_2, \\ldots)", vjp: {} });
    this.emit({
      type: "op",
      line,
      op: "tensor",
      args: [{ name: "data", tensors: sources.map((source) => source.id) }],
      outputs: [{ id: t.id, value: this.valueFor(t) }],
      gradFn: null,
      cut: "copied",
    });
  }

  private describe(info: OpInfo, args: readonly unknown[], skip = 0): Argument[] {
    return describedArguments(info, args, skip, (t) => this.declare(t));
  }

  private use(card: OpInfo["card"]): void {
    if (this.cards.has(card.name)) return;
    this.cards.add(card.name);
    this.sink.card(card);
  }

  private valueFor(t: Tensor): Value {
    const value = recordedValue(t);
    this.numbers += value.data.length;
    return value;
  }

  private skip(kind: string): void {
    this.thinned.set(kind, (this.thinned.get(kind) ?? 0) + 1);
  }

  private emit(event: TraceEvent): void {
    this.events++;
    this.sink.event(event);
  }
}

/** In which pass and in which call an op runs, where it does. */
function told(): { readonly during?: number; readonly scope?: string } {
  if (state.pass > 0) return { during: state.pass };
  return state.scope === "" ? {} : { scope: state.scope };
}
