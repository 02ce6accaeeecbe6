/** Just enough of the WebAssembly binary format to write one function with SIMD in it. Source: the core specification, version 2, chapter 5. */

/** Encoded instructions, nested as it suits the writer. */
export type Code = number | readonly Code[];

/** An unsigned number as LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return bytes;
}

const flat = (code: Code): number[] => (typeof code === "number" ? [code] : code.flatMap(flat));
const vector = (items: readonly (readonly number[])[]): number[] => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: readonly number[]): number[] => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly (readonly number[])[]): number[] => [id, ...sized(vector(items))];
const named = (text: string): number[] => sized([...text].map((letter) => letter.charCodeAt(0)));

const I32 = 0x7f;
const V128 = 0x7b;
const simd = (op: number): number[] => [0xfd, ...unsigned(op)];
const aligned = (power: number, offset: number): number[] => [power, ...unsigned(offset)];

/** A local of the function, by number: parameters first. */
export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [value, 0x21, local];
/** A constant below 64, which is one byte long. */
export const constant = (value: number): Code => [0x41, value];
export const plus = (a: Code, b: Code): Code => [a, b, 0x6a];
export const times = (a: Code, b: Code): Code => [a, b, 0x6c];

/** Two neighbouring float64 numbers at an address, and one number twice. */
export const loadTwo = (address: Code, offset = 0): Code => [address, simd(0), aligned(3, offset)];
export const loadTwice = (address: Code): Code => [address, simd(10), aligned(3, 0)];
export const storeTwo = (address: Code, value: Code, offset = 0): Code => [
  address,
  value,
  simd(11),
  aligned(3, offset),
];
export const plusTwo = (a: Code, b: Code): Code => [a, b, simd(0xf0)];
export const timesTwo = (a: Code, b: Code): Code => [a, b, simd(0xf2)];
export const zeroTwo: Code = [simd(12), Array.from({ length: 16 }, () => 0)];

/** `for (counter = 0; counter < limit; counter += step)`, for a limit above 0. */
export const repeat = (counter: number, step: number, limit: number, ...body: Code[]): Code => [
  set(counter, constant(0)),
  [0x03, 0x40],
  body,
  set(counter, plus(get(counter), constant(step))),
  [get(counter), get(limit), 0x48],
  [0x0d, 0],
  0x0b,
];

/** A module with its own memory that exports `memory` and `run`, a function of so many integers. */
export function assemble(parameters: number, integers: number, vectors: number, body: Code): Uint8Array<ArrayBuffer> {
  const locals = vector([
    [...unsigned(integers), I32],
    [...unsigned(vectors), V128],
  ]);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [[0x60, ...vector(Array.from({ length: parameters }, () => [I32])), 0]]),
    ...section(3, [[0]]),
    ...section(5, [[0, 1]]),
    ...section(7, [
      [...named("memory"), 2, 0],
      [...named("run"), 0, 0],
    ]),
    ...section(10, [sized([...locals, ...flat(body), 0x0b])]),
  ]);
}
