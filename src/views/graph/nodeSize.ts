/** How large a node is: decided by its shape, kind and label, never by its numbers, so that a value that changes moves nothing. */
import type { GraphNode } from "#trace/graph.ts";
import { type Grid, gridOf } from "../value/grid.ts";

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The parts of a drawn node, measured from the top left of its box. */
export interface NodeParts extends Size {
  /** The outlined body; the name stands above it, the gradient below. */
  readonly body: { readonly top: number; readonly height: number };
  /** Width of the compartment that holds the op's sign; 0 for leaves. */
  readonly sign: number;
  /** Font size of the sign. */
  readonly signSize: number;
  readonly gradient: { readonly top: number; readonly height: number };
  readonly grid: Grid | undefined;
}

const captionHeight = 20;
const numberWidth = 84;
const gap = 4;
/** Free room at both sides of a body, so that a gradient's number fits between two columns. */
export const sideRoom = 12;

const partsBySize = new Map<string, NodeParts>();

export function partsOf(node: GraphNode): NodeParts {
  const sign = signOf(node);
  const key = `${node.folded ? "fold" : node.op === undefined ? "leaf" : "op"} ${sign.width} ${node.shape.join("x")}`;
  const known = partsBySize.get(key);
  if (known) return known;
  const made = node.folded ? foldParts(sign) : bodyParts(node, sign);
  if (partsBySize.size > 500) partsBySize.clear();
  partsBySize.set(key, made);
  return made;
}

/** The box that layout keeps free for a node. */
export function nodeSize(node: GraphNode): Size {
  const { width, height } = partsOf(node);
  return { width: width + 2 * sideRoom, height };
}

/** How far the middle of the body, where edges join, stands below the middle of the box. */
export function portOffset(node: GraphNode): number {
  const { body, height } = partsOf(node);
  return body.top + body.height / 2 - height / 2;
}

function bodyParts(node: GraphNode, sign: { readonly width: number; readonly size: number }): NodeParts {
  const grid = gridOf(node.shape);
  const inner = grid ? grid.columns * grid.cellWidth + 20 : numberWidth;
  const bodyHeight = grid ? Math.max(44, grid.rows * grid.cellHeight + 16) : 44;
  const gradientHeight = grid ? grid.rows * grid.cellHeight + 2 : 22;
  const top = captionHeight;
  return {
    width: Math.max(sign.width + inner, 96),
    height: top + bodyHeight + gap + gradientHeight,
    body: { top, height: bodyHeight },
    sign: sign.width,
    signSize: sign.size,
    gradient: { top: top + bodyHeight + gap, height: gradientHeight },
    grid,
  };
}

function foldParts(sign: { readonly width: number }): NodeParts {
  const body = { top: captionHeight, height: 48 };
  const gradient = { top: body.top + body.height + gap, height: 22 };
  return {
    width: Math.max(sign.width + 16, 112),
    height: gradient.top + gradient.height,
    body,
    sign: 0,
    signSize: 14,
    gradient,
    grid: undefined,
  };
}

/** Steps instead of exact widths: a number in the label that gets one digit longer leaves the layout alone. */
function signOf(node: GraphNode): { readonly width: number; readonly size: number } {
  if (node.op === undefined && !node.folded) return { width: 0, size: 0 };
  const own = [...node.label].length;
  const length = node.folded ? Math.max(own, (node.group?.of?.length ?? 0) + 4) : own;
  if (node.folded) return { width: Math.min(260, Math.ceil(length / 4) * 34), size: 14 };
  if (length <= 2) return { width: 38, size: 21 };
  if (length <= 4) return { width: 46, size: 16 };
  if (length <= 7) return { width: 70, size: 15 };
  if (length <= 11) return { width: 104, size: 14 };
  return { width: Math.min(220, 16 + Math.ceil(length / 4) * 32), size: 13 };
}
