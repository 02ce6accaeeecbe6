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
    expect(read({ type: "events", id: 1, events: [{ type: "print", line: 1, stream: "stdout", text: 5 }] })).toBeNull();
    expect(
      read({ type: "events", id: 1, events: [{ type: "print", line: 1, stream: "stdout", text: "x" }] }),
    ).toMatchObject({ id: 1 });
    expect(read({ type: "done", id: 1, status: "fine", ms: 1 })).toBeNull();
  });
});
