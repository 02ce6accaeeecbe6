/** `x[…]` as Python writes it for the engine: items apart by spaces, `i3`, `s1:5:2`, `n` (None), `e` (…), `b1`, `t17` (a tensor). */
import { getItem, type IndexItem, setItem } from "#engine/ops/indexing.ts";
import { state } from "#engine/state.ts";
import type { Tensor } from "#engine/tensor.ts";
import { guarded } from "./guard.ts";
import { tensorFrom, tensors } from "./tensors.ts";

function readIndex(text: string): IndexItem[] {
  return text === "" ? [] : text.split(" ").map(readItem);
}

function readItem(text: string): IndexItem {
  const rest = text.slice(1);
  switch (text[0]) {
    case "i":
      return { kind: "int", value: Number(rest) };
    case "s": {
      const [start, stop, step] = rest.split(":").map((part) => (part === "" ? null : Number(part)));
      return { kind: "slice", start: start ?? null, stop: stop ?? null, step: step ?? null };
    }
    case "n":
      return { kind: "none" };
    case "e":
      return { kind: "ellipsis" };
    case "b":
      return { kind: "bool", value: rest === "1" };
    default:
      return { kind: "tensor", tensor: tensors.get(Number(rest)) };
  }
}

/** The functions of the boundary about indexing. */
export const indexingFunctions = {
  get_item: guarded((line: number, h: number, index: string): number => {
    state.line = line;
    return tensors.hold(getItem(tensors.get(h), readIndex(index)));
  }),
  set_item: guarded((line: number, h: number, index: string, value: number, kind: number): number => {
    state.line = line;
    setItem(tensors.get(h), readIndex(index), tensorFrom(value, kind) as Tensor);
    return 0;
  }),
};
