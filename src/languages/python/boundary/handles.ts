/** Numbers under which Python holds engine objects: no proxy object crosses the boundary for a tensor. */

/** What has a place for its own number, so that the same object keeps the same handle. */
interface Held {
  handle: number;
}

/** A table of held objects. Every handle given out counts once and is released once; at zero the object is let go. */
export class Handles<T extends Held> {
  private readonly items: (T | undefined)[] = [undefined];
  private readonly counts: number[] = [0];
  private readonly free: number[] = [];

  /** The handle of `item`, counted once more. */
  hold(item: T): number {
    let handle = item.handle;
    if (handle === 0) {
      handle = this.free.pop() ?? this.items.length;
      item.handle = handle;
      this.items[handle] = item;
      this.counts[handle] = 0;
    }
    this.counts[handle] = (this.counts[handle] as number) + 1;
    return handle;
  }

  get(handle: number): T {
    const item = this.items[handle];
    if (item === undefined) throw new Error(`the engine has no object ${handle}`);
    return item;
  }

  release(handle: number): void {
    const item = this.items[handle];
    if (item === undefined) return;
    const count = (this.counts[handle] as number) - 1;
    this.counts[handle] = count;
    if (count > 0) return;
    item.handle = 0;
    this.items[handle] = undefined;
    this.free.push(handle);
  }

  /** Objects held now. */
  get size(): number {
    return this.items.length - 1 - this.free.length;
  }
}
