/** One edge: quiet while values go forward, coloured and weighted once a gradient has come back along it, broken where none can. */
import { memo, type ReactElement } from "react";
import type { Cut, Value } from "#trace/events.ts";
import type { Point } from "#trace/graph.ts";
import { formatShort } from "../value/formatNumber.ts";
import { type Sign, signOf } from "../value/sign.ts";
import { normOf } from "../value/summary.ts";
import type { EdgeShape } from "./edgePath.ts";

/** Stroke width in pixels for a gradient of this size: 1.25 at a thousandth, 6 at a thousand, even steps for every power of ten. Absolute, so that one large gradient does not thin all the others. */
const weightOf = (size: number): number => 1.25 + (4.75 * Math.min(6, Math.max(0, Math.log10(size) + 3))) / 6;

export interface EdgeViewProps {
  readonly shape: EdgeShape;
  readonly flow: Value | undefined;
  readonly cut: Cut | undefined;
  readonly cutText: string | undefined;
  readonly hot: boolean;
  readonly opacity: number;
  /** Prefix of the arrow heads' ids: a page may hold two graphs. */
  readonly heads: string;
}

export const EdgeView = memo(function EdgeView(props: EdgeViewProps): ReactElement {
  const { shape, flow, cut, cutText, hot, opacity, heads } = props;
  const sign = flow ? signOf(flow) : undefined;
  const state = cut ? "cut" : (sign ?? "quiet");
  const middle = shape.along[Math.floor(shape.along.length / 2)];
  return (
    <g className={`edge edge-${state}${hot ? " is-hot" : ""}`} opacity={opacity === 1 ? undefined : opacity}>
      <path
        className="edge-line"
        d={shape.path}
        style={flow && !cut ? { strokeWidth: widthOf(flow) } : undefined}
        pathLength={cut ? 100 : undefined}
        markerEnd={`url(#${heads}-${hot && state === "quiet" ? "hot" : headOf(state)})`}
      />
      {cut && middle && <Break at={middle} text={cutText} />}
    </g>
  );
});

function widthOf(flow: Value): number {
  const size = flow.shape.length === 0 ? Math.abs(flow.data[0] ?? 0) : normOf(flow);
  return Number.isFinite(size) ? (size === 0 ? 1.25 : Math.round(weightOf(size) * 10) / 10) : 3;
}

/** Arrow heads come in these colours. */
export const headStates = ["quiet", "hot", "cut", "positive", "negative", "zero", "mixed", "odd"] as const;

const headOf = (state: Sign | "cut" | "quiet"): string => state;

/** Two slanted strokes across a gap: here no gradient passes. */
function Break({ at, text }: { readonly at: Point; readonly text: string | undefined }): ReactElement {
  return (
    <g className="edge-break" transform={`translate(${at.x.toFixed(1)},${at.y.toFixed(1)})`}>
      {text !== undefined && <title>{text}</title>}
      <circle r={11} className="edge-break-gap" />
      <path d="M-6,7L0,-7M0,7L6,-7" />
    </g>
  );
}

export interface EdgeLabelProps {
  readonly at: Point;
  readonly flow: Value;
}

/** The number that came back along an edge, with its sign written out. */
export const EdgeLabel = memo(function EdgeLabel({ at, flow }: EdgeLabelProps): ReactElement {
  const sign = signOf(flow);
  const text = flowText(flow, sign);
  return (
    <g className={`edge-label gradient-${sign}`} transform={`translate(${at.x.toFixed(1)},${at.y.toFixed(1)})`}>
      <rect x={-(text.length * 7.4 + 6) / 2} y={-8} width={text.length * 7.4 + 6} height={16} rx={4} />
      <text>{text}</text>
    </g>
  );
});

/** What an edge carries, short: a scalar with its sign, a tensor by its norm. */
export function flowText(flow: Value, sign: Sign): string {
  const [x] = flow.data;
  const lone = flow.data.length === 1 && flow.shape.every((n) => n === 1);
  if (lone && x !== undefined) {
    const text = formatShort(Math.abs(x), flow.dtype, 5);
    return sign === "positive" ? `+${text}` : sign === "negative" ? `−${text}` : text;
  }
  return `‖${formatShort(normOf(flow), "float32", 4)}‖`;
}
