import { describe, expect, test } from "vitest";
import { type StartPlace, withStart } from "#languages/python/editorStart.ts";

const withStartOf = (text: string, place: StartPlace): string | undefined => withStart(text, [place]);
const one = { name: "w", line: 1, shape: [], values: [0.25] };
const two = { name: "w", line: 1, shape: [2], values: [1.5, -2] };

describe("the start of a descent is written into the program", () => {
  test("over the literals of a tensor, in their style", () => {
    expect(withStartOf("w = torch.tensor(2.0, requires_grad=True)", one)).toBe(
      "w = torch.tensor(0.25, requires_grad=True)",
    );
    expect(withStartOf("w = torch.tensor([1., 2.], requires_grad=True)", two)).toBe(
      "w = torch.tensor([1.5, -2.], requires_grad=True)",
    );
    expect(withStartOf("w = nn.Parameter(torch.tensor(2.0))", one)).toBe("w = nn.Parameter(torch.tensor(0.25))");
  });
  test("in the place of a call that only says a size", () => {
    expect(withStartOf("w = torch.zeros(1, requires_grad=True)", { ...one, shape: [1] })).toBe(
      "w = torch.tensor([0.25], requires_grad=True)",
    );
    expect(withStartOf("w = torch.randn(2, dtype=torch.float64, requires_grad=True)", two)).toBe(
      "w = torch.tensor([1.5, -2.0], dtype=torch.float64, requires_grad=True)",
    );
    expect(withStartOf("w = torch.full((2,), 0.5, requires_grad=True)", two)).toBe(
      "w = torch.tensor([1.5, -2.0], requires_grad=True)",
    );
    expect(withStartOf("w = torch.zeros((1, 2)).requires_grad_()", { ...two, shape: [1, 2] })).toBe(
      "w = torch.tensor([[1.5, -2.0]]).requires_grad_()",
    );
  });
  test("among several on a line, over the one of that name", () => {
    const line = "v, w = torch.tensor(1.0, requires_grad=True), torch.tensor(2.0, requires_grad=True)";
    expect(withStartOf(line, one)).toBe(line.replace("2.0", "0.25"));
  });
  test("not at all where the numbers are not the program's", () => {
    expect(withStartOf("net = nn.Linear(2, 1)", two)).toBeUndefined();
    expect(withStartOf("w = start.clone().requires_grad_()", one)).toBeUndefined();
    expect(withStartOf("w = torch.tensor(a, requires_grad=True)", one)).toBeUndefined();
    expect(withStartOf("w = torch.zeros(1", { ...one, line: 4 })).toBeUndefined();
  });
});
