/** A gradient on its way: a spark that carries its number against the arrow, from the op to its input. */
import type { ReactElement } from "react";
import type { Value } from "#trace/events.ts";
import type { Point } from "#trace/graph.ts";
import { signOf } from "../value/sign.ts";
import { flowText } from "./EdgeView.tsx";

export interface PulseProps {
  /** The edge from input to op; the spark goes the other way. */
  readonly along: readonly Point[];
  readonly progress: number;
  readonly value: Value;
  /** `1 × 3`: what arrived at the op and the op's own derivative, shown there before the product sets out. */
  readonly product?: string | undefined;
}

/** This share of the time the gradient stays at the op, where it is multiplied. */
const multiplying = 0.4;

export function Pulse({ along, progress, value, product }: PulseProps): ReactElement | null {
  const stays = product === undefined ? 0 : multiplying;
  const under = Math.max(0, (progress - stays) / (1 - stays));
  const at = pointAt(along, 1 - eased(under));
  if (!at) return null;
  const sign = signOf(value);
  const text = product !== undefined && progress < stays ? product : flowText(value, sign);
  const width = text.length * 7.8 + 14;
  return (
    <g className={`pulse gradient-${sign}`} transform={`translate(${at.x.toFixed(1)},${at.y.toFixed(1)})`}>
      <circle r={13} className="pulse-glow" />
      <circle r={5.5} className="pulse-spark" />
      <g transform="translate(0,-21)">
        <rect x={-width / 2} y={-10} width={width} height={20} rx={10} />
        <text>{text}</text>
      </g>
    </g>
  );
}

/** Slow at both ends. */
const eased = (t: number): number => t * t * (3 - 2 * t);

/** The point at a share of a polyline's length. */
function pointAt(along: readonly Point[], share: number): Point | undefined {
  const lengths = along.slice(1).map((p, i) => Math.hypot(p.x - (along[i]?.x ?? 0), p.y - (along[i]?.y ?? 0)));
  let rest = share * lengths.reduce((sum, length) => sum + length, 0);
  for (const [i, length] of lengths.entries()) {
    const [from, to] = [along[i], along[i + 1]];
    if (!from || !to) break;
    if (rest <= length) {
      const t = length === 0 ? 0 : rest / length;
      return { x: from.x + (to.x - from.x) * t, y: from.y + (to.y - from.y) * t };
    }
    rest -= length;
  }
  return along.at(-1);
}
