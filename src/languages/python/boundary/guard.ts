/** Errors cross the boundary as the number -1; Python then asks for the words and raises its own exception. */
import { TorchError } from "#engine/errors.ts";

/** Thrown when a callback into Python has raised: Python kept the exception and raises it again. */
export class PythonRaised extends Error {}

/** Error kind under which Python finds its own exception again. */
const OWN = "Python";

let kind = "RuntimeError";
let message = "";

/** `-1` after keeping what went wrong. */
export function failed(error: unknown): -1 {
  if (error instanceof PythonRaised) {
    kind = OWN;
    message = "";
  } else if (error instanceof TorchError) {
    kind = error.kind;
    message = error.message;
  } else if (error instanceof RangeError) {
    kind = "MemoryError";
    message = `the engine ran out of memory or numbers: ${error.message}`;
  } else {
    kind = "RuntimeError";
    message = `the engine failed, which is a fault of the playground: ${error instanceof Error ? error.message : String(error)}`;
  }
  return -1;
}

/** Kind and words of the last failure, as `kind\nmessage`. */
export function lastError(): string {
  return `${kind}\n${message}`;
}

/** The same function that returns -1 instead of throwing. */
export function guarded<A extends readonly unknown[], R>(body: (...args: A) => R): (...args: A) => R | -1 {
  return (...args) => {
    try {
      return body(...args);
    } catch (error) {
      return failed(error);
    }
  };
}
