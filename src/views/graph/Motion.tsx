/** What is under way between two steps, drawn over the picture of the step before: the one part that is drawn anew with every frame. */
import type { ReactElement } from "react";
import { backwardStepAt, type Link } from "#trace/links.ts";
import { flowingAt } from "#trace/passes.ts";
import type { Jacobian } from "#trace/replay.ts";
import { keyOf, type Story, subjectAt } from "#trace/story.ts";
import { formatShort } from "../value/formatNumber.ts";
import { valueOfNode } from "../value/gradientOf.ts";
import { edgeOf } from "./flows.ts";
import { NodeView } from "./NodeView.tsx";
import { partsOf } from "./nodeSize.ts";
import { Pulse } from "./Pulse.tsx";
import type { Scene } from "./scene.ts";
import type { Placement } from "./usePlacement.ts";

/** Looks up an op's own derivative; undefined while it is computed, "unknown" where the engine cannot tell. */
export type DerivativeOf = (link: Link) => Jacobian | "unknown" | undefined;

export interface MotionProps {
  readonly story: Story;
  readonly cursor: number;
  readonly scene: Scene;
  readonly placement: Placement;
  readonly derivativeOf?: DerivativeOf | undefined;
}

export function Motion({ story, cursor, scene, placement, derivativeOf }: MotionProps): ReactElement | null {
  const share = cursor - Math.floor(cursor);
  if (share === 0) return null;
  const flowing = flowingAt(story, cursor);
  if (flowing) {
    const edge = edgeOf(story, scene, flowing.flow);
    const shape = edge && placement.shapeOf(edge.key);
    const step = backwardStepAt(story, cursor);
    const product = step?.kind === "flow" ? productOf(step.link, derivativeOf) : undefined;
    return shape ? (
      <Pulse along={shape.along} progress={flowing.progress} value={flowing.flow.value} product={product} />
    ) : null;
  }
  const id = subjectAt(story, cursor);
  const own = id === undefined ? undefined : keyOf(story, id);
  const key = own === undefined ? undefined : (scene.folding.boxOf.get(own) ?? own);
  const node = scene.whole.nodes.find((one) => one.key === key);
  const corner = key === undefined ? undefined : placement.cornerOf(key);
  if (!node || !corner) return null;
  if (!scene.now.has(node.key))
    return (
      <g className="appearing" aria-hidden="true">
        <NodeView
          id=""
          node={node}
          x={corner.x}
          y={corner.y}
          opacity={share}
          value={valueOfNode(story, node, Math.ceil(cursor))}
          gradient={undefined}
          label=""
          marks=""
          foldedText={node.folded === undefined ? undefined : ""}
        />
      </g>
    );
  const seed = story.index.passes.at(Math.ceil(cursor));
  if (seed?.since !== Math.ceil(cursor)) return null;
  // The backward pass begins: its first gradient comes down to the root.
  const root = seed.event.roots.find((one) => one.id === id);
  const parts = partsOf(node);
  const x = corner.x + parts.width / 2;
  const to = corner.y + parts.gradient.top + parts.gradient.height / 2;
  const along = [
    { x, y: to },
    { x, y: to + 60 },
  ];
  return root ? <Pulse along={along} progress={share} value={root.seed} /> : null;
}

/** `1 × 3`, for scalars. */
function productOf(link: Link, derivativeOf: DerivativeOf | undefined): string | undefined {
  const [x] = link.upstream?.data ?? [];
  if (x === undefined || link.upstream?.data.length !== 1 || link.flow.value.data.length !== 1) return undefined;
  const local = derivativeOf?.(link);
  const [d] = local === undefined || local === "unknown" ? [] : local.data;
  return d === undefined ? undefined : `${formatShort(x)} × ${d < 0 ? `(${formatShort(d)})` : formatShort(d)}`;
}
