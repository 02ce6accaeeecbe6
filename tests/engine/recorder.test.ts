import { describe, expect, test } from "vitest";
import "#engine/ops/all.ts";
import { backward } from "#engine/backward.ts";
import { opTable } from "#engine/op.ts";
import { add, mul, scalar, sub } from "#engine/ops/algebra.ts";
import { detach, sum, zero } from "#engine/ops/core.ts";
import { getItem, index, setItem } from "#engine/ops/indexing.ts";
import { asStrided } from "#engine/ops/strided.ts";
import { finishRun, startRun } from "#engine/session.ts";
import { state, withGrad } from "#engine/state.ts";
import { elementsOf, type Tensor, tensorFrom } from "#engine/tensor.ts";
import type { TraceBudget } from "#engine/traceBudget.ts";
import type { TraceEvent } from "#trace/events.ts";
import { eventWriter } from "../fixtures/eventSink.ts";

/** Runs `body` with a recorder and gives the events. */
function record(body: () => void, budget?: TraceBudget): TraceEvent[] {
  const events: TraceEvent[] = [];
  const writer = eventWriter({ event: (e) => events.push(e) });
  startRun({ writer, ...(budget ? { budget } : {}) });
  body();
  finishRun();
  writer.flush();
  return events;
}
const leaf = (data: number[], shape: number[] = []): Tensor => tensorFrom(data, shape, "float32").setRequiresGrad(true);

/** One word or two for each event, so that a whole run reads as a list. */
function told(events: readonly TraceEvent[]): string[] {
  return events.map((e) => {
    switch (e.type) {
      case "leaf":
        return `leaf ${e.id} ${e.kind}`;
      case "op":
        return `${e.op} ${e.args.map((a) => ("tensor" in a ? a.tensor : "value" in a ? `=${a.value}` : a.tensors.join("+"))).join(" ")} -> ${e.outputs.map((o) => o.id).join(" ")}${e.cut ? ` cut ${e.cut}` : ""}`;
      case "flow":
        return `flow ${e.from} to ${e.to}: ${e.value.data.join(",")}`;
      case "grad":
        return `grad ${e.id}${e.stored ? " stored" : ""}: ${e.value.data.join(",")}`;
      case "update":
        return `update ${e.id}: ${e.value.data.join(",")}`;
      case "reset":
        return `reset ${e.id} ${e.how}`;
      default:
        return e.type;
    }
  });
}

describe("the recorder", () => {
  test("knows the tensor that is written into the place it is a view of, as y[0] += 3 does, and a tensor times itself in place", () => {
    const events = record(() => {
      const y = mul(leaf([1, 2, 3, 4], [2, 2]), scalar(2));
      const first = [{ kind: "int", value: 0 }] as const;
      const row = getItem(y, first);
      add.info.callInPlace([row, scalar(3)]);
      setItem(y, first, row);
      mul.info.callInPlace([y, y]);
      expect([...elementsOf(y)]).toEqual([25, 49, 36, 64]);
    });
    expect(events.flatMap((e) => (e.type === "op" ? [e.op] : []))).toEqual([
      "mul",
      "select",
      "add",
      "select",
      "as_strided",
      "copy",
      "mul",
    ]);
  });

  test("tells which tensors pick entries when the first dims stay whole", () => {
    const events = record(() => {
      const x = leaf([1, 2, 3, 4, 5, 6], [2, 3]);
      index(x, [null, tensorFrom([2, 0], [2], "int64")]);
    });
    expect(told(events).map((e) => e.split(" ->")[0])).toEqual(["leaf 1 leaf", "leaf 2 constant", "index 1 2"]);
  });

  test("tells a forward and a backward pass edge by edge", () => {
    const events = record(() => {
      const x = leaf([3]);
      const y = mul(x, x);
      backward([add(y, scalar(1))], [null]);
    });
    expect(told(events)).toEqual([
      "leaf 1 leaf",
      "mul 1 1 -> 2",
      "add 2 =1 -> 4",
      "backward",
      "grad 4: 1",
      "flow 4 to 2: 1",
      "grad 2: 1",
      "flow 2 to 1: 3",
      "flow 2 to 1: 3",
      "grad 1 stored: 6",
      "backwardEnd",
    ]);
  });

  test("tells an update under no_grad as a moved leaf, and zero_ as a reset", () => {
    const events = record(() => {
      const x = leaf([2]);
      backward([mul(x, x)], [null]);
      withGrad(false, () => sub.info.callInPlace([x, mul(x.grad as Tensor, scalar(0.5))]));
      withGrad(false, () => zero.info.callInPlace([x.grad]));
    });
    expect(told(events).slice(-4)).toEqual([
      expect.stringMatching(/^leaf/),
      expect.stringMatching(/^mul/),
      "update 1: 0",
      "reset 1 zero",
    ]);
  });

  test("where a gradient stops, the trace says why: detached on purpose, or no derivative", () => {
    const x = leaf([2]);
    const events = record(() => {
      mul(detach(x), scalar(3));
      opTable.get("floor")?.call([x]);
      opTable.get("argmax")?.call([x]);
    });
    expect(events.flatMap((e) => (e.type === "op" && e.cut ? [`${e.op} ${e.cut}`] : []))).toEqual([
      "detach detach",
      "argmax not_differentiable",
    ]);
  });

  test("an update through detach or .data moves the leaf it came from", () => {
    const events = record(() => {
      const x = leaf([1, 2], [2]);
      add.info.callInPlace([detach(x), scalar(1)]);
    });
    expect(told(events).at(-1)).toBe("update 1: 2,3");
  });

  test("an in-place op on a slice in the graph gives the whole tensor a new node", () => {
    const events = record(() => {
      const x = leaf([1, 2, 3, 4], [2, 2]);
      const y = mul(x, scalar(1));
      const row = asStrided(y, [2], [1], 0);
      mul.info.callInPlace([row, scalar(10)]);
      backward([sum(y)], [null]);
    });
    const inPlace = events.find((e) => e.type === "op" && e.inPlaceOf !== undefined);
    expect(inPlace).toMatchObject({ op: "mul", gradFn: "CopySlices" });
    const known = new Set<number>();
    for (const e of events) {
      if (e.type === "leaf") known.add(e.id);
      if (e.type === "op") {
        for (const a of e.args) if ("tensor" in a) expect(known.has(a.tensor)).toBe(true);
        for (const o of e.outputs) known.add(o.id);
      }
      if (e.type === "flow") expect(known.has(e.from) && known.has(e.to)).toBe(true);
    }
    expect(told(events).filter((t) => t.startsWith("grad 1 "))).toEqual(["grad 1 stored: 10,10,1,1"]);
  });

  test("create_graph records the gradient's own ops, marked with their pass", () => {
    const events = record(() => {
      const x = leaf([2]);
      backward([mul(x, x)], [null], { createGraph: true });
    });
    const inner = events.filter((e) => e.type === "op" && e.during === 1);
    expect(inner.length).toBeGreaterThan(0);
  });

  test("a million ops end with a bounded trace that says what was thinned out", () => {
    const events = record(
      () => {
        const x = leaf([1]);
        for (let i = 0; i < 1_000_000; i++) add(x, scalar(1));
      },
      { events: 500, numbers: 10_000 },
    );
    expect(events.length).toBeLessThanOrEqual(501);
    expect(events.at(-1)).toEqual({ type: "thinned", counts: { op: 1_000_000 - 499 } });
  });

  test("a large gradient has its own numbers at every place where it comes up, also after a hook has changed them", () => {
    const n = 400;
    const numbers = (by: number): number[] => Array.from({ length: n }, (_, i) => by * i);
    const w = leaf(numbers(1), [n]);
    const h = mul(w, scalar(2));
    const events = record(() => {
      const inside = mul(w, scalar(2));
      inside.hooks = [
        (g) => {
          mul.info.callInPlace([g, scalar(10)]);
          return null;
        },
      ];
      const edge = inside.gradFn;
      if (edge !== null) edge.watched = [inside];
      for (let pass = 0; pass < 2; pass++) backward([sum(mul(inside, detach(h)))], [null], { retainGraph: pass === 0 });
    });
    const ranges = events.flatMap((e) =>
      e.type === "flow" || e.type === "grad" ? [`${e.type} ${e.pass}: ${e.value.range?.[1]}`] : [],
    );
    expect(ranges.filter((line) => !line.endsWith("undefined"))).toMatchInlineSnapshot(`
      [
        "flow 1: 1",
        "grad 1: 1",
        "flow 1: 798",
        "grad 1: 7980",
        "flow 1: 15960",
        "grad 1: 15960",
        "flow 2: 1",
        "grad 2: 1",
        "flow 2: 798",
        "grad 2: 7980",
        "flow 2: 15960",
        "grad 2: 31920",
      ]
    `);
  });

  test("a large tensor is kept as a sample with its range", () => {
    const events = record(() => {
      const x = leaf(
        Array.from({ length: 10_000 }, (_, i) => i),
        [100, 100],
      );
      sum(x);
    });
    const first = events[0];
    expect(first).toMatchObject({ type: "leaf", value: { shape: [100, 100], sample: [16, 16], range: [0, 9999] } });
  });

  test("the op budget stops a runaway program by name", () => {
    startRun({ writer: null, opLimit: 10 });
    const x = leaf([1]);
    expect(() => {
      while (true) add(x, x);
    }).toThrow(/more than 10 tensor operations/);
    finishRun();
  });

  test("made-from-data tensors keep the line on which they were made", () => {
    const events = record(() => {
      state.line = 3;
      const made = opTable.get("ones")?.call([[2], "float32"]) as Tensor;
      state.line = 9;
      mul(made, scalar(2));
    });
    expect(events[0]).toMatchObject({ type: "leaf", made: "ones", line: 3, kind: "constant" });
  });
});

describe("a run that is too long to be recorded whole", () => {
  /** Minimises x² from 2 by plain gradient descent; gives every position that a backward pass started from, and the last. */
  function descend(rounds: number, budget: TraceBudget): { readonly events: TraceEvent[]; readonly path: number[] } {
    const path: number[] = [];
    const events = record(() => {
      const x = leaf([2]);
      for (let i = 0; i < rounds; i++) {
        path.push(x.item());
        backward([mul(x, x)], [null]);
        withGrad(false, () => {
          sub.info.callInPlace([x, mul(x.grad as Tensor, scalar(0.0005))]);
          zero.info.callInPlace([x.grad as Tensor]);
        });
      }
      path.push(x.item());
    }, budget);
    return { events, path };
  }

  test("keeps a true path: later rounds are told by their outcome, ever fewer of them, and the last position always", () => {
    const { events, path } = descend(10_000, { events: 9_000, numbers: 1_000_000 });
    const rounds = events.filter((e) => e.type === "round");
    expect(rounds.length).toBeGreaterThan(2_000);
    expect(rounds.length).toBeLessThan(5_000);
    for (const { pass, loss, leaves } of rounds) {
      expect(leaves).toHaveLength(1);
      expect(leaves[0]?.value.data[0]).toBe(path[pass - 1]);
      expect(leaves[0]?.grad.data[0]).toBe(Math.fround(2 * (path[pass - 1] as number)));
      expect(loss).toBe(Math.fround((path[pass - 1] as number) ** 2));
    }
    const whole = events.filter((e) => e.type === "backward").length;
    const told = rounds.reduce((n, round) => n + 1 + round.skipped, 0);
    expect(whole + told).toBe(10_000);
    expect(rounds.at(-1)?.pass).toBe(10_000);
    const last = events.findLast((e) => e.type === "update");
    expect(last?.value.data[0]).toBe(path.at(-1));
    expect(events.at(-1)?.type).toBe("thinned");
  });

  test("tells the backward pass to its end during which the budget is spent", () => {
    for (let events = 20; events < 40; events++) {
      const run = descend(40, { events, numbers: 1_000_000 }).events;
      expect(run.filter((e) => e.type === "backward").length).toBe(run.filter((e) => e.type === "backwardEnd").length);
    }
  });
});
