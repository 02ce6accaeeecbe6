/** Neighbours of every vertex in one flat list: those of `v` are `list[start[v]] … list[start[v + 1] - 1]`. */
export interface Adjacency {
  readonly start: Int32Array;
  readonly list: Int32Array;
  /** For each entry of `list`, which segment it belongs to. */
  readonly via: Int32Array;
}

/** Groups segments by `by`, remembering the vertex at the other end. */
export function adjacencyOf(vertices: number, by: Int32Array, other: Int32Array): Adjacency {
  const start = new Int32Array(vertices + 1);
  for (const v of by) start[v + 1] = (start[v + 1] ?? 0) + 1;
  for (let v = 0; v < vertices; v++) start[v + 1] = (start[v + 1] ?? 0) + (start[v] ?? 0);
  const next = start.slice();
  const list = new Int32Array(by.length);
  const via = new Int32Array(by.length);
  for (let i = 0; i < by.length; i++) {
    const v = by[i] ?? 0;
    const at = next[v] ?? 0;
    list[at] = other[i] ?? 0;
    via[at] = i;
    next[v] = at + 1;
  }
  return { start, list, via };
}
