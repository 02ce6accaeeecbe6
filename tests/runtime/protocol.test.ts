import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createReplyReader, readRequest } from "#runtime/protocol.ts";

describe("messages between page and worker", () => {
  test("what is no request is dropped", () => {
    expect(readRequest({ type: "run", id: 1, code: "print(1)" })).toEqual({ type: "run", id: 1, code: "print(1)" });
    fc.assert(fc.property(fc.anything(), (message) => readRequest(message) === null));
    expect(readRequest({ type: "run", id: 1, code: "x", more: true })).toBeNull();
  });

  test("what a hostile worker says is dropped, whatever it is", () => {
    const read = createReplyReader();
    fc.assert(fc.property(fc.anything(), (message) => read(message) === null));
    const chunk = (text: unknown) => ({
      numbers: Float64Array.of(6, 0),
      texts: [""],
      rest: [{ type: "print", line: 1, stream: "stdout", text }],
    });
    expect(read({ type: "chunk", id: 1, chunk: chunk(5) })).toBeNull();
    expect(read({ type: "chunk", id: 2, chunk: { ...chunk("x"), numbers: [6, 0] } })).toBeNull();
    expect(read({ type: "chunk", id: 3, chunk: chunk("x") })).toMatchObject({ type: "events", id: 3 });
    expect(read({ type: "done", id: 1, status: "fine", ms: 1 })).toBeNull();
  });
});
