/**
 * Second wall, inside the worker: takes away every global that a learner's program has no use for. What stays is listed,
 * so that a new browser API is gone by default. The first wall is the frame's policy and its opaque origin.
 */
const LANGUAGE = `Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol Date Promise RegExp
  Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError URIError SuppressedError globalThis JSON Math
  Intl ArrayBuffer SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array Int16Array Uint32Array Int32Array Float16Array
  Float32Array Float64Array Uint8ClampedArray BigUint64Array BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef Proxy
  Reflect FinalizationRegistry Iterator decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite
  isNaN constructor hasOwnProperty isPrototypeOf propertyIsEnumerable toString valueOf toLocaleString __proto__
  __defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__`;
const PLATFORM = `self console setTimeout clearTimeout setInterval clearInterval queueMicrotask structuredClone TextEncoder
  TextDecoder performance crypto WebAssembly MessageChannel MessagePort MessageEvent Event EventTarget AbortController
  AbortSignal DOMException navigator location URL URLSearchParams Blob atob btoa origin isSecureContext crossOriginIsolated
  WorkerGlobalScope DedicatedWorkerGlobalScope WorkerNavigator WorkerLocation addEventListener removeEventListener dispatchEvent`;
const NAVIGATOR = ["constructor", "userAgent", "platform", "hardwareConcurrency", "language", "languages", "onLine"];

/** Removes everything else from the global object and from navigator. */
export function lockDown(): void {
  const kept = new Set(`${LANGUAGE} ${PLATFORM}`.split(/\s+/));
  strip(self, (name) => kept.has(name) || /^(_|Module|pyodide)/.test(name));
  strip(Object.getPrototypeOf(navigator) as object, (name) => NAVIGATOR.includes(name));
}

function strip(start: object, keeps: (name: string) => boolean): void {
  for (
    let o: object | null = start;
    o !== null && o !== Object.prototype;
    o = Object.getPrototypeOf(o) as object | null
  ) {
    // Some constants of the global object cannot be deleted; they hold numbers only.
    for (const name of Object.getOwnPropertyNames(o)) if (!keeps(name)) Reflect.deleteProperty(o, name);
  }
}
