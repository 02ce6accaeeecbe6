/** The outline of a node's body: each kind has a shape of its own, so that kinds are told apart without colour. */
import type { ReactElement } from "react";
import type { NodeKind } from "#trace/graph.ts";

export interface OutlineProps {
  readonly kind: NodeKind;
  readonly folded: boolean;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Width of the compartment with the op's sign. */
  readonly sign: number;
}

export const bodyRadius = (kind: NodeKind, height: number): number => {
  switch (kind) {
    case "leaf":
    case "parameter":
    case "frozen":
      return Math.min(height / 2, 22);
    case "constant":
      return 0;
    case "intermediate":
    case "detached":
      return 9;
    default:
      return kind satisfies never;
  }
};

export function Outline({ kind, folded, y, width, height, sign }: OutlineProps): ReactElement {
  const radius = bodyRadius(kind, height);
  return (
    <>
      {folded && <rect className="node-stack" x={5} y={y - 5} width={width - 5} height={height} rx={radius} />}
      <rect className="node-body" x={0} y={y} width={folded ? width - 5 : width} height={height} rx={radius} />
      {kind === "parameter" && !folded && (
        <rect
          className="node-inner"
          x={4}
          y={y + 4}
          width={width - 8}
          height={height - 8}
          rx={Math.max(0, radius - 4)}
        />
      )}
      {kind === "frozen" && <Snowflake x={width - 20} y={y} />}
      {sign > 0 && <path className="node-sign-box" d={leftHalf(y, sign, height, radius)} />}
    </>
  );
}

/** A compartment that fits into the left end of the rounded body. */
function leftHalf(y: number, width: number, height: number, radius: number): string {
  const r = Math.max(0, radius - 1);
  return `M${width},${y + 1}H${1 + r}Q1,${y + 1} 1,${y + 1 + r}V${y + height - 1 - r}Q1,${y + height - 1} ${1 + r},${y + height - 1}H${width}Z`;
}

function Snowflake({ x, y }: { readonly x: number; readonly y: number }): ReactElement {
  const arms = [0, 60, 120].map((degrees) => {
    const [c, s] = [Math.cos((degrees * Math.PI) / 180) * 5, Math.sin((degrees * Math.PI) / 180) * 5];
    return `M${(x - c).toFixed(1)},${(y - s).toFixed(1)}L${(x + c).toFixed(1)},${(y + s).toFixed(1)}`;
  });
  return (
    <>
      <circle className="node-snow-gap" cx={x} cy={y} r={9} />
      <path className="node-snow" d={arms.join("")} />
    </>
  );
}
