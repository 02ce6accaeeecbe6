/** Ops as Python calls them: the learner's line first, then every argument of the schema; a tensor takes two places, value and kind. */
import { type OpInfo, opTable } from "#engine/op.ts";
import type { SchemaArgument } from "#engine/schema.ts";
import { state } from "#engine/state.ts";
import type { Tensor } from "#engine/tensor.ts";
import { failed } from "./guard.ts";
import { generators, handleList, numberList, tensorFrom, tensorList, tensors } from "./tensors.ts";

/** Reads one argument from the raw list, starting at `at`. */
type Reader = (raw: readonly unknown[], at: number) => unknown;

/** A function of the boundary: a handle (or handles as text), -1 after an error. */
export type Bound = (line: number, ...raw: unknown[]) => number | string;

/** The op of this full name, made callable for Python; `inPlace` gives `name_`. */
export function bindOp(fullName: string, inPlace: boolean): Bound {
  const info = opTable.get(fullName);
  if (info === undefined) throw new Error(`there is no op ${fullName}`);
  const call = inPlace ? info.callInPlace : info.call;
  // An in-place form gives back its own first argument, which Python has already.
  const give = inPlace ? () => 0 : giveResult;
  return isPair(info) ? bindPair(call, give) : bindAny(info, call, give);
}

/** What Python gets for a result: its handle, or handles as text. */
function giveResult(result: Tensor | Tensor[]): number | string {
  return Array.isArray(result) ? handleList(result) : tensors.hold(result);
}

/** Two tensors: by far the most frequent call, so it has its own short way. */
function isPair(info: OpInfo): boolean {
  const [a, b, ...rest] = info.schema.args;
  return a?.type === "Tensor" && b?.type === "Tensor" && rest.length === 0;
}

function bindPair(call: OpInfo["call"], give: typeof giveResult): Bound {
  return (line, a, aKind, b, bKind) => {
    try {
      state.line = line;
      return give(call([tensorFrom(a, aKind), tensorFrom(b, bKind)]));
    } catch (error) {
      return failed(error);
    }
  };
}

function bindAny(info: OpInfo, call: OpInfo["call"], give: typeof giveResult): Bound {
  const readers = info.schema.args.map(readerOf);
  const widths = info.schema.args.map((a) => (a.type === "Tensor" ? 2 : 1));
  return (line, ...raw) => {
    try {
      state.line = line;
      const args: unknown[] = [];
      let at = 0;
      for (let i = 0; i < readers.length && at < raw.length; i++) {
        args.push((readers[i] as Reader)(raw, at));
        at += widths[i] as number;
      }
      return give(call(args));
    } catch (error) {
      return failed(error);
    }
  };
}

function readerOf(argument: SchemaArgument): Reader {
  const fallback = argument.defaultValue ?? null;
  switch (argument.type) {
    case "Tensor":
      return (raw, at) => tensorFrom(raw[at], raw[at + 1]);
    case "Tensor[]":
      return (raw, at) => (raw[at] === undefined ? fallback : tensorList(raw[at] as string));
    case "int[]":
    case "float[]":
    case "bool[]":
      return (raw, at) => numberList(raw[at] as string | undefined) ?? fallback;
    case "int":
    case "float":
    case "Scalar":
      return (raw, at) => (raw[at] === undefined ? (argument.optional ? null : fallback) : Number(raw[at]));
    case "Generator":
      return (raw, at) => generators[(raw[at] as number | undefined) ?? 0] ?? null;
    case "bool":
    case "str":
    case "dtype":
      return (raw, at) => (raw[at] === undefined ? fallback : raw[at]);
    default:
      return argument.type satisfies never;
  }
}
