/** Makes room for a memory snapshot: Pyodide copies it into the heap as it is at the start, and ours is larger than that. */

/** What is used of the module that Pyodide makes before it restores a snapshot. */
interface FreshModule {
  readonly HEAP8: Int8Array;
  _malloc(bytes: number): number;
  _free(address: number): void;
}

type CreateModule = (settings: object) => Promise<FreshModule>;

/** Pyodide's module factory, with a heap that holds `snapshot`. A block as large as all of the snapshot makes the heap grow; the snapshot then overwrites every trace of it. */
export function withRoomFor(createModule: CreateModule, snapshot: ArrayBuffer | Uint8Array | undefined): CreateModule {
  if (snapshot === undefined) return createModule;
  return async (settings) => {
    const module = await createModule(settings);
    if (snapshot.byteLength > module.HEAP8.length) module._free(module._malloc(snapshot.byteLength));
    return module;
  };
}
