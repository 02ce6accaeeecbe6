/** In which order a backward pass meets the nodes of the tape. */
import type { Edge, Node } from "./node.ts";

/** Nodes whose gradient is complete, the newest first: so the order is that of the tape backwards, which PyTorch keeps too. */
export class ReadyNodes {
  /** A binary heap by `seq`. */
  private readonly heap: Node[] = [];

  push(node: Node): void {
    const { heap } = this;
    let at = heap.length;
    heap.push(node);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above] as Node;
      if (parent.seq > node.seq) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = node;
  }

  pop(): Node | undefined {
    const { heap } = this;
    const top = heap[0];
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (let below = 1; below < heap.length; below = 2 * at + 1) {
      if (below + 1 < heap.length && (heap[below + 1] as Node).seq > (heap[below] as Node).seq) below++;
      const child = heap[below] as Node;
      if (child.seq < last.seq) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = last;
    return top;
  }
}

/** Nodes that the roots lead to, with `waiting` = edges that come in. */
export function reachable(roots: readonly Edge[], mark: number): Node[] {
  const found: Node[] = [];
  for (const root of roots) visit(root.node);
  // What is found is the list of what is still to be looked at.
  for (let next = 0; next < found.length; next++) {
    const { edges } = found[next] as Node;
    for (let i = 0; i < edges.length; i++) {
      const edge = edges[i];
      if (edge != null) visit(edge.node);
    }
  }
  return found;

  function visit(node: Node): void {
    if (node.mark !== mark) {
      node.mark = mark;
      node.waiting = 0;
      node.owned = false;
      node.takeArrived();
      node.place = found.length;
      found.push(node);
    }
    node.waiting++;
  }
}
