/** All edges of the moment, and above them the numbers that a backward pass has sent along them. */
import { memo, type ReactElement } from "react";
import type { Cut } from "#trace/events.ts";
import type { Story } from "#trace/story.ts";
import { EdgeLabel, EdgeView } from "./EdgeView.tsx";
import { flowOn } from "./flows.ts";
import type { Scene } from "./scene.ts";
import type { Placement } from "./usePlacement.ts";
import type { Sight } from "./useViewport.ts";

export interface EdgesProps {
  readonly story: Story;
  /** A whole step: what is under way is drawn by `Motion`. */
  readonly cursor: number;
  readonly scene: Scene;
  readonly placement: Placement;
  readonly sight: Sight | undefined;
  /** The node whose edges are lit. */
  readonly hot: string | undefined;
  readonly heads: string;
  readonly cutText: Readonly<Record<Cut, string>>;
}

export const Edges = memo(function Edges(props: EdgesProps): ReactElement {
  const { story, cursor, scene, placement, sight, hot, heads, cutText } = props;
  const drawn = scene.graph.edges.flatMap((edge) => {
    const shape = placement.shapeOf(edge.key);
    const from = scene.now.get(edge.from);
    const to = scene.now.get(edge.to);
    if (!shape || !from || !to || (sight && !touches(sight, shape.along))) return [];
    const flow = edge.cut ? undefined : flowOn(story, scene, edge, cursor);
    const opacity = Math.min(placement.opacityOf(edge.from), placement.opacityOf(edge.to));
    return [{ edge, shape, flow, opacity, hot: hot !== undefined && (edge.from === hot || edge.to === hot) }];
  });
  return (
    <>
      <g className="edges" aria-hidden="true">
        {drawn.map(({ edge, shape, flow, opacity, hot: lit }) => (
          <EdgeView
            key={edge.key}
            shape={shape}
            flow={flow}
            cut={edge.cut}
            cutText={edge.cut && cutText[edge.cut]}
            hot={lit}
            opacity={opacity}
            heads={heads}
          />
        ))}
      </g>
      {placement.progress === 1 && (
        <g className="edge-labels" aria-hidden="true">
          {drawn.map(({ edge, flow }) => {
            const at = placement.placed.labels.get(edge.key);
            return flow && at ? <EdgeLabel key={edge.key} at={at} flow={flow} /> : null;
          })}
        </g>
      )}
    </>
  );
});

/** An edge may cross the window without a point in it: its extent decides. */
function touches(sight: Sight, points: readonly { readonly x: number; readonly y: number }[]): boolean {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  return (
    Math.max(...xs) >= sight.left - 100 &&
    Math.min(...xs) <= sight.right + 100 &&
    Math.max(...ys) >= sight.top - 100 &&
    Math.min(...ys) <= sight.bottom + 100
  );
}
