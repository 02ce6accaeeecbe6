/** Frames around the groups that a person has opened, each with a handle that closes it again. */
import type { ReactElement } from "react";
import type { Group } from "#trace/groups.ts";
import { groupTitle } from "./groupTitle.ts";
import type { FoldChoices, Scene } from "./scene.ts";
import type { GraphStrings } from "./strings.ts";
import type { Placement } from "./usePlacement.ts";

export interface FramesProps {
  readonly scene: Scene;
  readonly placement: Placement;
  readonly choices: FoldChoices;
  readonly strings: GraphStrings;
  readonly onFold: (group: string, open: boolean) => void;
}

interface Frame {
  readonly group: Group;
  readonly depth: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const room = 12;
const header = 24;

export function Frames({ scene, placement, choices, strings, onFold }: FramesProps): ReactElement | null {
  if (placement.progress < 1) return null;
  const frames = [...framesOf(scene, placement, choices)].sort((a, b) => a.depth - b.depth);
  return (
    <g className="frames">
      {frames.map(({ group, left, top, right, bottom }) => {
        const title = groupTitle(group, strings);
        const width = Math.min(right - left + 2 * room, title.length * 7.6 + 34);
        return (
          <g key={group.key}>
            <rect
              className="frame"
              x={left - room}
              y={top - header}
              width={right - left + 2 * room}
              height={bottom - top + header + room}
              rx={12}
            />
            <g
              className="frame-handle"
              onClick={(event) => {
                event.stopPropagation();
                onFold(group.key, false);
              }}
            >
              <title>{strings.close(title)}</title>
              <rect x={left - room} y={top - header} width={width} height={20} rx={10} />
              <path d={`M${left - room + 9},${top - header + 10}h8`} />
              <text x={left - room + 24} y={top - header + 10.5}>
                {title}
              </text>
            </g>
          </g>
        );
      })}
    </g>
  );
}

function framesOf(scene: Scene, placement: Placement, choices: FoldChoices): Iterable<Frame> {
  const { boxOf, pathOf } = scene.folding;
  const { boxes } = placement.placed.layout;
  const frames = new Map<string, Frame>();
  for (const [node, path] of pathOf) {
    const box = boxes.get(boxOf.get(node) ?? node);
    if (!box) continue;
    for (const [depth, group] of path.entries()) {
      const open = choices.get(group.key);
      if (open === false) break;
      if (open === undefined) continue;
      const [left, right] = [box.x - box.width / 2, box.x + box.width / 2];
      const [top, bottom] = [box.y - box.height / 2, box.y + box.height / 2];
      const frame = frames.get(group.key);
      if (!frame) frames.set(group.key, { group, depth, left, top, right, bottom });
      else {
        frame.left = Math.min(frame.left, left);
        frame.top = Math.min(frame.top, top);
        frame.right = Math.max(frame.right, right);
        frame.bottom = Math.max(frame.bottom, bottom);
      }
    }
  }
  return frames.values();
}
