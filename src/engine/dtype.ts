/** The number types of the engine and PyTorch's promotion rules between them. */
import type { Dtype } from "#trace/events.ts";

export type { Dtype };

/** Typed arrays that hold tensors. int64 lives in float64: exact to ±2^53, and ops that leave that range must fail by name. */
export type Numbers = Float32Array | Float64Array | Int32Array | Int16Array | Int8Array | Uint8Array;

type Category = 0 | 1 | 2;

interface DtypeFacts {
  /** bool < integer < float: the category decides promotion before the size does. */
  readonly category: Category;
  readonly rank: number;
  readonly bytes: number;
  /** Name in legacy type strings, `torch.FloatTensor`. */
  readonly typeName: string;
  /** C++ name in messages ("expected scalar type Long but found Float"). */
  readonly scalarName: string;
  /** Name in lower-case messages ("float != double"). */
  readonly cName: string;
  readonly create: (length: number) => Numbers;
}

export const dtypes: Readonly<Record<Dtype, DtypeFacts>> = {
  bool: {
    category: 0,
    rank: 0,
    bytes: 1,
    typeName: "BoolTensor",
    scalarName: "Bool",
    cName: "bool",
    create: (n) => new Uint8Array(n),
  },
  uint8: {
    category: 1,
    rank: 1,
    bytes: 1,
    typeName: "ByteTensor",
    scalarName: "Byte",
    cName: "unsigned char",
    create: (n) => new Uint8Array(n),
  },
  int8: {
    category: 1,
    rank: 1,
    bytes: 1,
    typeName: "CharTensor",
    scalarName: "Char",
    cName: "signed char",
    create: (n) => new Int8Array(n),
  },
  int16: {
    category: 1,
    rank: 2,
    bytes: 2,
    typeName: "ShortTensor",
    scalarName: "Short",
    cName: "short",
    create: (n) => new Int16Array(n),
  },
  int32: {
    category: 1,
    rank: 3,
    bytes: 4,
    typeName: "IntTensor",
    scalarName: "Int",
    cName: "int",
    create: (n) => new Int32Array(n),
  },
  int64: {
    category: 1,
    rank: 4,
    bytes: 8,
    typeName: "LongTensor",
    scalarName: "Long",
    cName: "long",
    create: (n) => new Float64Array(n),
  },
  float16: {
    category: 2,
    rank: 5,
    bytes: 2,
    typeName: "HalfTensor",
    scalarName: "Half",
    cName: "c10::Half",
    create: (n) => new Float32Array(n),
  },
  bfloat16: {
    category: 2,
    rank: 5,
    bytes: 2,
    typeName: "BFloat16Tensor",
    scalarName: "BFloat16",
    cName: "c10::BFloat16",
    create: (n) => new Float32Array(n),
  },
  float32: {
    category: 2,
    rank: 6,
    bytes: 4,
    typeName: "FloatTensor",
    scalarName: "Float",
    cName: "float",
    create: (n) => new Float32Array(n),
  },
  float64: {
    category: 2,
    rank: 7,
    bytes: 8,
    typeName: "DoubleTensor",
    scalarName: "Double",
    cName: "double",
    create: (n) => new Float64Array(n),
  },
};

/** True for the dtypes that can require grad. */
export function isFloating(dtype: Dtype): boolean {
  // Asked at every op, so without a look into the table.
  return dtype === "float32" || dtype === "float64" || dtype === "float16" || dtype === "bfloat16";
}

/** The wider of two dtypes, as torch.promote_types. */
export function promote(a: Dtype, b: Dtype): Dtype {
  if (a === b) return a;
  const [x, y] = [dtypes[a].rank, dtypes[b].rank];
  // Two kinds of one width hold neither's numbers: uint8 and int8 meet in int16, the two halves in float32.
  if (x === y) return dtypes[a].category === 1 ? "int16" : "float32";
  return x > y ? a : b;
}

/** bool 0, integers 1, floats 2. */
export function categoryOf(dtype: Dtype): Category {
  return dtypes[dtype].category;
}
