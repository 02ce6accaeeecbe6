/** In-place autograd on views: when a slice of a tensor is overwritten, the whole tensor has a new history. */
import { AccumulateGrad, type Edge, Node } from "./node.ts";
import type { Shape } from "./shape.ts";
import { freshId, type Tensor } from "./tensor.ts";

/** Geometry of a view inside its base, for replaying it on gradients. `offset` is relative to the base's first element. */
export interface Geometry {
  readonly shape: Shape;
  readonly strides: readonly number[];
  readonly offset: number;
}

/** The two differentiable ops that move gradients between a base and a slice of it; set by ops/shape. */
let asStrided: (t: Tensor, geometry: Geometry) => Tensor;
let asStridedScatter: (base: Tensor, slice: Tensor, geometry: Geometry) => Tensor;
/** Called once by the op family that defines them. */
export function registerStridedOps(ops: {
  asStrided: typeof asStrided;
  asStridedScatter: typeof asStridedScatter;
}): void {
  asStrided = ops.asStrided;
  asStridedScatter = ops.asStridedScatter;
}

/** grad_fn of a base after `base[...] op= …`: the gradient of the overwritten slice goes through the op, the rest passes. */
class CopySlices extends Node {
  private readonly inner: Node;
  private readonly geometry: Geometry;
  constructor(base: Tensor, baseEdge: Edge | null, inner: Node, geometry: Geometry) {
    super("CopySlices");
    this.inner = inner;
    this.geometry = geometry;
    this.addOutput(base);
    // The op's first edge led to the old slice; that gradient is put back into the old base instead.
    this.edges = [baseEdge, ...inner.edges.slice(1)];
  }
  override argument(i: number): string {
    return i === 0 ? "self" : this.inner.argument(i);
  }
  override apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const g = grads[0] as Tensor;
    const [slice, ...others] = this.inner.apply([asStrided(g, this.geometry)]);
    const whole =
      this.edges[0] === null ? null : asStridedScatter(g, slice ?? zerosOf(g, this.geometry), this.geometry);
    return [whole, ...others];
  }
  override release(): void {
    this.inner.release();
  }
}

/** grad_fn of a view whose base changed in place after the view was made. */
class AsStridedView extends Node {
  private readonly geometry: Geometry;
  private readonly baseShape: Shape;
  constructor(view: Tensor, base: Tensor, geometry: Geometry) {
    super("AsStridedBackward0");
    this.geometry = geometry;
    this.baseShape = base.shape;
    this.addOutput(view);
    this.edges = [edgeTo(base)];
  }
  override argument(): string {
    return "self";
  }
  override apply(grads: readonly (Tensor | null)[]): readonly (Tensor | null)[] {
    const g = grads[0] as Tensor;
    return [asStridedScatter(zerosOf(g, { shape: this.baseShape, strides: [], offset: 0 }), g, this.geometry)];
  }
}

let zeros: (shape: Shape, dtype: Tensor["dtype"]) => Tensor;
/** Zeros for the places that a slice's gradient does not touch; set by ops/create. */
export function registerZeros(make: typeof zeros): void {
  zeros = make;
}
function zerosOf(g: Tensor, geometry: Geometry): Tensor {
  return zeros(geometry.shape, g.dtype);
}

/** Geometry of a view relative to its base; assumes a contiguous base, as gradients are contiguous. */
function geometryOf(view: Tensor, base: Tensor): Geometry {
  return { shape: view.shape, strides: view.strides, offset: view.offset - base.offset };
}

/** The grad_fn that is true now; a view of a base that changed in place gets a new one. */
export function gradFnOf(t: Tensor): Node | null {
  const base = t.base;
  if (base !== null && base.gradFn !== null && t.viewVersion !== base.version.n && t.requiresGrad) {
    t.viewVersion = base.version.n;
    if (t.gradFn === null || t.gradFn.name !== "CopySlices") {
      t.gradFn = new AsStridedView(t, base, geometryOf(t, base));
      t.outputNr = 0;
    }
  }
  return t.gradFn;
}

/** Gives `self` the history that an in-place op made; for a view, its base gets CopySlices and the view is rebuilt when asked. */
export function rebaseHistory(self: Tensor, node: Node): void {
  node.addOutput(self);
  self.requiresGrad = true;
  self.outputNr = 0;
  const base = self.base;
  if (base === null) {
    self.gradFn = node;
    return;
  }
  const oldEdge = edgeTo(base);
  base.id = freshId();
  const copy = new CopySlices(base, oldEdge, node, geometryOf(self, base));
  base.requiresGrad = true;
  base.gradFn = copy;
  base.outputNr = 0;
  self.gradFn = new AsStridedView(self, base, geometryOf(self, base));
  self.viewVersion = base.version.n;
}

function firstEdge(node: Node): Edge {
  node.edge ??= { node, nr: 0, id: node.idOut };
  return node.edge;
}

/** The edge along which a gradient of `t` travels; null if `t` needs none. */
export function edgeTo(t: Tensor): Edge | null {
  if (!t.requiresGrad) return null;
  const node = gradFnOf(t);
  if (node !== null)
    return t.outputNr === 0 && node.idOut === t.id ? firstEdge(node) : { node, nr: t.outputNr, id: t.id };
  t.accumulator ??= new AccumulateGrad(t);
  return firstEdge(t.accumulator);
}
