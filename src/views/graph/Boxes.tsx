/** All boxes of the moment, with their values and gradients. */
import { memo, type ReactElement } from "react";
import type { GraphNode } from "#trace/graph.ts";
import { freedAt, type Story } from "#trace/story.ts";
import { gradientStateOf, valueOfNode } from "../value/gradientOf.ts";
import { describeNode } from "./describe.ts";
import { NodeView } from "./NodeView.tsx";
import type { Scene } from "./scene.ts";
import type { GraphStrings } from "./strings.ts";
import type { Placement } from "./usePlacement.ts";
import type { Sight } from "./useViewport.ts";

export interface BoxesProps {
  readonly story: Story;
  /** A whole step: what is under way is drawn by `Motion`. */
  readonly cursor: number;
  readonly scene: Scene;
  readonly placement: Placement;
  readonly sight: Sight | undefined;
  readonly strings: GraphStrings;
  /** Element ids by key. */
  readonly order: ReadonlyMap<string, string>;
  readonly inputs: ReadonlyMap<string, readonly GraphNode[]>;
  readonly near: ReadonlySet<string>;
  readonly selected: string | undefined;
  readonly active: string | undefined;
  readonly hovered: string | undefined;
  readonly hoveredLine: number | undefined;
  /** The box that the step just done is about. */
  readonly now: string | undefined;
  readonly pointedOut: ReadonlySet<string> | undefined;
}

export const Boxes = memo(function Boxes(props: BoxesProps): ReactElement {
  const { story, cursor, scene, placement, sight, strings, order, inputs } = props;
  const { boxes } = placement.placed.layout;
  const visible = scene.graph.nodes.filter((node) => {
    const box = boxes.get(node.key);
    return !sight || !box || inSight(sight, box.x, box.y, box.width, box.height) || node.key === props.active;
  });
  const pointedOut =
    props.pointedOut && new Set([...props.pointedOut].map((key) => scene.folding.boxOf.get(key) ?? key));
  return (
    <>
      {visible.map((node) => {
        const corner = placement.cornerOf(node.key);
        if (!corner) return null;
        const value = valueOfNode(story, node, cursor);
        const gradient = gradientStateOf(story, node, cursor);
        return (
          <NodeView
            key={node.key}
            id={order.get(node.key) ?? ""}
            node={node}
            x={corner.x}
            y={corner.y}
            opacity={placement.opacityOf(node.key)}
            value={value}
            gradient={gradient.value}
            terms={gradient.terms.length > 0 ? gradient.terms : undefined}
            label={describeNode(node, inputs.get(node.key) ?? [], value, gradient.value, strings)}
            marks={marksOf({ ...props, pointedOut }, node, gradient.state === "used")}
            foldedText={foldedText(node, strings)}
          />
        );
      })}
    </>
  );
});

function marksOf(props: BoxesProps, node: GraphNode, used: boolean): string {
  const { story, cursor, near, selected, active, hovered, hoveredLine, now, pointedOut } = props;
  const [id] = node.ids;
  return [
    node.key === selected ? " is-selected" : "",
    node.key === active ? " is-focused" : "",
    node.key === hovered ? " is-hovered" : "",
    near.has(node.key) ? " is-near" : "",
    hoveredLine !== undefined && isOfLine(props.scene, node, hoveredLine) ? " is-line" : "",
    node.key === now ? " is-now" : "",
    used ? " is-used" : "",
    id !== undefined && node.folded === undefined && freedAt(story, id, cursor) ? " is-freed" : "",
    pointedOut?.has(node.key) ? " is-pointed-out" : "",
  ].join("");
}

/** `Linear · 2`, or how many operations a box stands for. */
function foldedText({ folded, group }: GraphNode, strings: GraphStrings): string | undefined {
  if (folded === undefined) return undefined;
  return group?.of === undefined ? strings.foldedNode(folded) : `${group.of} · ${folded}`;
}

/** A closed box answers to the lines between its first and its last. */
function isOfLine({ folding }: Scene, node: GraphNode, line: number): boolean {
  if (node.line === line) return true;
  const { group } = node;
  if (group?.kind === "loop") return (group.at[0] ?? 0) <= line && line <= (group.at[1] ?? 0);
  if (!group) return false;
  for (const [key, path] of folding.pathOf)
    if (folding.boxOf.get(key) === node.key && path.some(({ kind, at }) => kind === "line" && at[0] === line))
      return true;
  return false;
}

const inSight = (sight: Sight, x: number, y: number, width: number, height: number): boolean =>
  x + width / 2 >= sight.left &&
  x - width / 2 <= sight.right &&
  y + height / 2 >= sight.top &&
  y - height / 2 <= sight.bottom;
