/** Faint outlines where nodes will stand that the run has not reached yet: the picture has its final shape from the start. */
import type { ReactElement } from "react";
import { partsOf } from "./nodeSize.ts";
import { bodyRadius } from "./Outline.tsx";
import type { Scene } from "./scene.ts";
import type { Placement } from "./usePlacement.ts";
import type { Sight } from "./useViewport.ts";

export interface GhostsProps {
  readonly scene: Scene;
  readonly placement: Placement;
  readonly sight: Sight | undefined;
}

export function Ghosts({ scene, placement, sight }: GhostsProps): ReactElement {
  const nodes = scene.whole.nodes.filter((node) => !scene.now.has(node.key));
  return (
    <g className="ghosts" aria-hidden="true">
      {nodes.map((node) => {
        const corner = placement.cornerOf(node.key);
        if (!corner || (sight && (corner.x > sight.right || corner.x < sight.left - 300))) return null;
        const { body, width } = partsOf(node);
        return (
          <rect
            key={node.key}
            x={corner.x}
            y={corner.y + body.top}
            width={width}
            height={body.height}
            rx={bodyRadius(node.kind, body.height)}
          />
        );
      })}
    </g>
  );
}
