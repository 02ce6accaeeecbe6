import fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import { TraceReader } from "#trace/traceReader.ts";
import { TraceWriter } from "#trace/traceWriter.ts";
import type { Chunk } from "#trace/wire.ts";

/** What a writer hands on, as one run of chunks. */
function written(body: (w: TraceWriter) => void): Chunk[] {
  const chunks: Chunk[] = [];
  const writer = new TraceWriter({ chunk: (chunk) => chunks.push(chunk), card: () => undefined });
  body(writer);
  writer.flush();
  return chunks;
}
const read = (chunks: readonly Chunk[]): unknown[] => {
  const reader = new TraceReader();
  return chunks.flatMap((chunk) => reader.read(structuredClone(chunk)));
};
const number = fc.double();
const shape = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 });

describe("events as rows of numbers", () => {
  test("come back as they were written, over any number of chunks", () => {
    const steps = fc.array(
      fc.record({
        shape,
        seed: number,
        name: fc.string({ minLength: 1, maxLength: 5 }),
        option: fc.oneof(number, fc.boolean()),
      }),
      { maxLength: 700 },
    );
    fc.assert(
      fc.property(steps, (all) => {
        const expected: unknown[] = [];
        const chunks = written((w) => {
          all.forEach(({ shape, seed, name, option }, i) => {
            const data = Array.from({ length: shape.reduce((n, size) => n * size, 1) }, (_, k) => seed * (k + 1));
            const value = { dtype: "float64", shape, data };
            const id = i + 1;
            w.op(i, w.text(name), w.text("AddBackward0"), i % 2 ? "detach" : undefined, 0, i % 3, w.text(""));
            w.fill(w.reserve(), 3);
            w.tensorArgument(w.text("self"), id + 10_000);
            w.tensorsArgument(w.text("others"), [90_001, 90_002]);
            w.argument(w.text("alpha"), option);
            w.fill(w.reserve(), 1);
            w.output(id);
            w.value("float64", shape, [0, ...data], 1);
            w.end();
            w.grad(1, id, true, 1);
            w.value("float64", shape, data, 0);
            w.end();
            expected.push({
              type: "op",
              line: i,
              op: name,
              args: [
                { name: "self", tensor: id + 10_000 },
                { name: "others", tensors: [90_001, 90_002] },
                { name: "alpha", value: option },
              ],
              outputs: [{ id, value }],
              gradFn: "AddBackward0",
              ...(i % 2 ? { cut: "detach" } : {}),
              ...(i % 3 ? { during: i % 3 } : {}),
            });
            expected.push({ type: "grad", pass: 1, id, stored: true, value, added: value });
          });
        });
        expect(read(chunks)).toEqual(expected);
        expect(chunks.length).toBeGreaterThanOrEqual(Math.ceil((2 * all.length) / 500));
      }),
      { numRuns: 30 },
    );
  });

  test("a large tensor is a sample with the range of all its elements", () => {
    const data = Array.from({ length: 40 * 50 }, (_, i) => Math.sin(i));
    const [event] = read(
      written((w) => {
        w.update(3, 1, "data");
        w.value("float32", [40, 50], data, 0);
        w.end();
      }),
    ) as [{ value: { data: number[]; sample: number[]; range: number[] } }];
    expect(event.value.sample).toEqual([16, 16]);
    expect(event.value.data).toHaveLength(256);
    expect(event.value.range).toEqual([Math.min(...data), Math.max(...data)]);
    expect(event.value.data.every((x) => data.includes(x))).toBe(true);
  });

  test("what has no row travels as it is, in its place", () => {
    const print = { type: "print", line: 2, stream: "stdout", text: "x" } as const;
    const chunks = written((w) => {
      w.event(print);
      w.leaf(1, 1, "parameter", "Parameter", true);
      w.value("bool", [], [1], 0);
      w.end();
      w.event({ ...print, text: "y" });
      w.name(1, 1, "w".repeat(400));
    });
    const events = read(chunks) as { type: string; name?: string }[];
    expect(events.map(({ type }) => type)).toEqual(["print", "leaf", "print", "name"]);
    expect(events[3]?.name).toHaveLength(300);
  });
});

test("what is printed goes at once, a flood of it in pieces, and nothing waits for the next event for long", () => {
  vi.useFakeTimers();
  const sent: number[] = [];
  const writer = new TraceWriter({ chunk: (chunk) => sent.push(chunk.rest.length), card: () => undefined });
  const print = (): void => writer.event({ type: "print", line: 1, stream: "stdout", text: "x" });
  for (let i = 0; i < 11; i++) print();
  expect(sent).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  vi.advanceTimersByTime(40);
  for (let i = 0; i < 16; i++) writer.passed();
  expect(sent.slice(8)).toEqual([3]);
  vi.advanceTimersByTime(40);
  print();
  expect(sent.slice(9)).toEqual([1]);
  vi.useRealTimers();
});

describe("chunks that no writer wrote", () => {
  const chunk = (numbers: readonly number[], more: Partial<Chunk> = {}): Chunk => ({
    numbers: Float64Array.from(numbers),
    texts: ["", "x"],
    rest: [],
    ...more,
  });

  test("are refused, or are events in good order", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer({ min: -2, max: 8 }), number)), (numbers) => {
        try {
          for (const event of new TraceReader().read(chunk(numbers))) expect(event).toHaveProperty("type");
        } catch (error) {
          expect(error).toMatchObject({ name: "TraceFormatError" });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    ["a row without its end", chunk([1, 1, 1])],
    ["an unknown kind", chunk([9])],
    ["a name that was never said", chunk([4, 1, 1, 7])],
    ["a shape that promises more numbers than there are", chunk([5, 1, 1, 1, 0, 2, 1e6, 1e6])],
    ["a negative id", chunk([4, 1, -1, 1])],
    ["a hidden event that is none", chunk([6, 0], { rest: [{ type: "print", line: "1" }] })],
    ["a name that is no text", chunk([4, 1, 1, 1], { texts: ["", 5 as unknown as string] })],
    ["a tensor made twice", chunk([3, 1, 1, 0, 1, 1, 0, 0, 5, 3, 1, 1, 0, 1, 1, 0, 0, 5])],
  ])("%s", (_what, hostile) => {
    expect(() => new TraceReader().read(hostile)).toThrow(/cannot be read|must|second time/);
  });
});
