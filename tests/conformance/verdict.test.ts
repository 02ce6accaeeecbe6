import { describe, expect, it } from "vitest";
import { groupOf, readCases } from "./cases.ts";
import { holds, mismatchOf } from "./verdict.ts";

const program = { id: "print/two-lines", code: "", stdout: "tensor(1.)\ntensor(2.)\n" };
const answer = (stdout: string, error: unknown = null) => ({ id: program.id, stdout, stderr: "", error });

describe("the verdict on a program", () => {
  it("is indifferent to white space at the ends of lines and of the text", () => {
    expect(holds(program, answer("tensor(1.)  \ntensor(2.)\n\n"))).toBe(true);
  });

  it("sees a digit, a missing line, a line too many and white space that leads a line", () => {
    const others = ["tensor(1.)\ntensor(3.)", "tensor(1.)", "tensor(1.)\ntensor(2.)\nx", " tensor(1.)\ntensor(2.)"];
    expect(others.map((stdout) => holds(program, answer(stdout)))).toEqual([false, false, false, false]);
  });

  it("is no for a program without an answer", () => {
    expect(holds(program, undefined)).toBe(false);
  });

  it("shows the first line that differs and the last line of the error", () => {
    const text = mismatchOf(program, answer("tensor(1.)\n", "Traceback …\nValueError: no"));
    expect(text).toBe(
      "print/two-lines, line 2\n    PyTorch:  tensor(2.)\n    here:     (nothing)\n    error:    ValueError: no",
    );
  });
});

describe("the programs", () => {
  it("have ids of their own, each in a group", () => {
    const ids = readCases().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => groupOf(id) === id)).toEqual([]);
  });
});
