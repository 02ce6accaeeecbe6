/** Fetches the files of the Python runtime from our own server, counting bytes. */
import manifest from "virtual:python-runtime";

/** The bytes that the page hands into the sandbox. */
export interface Kit {
  readonly worker: string;
  readonly loader: string;
  readonly asm: string;
  readonly wasm: ArrayBuffer;
  readonly stdlib: ArrayBuffer;
  readonly lock: string;
}

/** Bytes so far, of a total that is known before the first one: the server may compress what it sends. */
export type Progress = (loaded: number, total: number) => void;

type FileName = keyof typeof manifest.files;

/** Downloads everything side by side. Rejects with a plain sentence. */
export async function fetchKit(progress: Progress, signal: AbortSignal): Promise<Kit> {
  const names = Object.keys(manifest.files) as FileName[];
  const total = names.reduce((sum, name) => sum + manifest.files[name].bytes, 0);
  let loaded = 0;
  progress(0, total);
  const count = (bytes: number): void => {
    loaded += bytes;
    progress(Math.min(loaded, total), total);
  };
  const contents = await Promise.all(names.map((name) => fetchFile(name, count, signal)));
  const byName = Object.fromEntries(names.map((name, i) => [name, contents[i]])) as Record<FileName, ArrayBuffer>;
  const text = (name: FileName): string => new TextDecoder().decode(byName[name]);
  return {
    worker: text("worker"),
    loader: text("loader"),
    asm: text("asm"),
    wasm: byName.wasm,
    stdlib: byName.stdlib,
    lock: manifest.lock,
  };
}

async function fetchFile(name: FileName, count: (bytes: number) => void, signal: AbortSignal): Promise<ArrayBuffer> {
  const { path, bytes } = manifest.files[name];
  const response = await fetch(new URL(path, document.baseURI), { signal });
  if (!response.ok || response.body === null) throw new Error(`${path} could not be loaded (${response.status})`);
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const reader = response.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    if (at + value.length > bytes) throw new Error(`${path} is longer than it should be`);
    whole.set(value, at);
    at += value.length;
    count(value.length);
  }
  if (at !== bytes) throw new Error(`${path} arrived only in part`);
  return whole.buffer;
}
