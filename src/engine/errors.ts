/** The Python exception class that PyTorch raises for a mistake. */
export type ErrorKind =
  | "RuntimeError"
  | "ValueError"
  | "IndexError"
  | "TypeError"
  | "NotImplementedError"
  | "AttributeError"
  | "LinAlgError";

/** A mistake of the learner's program, with PyTorch's own words and the Python exception class to raise. */
export class TorchError extends Error {
  readonly kind: ErrorKind;
  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** Throws PyTorch's RuntimeError with these words. */
export function fail(message: string, kind: ErrorKind = "RuntimeError"): never {
  throw new TorchError(kind, message);
}
