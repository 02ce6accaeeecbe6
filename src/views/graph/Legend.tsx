/** What the shapes and colours of the picture mean; folded away until asked for. */
import type { ReactElement } from "react";
import type { NodeKind } from "#trace/graph.ts";
import { Outline } from "./Outline.tsx";
import type { GraphStrings } from "./strings.ts";
import "./graph.css";

const kinds: readonly NodeKind[] = ["leaf", "parameter", "constant", "intermediate", "detached", "frozen"];

export interface LegendProps {
  readonly strings: GraphStrings;
  readonly open?: boolean;
}

export function Legend({ strings, open = false }: LegendProps): ReactElement {
  return (
    <details className="legend" open={open}>
      <summary>{strings.legend}</summary>
      <ul>
        {kinds.map((kind) => (
          <li key={kind}>
            <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark">
              <g className={`node kind-${kind}`} transform="translate(2,2)">
                <Outline
                  kind={kind}
                  folded={false}
                  y={0}
                  width={42}
                  height={24}
                  sign={kind === "intermediate" || kind === "detached" ? 15 : 0}
                />
              </g>
            </svg>
            {strings.kinds[kind]}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark">
            <g className="edge edge-cut">
              <path className="edge-line" d="M2,14H44" pathLength={100} />
              <g className="edge-break" transform="translate(23,14)">
                <circle r={10} className="edge-break-gap" />
                <path d="M-6,7L0,-7M0,7L6,-7" />
              </g>
            </g>
          </svg>
          {strings.legendCut}
        </li>
      </ul>
      <p className="legend-title">{strings.legendGradient}</p>
      <ul>
        <li>
          <span className="legend-sign gradient-positive">▲ +</span>
          {strings.legendPositive}
        </li>
        <li>
          <span className="legend-sign gradient-negative">▼ −</span>
          {strings.legendNegative}
        </li>
        <li>
          <span className="legend-sign gradient-zero">● 0</span>
          {strings.legendZero}
        </li>
        <li>
          <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark">
            <path d="M2,14.7L44,10.5V17.5L2,15.3Z" className="legend-wedge" />
          </svg>
          {strings.legendSize}
        </li>
        <li>
          <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark gradient-positive is-gathering">
            <rect className="gradient-slot" x={2} y={5} width={42} height={18} rx={6} />
          </svg>
          {strings.legendGathering}
        </li>
        <li>
          <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark gradient-positive">
            <rect className="gradient-slot" x={2} y={5} width={42} height={18} rx={6} opacity={0.68} />
          </svg>
          {strings.legendUsed}
        </li>
        <li>
          <svg viewBox="0 0 46 28" aria-hidden="true" className="legend-mark">
            <g className="node kind-intermediate is-freed" transform="translate(2,2)">
              <Outline kind="intermediate" folded={false} y={0} width={42} height={24} sign={15} />
            </g>
          </svg>
          {strings.legendFreed}
        </li>
      </ul>
    </details>
  );
}
