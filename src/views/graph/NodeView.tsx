/** One node of the picture: name above, sign and value in its body, gradient below once it has arrived. */
import { memo, type ReactElement } from "react";
import type { Value } from "#trace/events.ts";
import type { GraphNode } from "#trace/graph.ts";
import { formatNumber, formatShort } from "../value/formatNumber.ts";
import { Heat } from "../value/Heat.tsx";
import { shapeText } from "../value/shapeText.ts";
import { signGlyph, signOf } from "../value/sign.ts";
import { type NodeParts, partsOf } from "./nodeSize.ts";
import { bodyRadius, Outline } from "./Outline.tsx";

export interface NodeViewProps {
  readonly id: string;
  readonly node: GraphNode;
  /** Top left of the node's box. */
  readonly x: number;
  readonly y: number;
  readonly opacity: number;
  readonly value: Value | undefined;
  readonly gradient: Value | undefined;
  /** Summands of a gradient to which more is to come. */
  readonly terms?: readonly Value[] | undefined;
  readonly label: string;
  /** `selected`, `focused`, `near`, `line`: words that the style sheet knows. */
  readonly marks: string;
  readonly foldedText: string | undefined;
}

export const NodeView = memo(function NodeView(props: NodeViewProps): ReactElement {
  const { id, node, x, y, opacity, value, gradient, terms, label, marks, foldedText } = props;
  const parts = partsOf(node);
  const { body, sign } = parts;
  const radius = bodyRadius(node.kind, body.height);
  return (
    <g
      id={id}
      className={`node kind-${node.kind}${marks}`}
      role="graphics-symbol"
      aria-label={label}
      data-key={node.key}
      transform={`translate(${round(x)},${round(y)})`}
      opacity={opacity === 1 ? undefined : opacity}
    >
      <rect
        className="node-halo"
        x={-5}
        y={body.top - 5}
        width={parts.width + 10}
        height={body.height + 10}
        rx={radius + 5}
      />
      <Outline
        kind={node.kind}
        folded={node.folded !== undefined}
        y={body.top}
        width={parts.width}
        height={body.height}
        sign={sign}
      />
      <Caption node={node} parts={parts} />
      {sign > 0 && (
        <text className="node-sign" x={sign / 2} y={body.top + body.height / 2} fontSize={parts.signSize}>
          {node.label}
        </text>
      )}
      {foldedText === undefined ? (
        <Body parts={parts} value={value} />
      ) : (
        <>
          <text className="node-fold" x={(parts.width - 5) / 2} y={body.top + 17}>
            {clip(node.label, Math.floor((parts.width - 20) / 8))}
          </text>
          <text className="node-fold-count" x={(parts.width - 5) / 2} y={body.top + 35}>
            {foldedText}
          </text>
          <g className="fold-handle">
            <circle cx={parts.width - 7} cy={body.top + 2} r={9} />
            <path d={`M${parts.width - 11},${body.top + 2}h8m-4,-4v8`} />
          </g>
        </>
      )}
      {gradient && foldedText === undefined && <Gradient parts={parts} value={gradient} terms={terms} />}
    </g>
  );
});

/** Of `model.0.weight` the end says more than the beginning. */
const clipName = (name: string, room: number): string =>
  name.length > room && name.includes(".") ? `…${name.slice(1 - room)}` : clip(name, room);

function Caption({ node, parts }: { readonly node: GraphNode; readonly parts: NodeParts }): ReactElement {
  const notes = [shapeText(node.shape), node.dtype === "float32" ? "" : node.dtype].filter((text) => text !== "");
  const note = notes.join(" ");
  const room = Math.floor((parts.width - note.length * 6.7 - 18) / 8.2);
  const name = node.folded === undefined ? (node.name ?? (node.op === undefined ? node.label : "")) : "";
  return (
    <>
      {name !== "" && (
        <text className="node-name" x={node.op === undefined && node.kind !== "constant" ? 8 : 2} y={12}>
          {clipName(name, Math.max(3, room))}
          {name.length > room && <title>{name}</title>}
        </text>
      )}
      {note !== "" && node.folded === undefined && (
        <text className="node-note" x={parts.width - 2} y={12}>
          {note}
        </text>
      )}
    </>
  );
}

function Body({ parts, value }: { readonly parts: NodeParts; readonly value: Value | undefined }): ReactElement | null {
  const { body, sign, grid, width } = parts;
  if (!value) return null;
  if (grid) {
    const left = sign + (width - sign - grid.columns * grid.cellWidth) / 2;
    const top = body.top + (body.height - grid.rows * grid.cellHeight) / 2;
    if (grid.rows * grid.columns === 0) {
      return (
        <text className="node-value" x={(sign + width) / 2} y={body.top + body.height / 2}>
          [ ]
        </text>
      );
    }
    return <Heat value={value} grid={grid} tone="value" x={left + 0.5} y={top + 0.5} />;
  }
  const x = value.data[0];
  if (x === undefined) return null;
  const text = formatNumber(x, value.dtype);
  return (
    <text
      className={`node-value${Number.isFinite(x) ? "" : " is-odd"}${text.length > 8 ? " is-long" : ""}`}
      x={(sign + width) / 2}
      y={body.top + body.height / 2}
    >
      {text}
    </text>
  );
}

interface GradientProps {
  readonly parts: NodeParts;
  readonly value: Value;
  readonly terms: readonly Value[] | undefined;
}

function Gradient({ parts, value, terms }: GradientProps): ReactElement | null {
  const { gradient, grid, width, sign: signWidth } = parts;
  const sign = signOf(value);
  const gathering = terms !== undefined && terms.length > 0;
  const className = `gradient gradient-${sign}${gathering ? " is-gathering" : ""}`;
  if (grid && value.shape.length > 0) {
    const left = signWidth + (width - signWidth - grid.columns * grid.cellWidth) / 2;
    return (
      <g className={className}>
        <text className="gradient-glyph" x={left - 9} y={gradient.top + gradient.height / 2}>
          {gathering ? "+" : signGlyph[sign]}
        </text>
        <Heat value={value} grid={grid} tone="gradient" x={left + 0.5} y={gradient.top + 1} />
      </g>
    );
  }
  const x = value.data[0];
  if (x === undefined) return null;
  const sum = gathering ? sumText(terms, Math.floor((width - 24) / 7)) : undefined;
  return (
    <g className={className}>
      <rect className="gradient-slot" x={0.5} y={gradient.top} width={width - 1} height={gradient.height} rx={7} />
      <text className="gradient-number" x={width / 2} y={gradient.top + gradient.height / 2}>
        <tspan className="gradient-glyph">{gathering ? "Σ" : signGlyph[sign]}</tspan>
        <tspan dx={6}>{sum ?? formatNumber(x, value.dtype)}</tspan>
      </text>
    </g>
  );
}

/** `1 + 24 + …`: what has come so far; undefined when it does not fit. */
function sumText(terms: readonly Value[], room: number): string | undefined {
  const text = `${terms.map((term) => formatShort(term.data[0] ?? 0, term.dtype, 5)).join("+")}+…`.replaceAll(
    "+-",
    "−",
  );
  return text.length <= room ? text : undefined;
}

const round = (x: number): number => Math.round(x * 10) / 10;
const clip = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
