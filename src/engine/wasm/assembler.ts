/** Just enough of the WebAssembly binary format to write loops with SIMD in them. Source: the core specification, version 2, chapter 5. */

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
/** Where a load or store goes beyond its address. Alignment is only a hint: bytes are what all share. */
const beyond = (offset: number): number[] => [0, ...unsigned(offset)];

/** A local of the function, by number: parameters first. */
export const get = (local: number): Code => [0x20, local];
export const set = (local: number, value: Code): Code => [value, 0x21, local];
/** A constant that is not negative, as signed LEB128: the last byte leaves room for the sign. */
export const constant = (value: number): Code =>
  value < 64 ? [0x41, value] : [0x41, (value & 0x7f) | 0x80, ...(flat(constant(value >>> 7)).slice(1) as number[])];
export const plus = (a: Code, b: Code): Code => [a, b, 0x6a];
export const minus = (a: Code, b: Code): Code => [a, b, 0x6b];
export const times = (a: Code, b: Code): Code => [a, b, 0x6c];
/** Moves a pointer on. */
export const step = (pointer: number, by: Code): Code => set(pointer, plus(get(pointer), by));

/** 16 bytes at an address. */
export const load = (address: Code, offset = 0): Code => [address, simd(0), beyond(offset)];
export const store = (address: Code, value: Code, offset = 0): Code => [address, value, simd(11), beyond(offset)];
export const zero: Code = [simd(12), Array.from({ length: 16 }, () => 0)];
const both =
  (op: number) =>
  (a: Code, b: Code): Code => [a, b, simd(op)];
/** The bits of a where b has none. */
export const without = both(79);

/** One of the two kinds of numbers, as many as fit in 16 bytes. */
export interface Lane {
  readonly bytes: 4 | 8;
  readonly plus: (a: Code, b: Code) => Code;
  readonly minus: (a: Code, b: Code) => Code;
  readonly times: (a: Code, b: Code) => Code;
  readonly over: (a: Code, b: Code) => Code;
  /** The larger; NaN if one is. */
  readonly max: (a: Code, b: Code) => Code;
  /** b where b is smaller (larger) than a, else a: a NaN in b is passed over. */
  readonly smaller: (a: Code, b: Code) => Code;
  readonly larger: (a: Code, b: Code) => Code;
  /** All bits where a ≤ b. */
  readonly atMost: (a: Code, b: Code) => Code;
  /** One number from an address, in every place. */
  readonly splat: (address: Code, offset?: number) => Code;
  /** Copies one number from address to address. */
  readonly move: (to: Code, from: Code, offset?: number) => Code;
}

const lane = (bytes: 4 | 8, first: number, atMost: number, splat: number, single: number): Lane => ({
  bytes,
  plus: both(first),
  minus: both(first + 1),
  times: both(first + 2),
  over: both(first + 3),
  max: both(first + 5),
  smaller: both(first + 6),
  larger: both(first + 7),
  atMost: both(atMost),
  splat: (address, offset = 0) => [address, simd(splat), beyond(offset)],
  move: (to, from, offset = 0) => [to, from, single, beyond(0), single + 0x0e, beyond(offset)],
});
/** Four float32, or two float64. */
export const single = lane(4, 0xe4, 0x45, 9, 0x2a);
export const double = lane(8, 0xf0, 0x4b, 10, 0x2b);
/** Two float64 whose sums are rounded to float32: a product added to such a sum is rounded once, as processors do it that multiply and add in one step. */
export const fused: Lane = { ...double, plus: (a, b) => [double.plus(a, b), simd(0x5e), simd(0x5f)] };

/** `for (counter = 0; counter < limit; counter += by)`, for a limit above 0. */
export const repeat = (counter: number, by: number, limit: number, ...body: Code[]): Code => [
  set(counter, constant(0)),
  [0x03, 0x40],
  body,
  set(counter, plus(get(counter), constant(by))),
  [get(counter), get(limit), 0x48],
  [0x0d, 0],
  0x0b,
];

/** One branch or the other. */
export const either = (condition: Code, then: Code, otherwise: Code): Code => [
  condition,
  [0x04, 0x40],
  then,
  0x05,
  otherwise,
  0x0b,
];
export const equal = (a: Code, b: Code): Code => [a, b, 0x46];

/** A function of so many integers, with so many more integers and vectors of its own. */
export interface Routine {
  readonly parameters: number;
  readonly integers: number;
  readonly vectors: number;
  readonly body: Code;
}

/** A module with its own memory, which exports `memory` and the routines by name. */
export function assemble(routines: Readonly<Record<string, Routine>>): Uint8Array<ArrayBuffer> {
  const all = Object.entries(routines);
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(
      1,
      all.map(([, { parameters }]) => [0x60, ...vector(Array.from({ length: parameters }, () => [I32])), 0]),
    ),
    ...section(
      3,
      all.map((_, i) => [i]),
    ),
    ...section(5, [[0, 1]]),
    ...section(7, [[...named("memory"), 2, 0], ...all.map(([name], i) => [...named(name), 0, i])]),
    ...section(
      10,
      all.map(([, { integers, vectors, body }]) => {
        const locals = vector([
          [...unsigned(integers), I32],
          [...unsigned(vectors), V128],
        ]);
        return sized([...locals, ...flat(body), 0x0b]);
      }),
    ),
  ]);
}
