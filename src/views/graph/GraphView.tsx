/** The picture: a run's computation graph at a cursor, with its values, and its gradients as they arrive. */
import { type KeyboardEvent, type MouseEvent, type ReactElement, useEffect, useId, useMemo, useState } from "react";
import { groupsAround, keyOfFold } from "#geometry/fold.ts";
import type { Box, LayoutLater } from "#trace/graph.ts";
import type { Story } from "#trace/story.ts";
import { keyOf, subjectAt } from "#trace/story.ts";
import { relationsOf } from "../value/expression.ts";
import { Boxes } from "./Boxes.tsx";
import { Controls } from "./Controls.tsx";
import { Edges } from "./Edges.tsx";
import { headStates } from "./EdgeView.tsx";
import { Frames } from "./Frames.tsx";
import { Ghosts } from "./Ghosts.tsx";
import { type DerivativeOf, Motion } from "./Motion.tsx";
import { NodeView } from "./NodeView.tsx";
import { type FoldChoices, sceneOf } from "./scene.ts";
import type { GraphStrings } from "./strings.ts";
import { usePlacement } from "./usePlacement.ts";
import { type Sight, useViewport } from "./useViewport.ts";
import { isWalkKey, walk } from "./walk.ts";
import "./graph.css";

export interface GraphViewProps {
  readonly story: Story;
  readonly cursor: number;
  readonly strings: GraphStrings;
  readonly selected?: string | undefined;
  readonly hoveredLine?: number | undefined;
  readonly onSelect: (key: string | null) => void;
  readonly onHoverLine: (line: number | null) => void;
  readonly reducedMotion: boolean;
  /** For a page that does not scroll: one finger moves the picture. */
  readonly oneFingerPans?: boolean;
  /** Ops' own derivatives, shown where a gradient is multiplied. */
  readonly derivativeOf?: DerivativeOf | undefined;
  /** Which groups a person has opened or closed. */
  readonly choices?: FoldChoices | undefined;
  readonly onFold?: ((group: string, open: boolean) => void) | undefined;
  /** Lays large graphs out in a worker. */
  readonly layoutLater?: LayoutLater | undefined;
  /** Boxes to point out, by key: why a gradient is missing, where a number went bad. */
  readonly pointedOut?: ReadonlySet<string> | undefined;
}

const noChoices: FoldChoices = new Map();

export function GraphView(props: GraphViewProps): ReactElement {
  const { story, cursor, strings, hoveredLine, onSelect, onHoverLine, reducedMotion } = props;
  const id = useId().replaceAll(":", "");
  // What is under way is drawn over the last whole step, so that a frame of an animation draws one number and not the picture.
  const step = Math.floor(Math.min(cursor, story.length));
  const choices = props.choices ?? noChoices;
  const scene = sceneOf(story, step, choices);
  const { boxOf } = scene.folding;
  const placement = usePlacement(scene.whole, reducedMotion, boxOf, props.layoutLater);
  const { layout } = placement.placed;
  const { frame, world, sight, hinting, fit, zoomBy, reveal, follow } = useViewport(
    layout,
    scene.whole.structure,
    props.oneFingerPans ?? false,
  );
  // What is chosen inside a closed box is shown by the box.
  const selected = props.selected === undefined ? undefined : (boxOf.get(props.selected) ?? props.selected);
  const [hovered, setHovered] = useState<string | undefined>(undefined);
  const [focused, setFocused] = useState<string | undefined>(undefined);
  const { inputs, users } = relationsOf(scene.graph);
  const near = useMemo(
    () =>
      new Set(hovered === undefined ? [] : [inputs, users].flatMap((of) => of.get(hovered) ?? []).map((n) => n.key)),
    [hovered, inputs, users],
  );
  const order = useMemo(
    () => new Map(scene.graph.nodes.map((node, i) => [node.key, `${id}-n${i}`])),
    [scene.graph, id],
  );
  const active = focused !== undefined && order.has(focused) ? focused : undefined;

  const hover = (key: string | undefined): void => {
    if (key === hovered) return;
    setHovered(key);
    const line = key === undefined ? 0 : (scene.now.get(key)?.line ?? 0);
    onHoverLine(line > 0 ? line : null);
  };
  const openFold = (key: string | undefined): boolean => {
    const group = key === undefined ? undefined : scene.now.get(key)?.group;
    if (group) props.onFold?.(group.key, true);
    return group !== undefined;
  };
  /** Closes the innermost group around a box. */
  const closeAround = (key: string): void => {
    const group = groupsAround(scene.folding, key).at(-1);
    if (!group) return;
    setFocused(keyOfFold(group.key));
    props.onFold?.(group.key, false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (isWalkKey(event.key)) {
      const next = walk(scene.graph, layout, active ?? selected, event.key);
      event.preventDefault();
      if (next === undefined) return;
      setFocused(next);
      const box = layout.boxes.get(next);
      if (box) reveal(areaOf(box));
    } else if ((event.key === "Enter" || event.key === " ") && active !== undefined) {
      event.preventDefault();
      onSelect(active);
    } else if (event.key === "o") openFold(active);
    else if (event.key === "c" && active !== undefined) closeAround(active);
    else if (event.key === "Escape") {
      setFocused(undefined);
      onSelect(null);
    } else if (event.key === "+" || event.key === "=") zoomBy(1.25);
    else if (event.key === "-") zoomBy(0.8);
    else if (event.key === "0") fit();
  };
  const onClick = (event: MouseEvent): void => {
    const key = keyAt(event.target);
    if (event.target instanceof Element && event.target.closest(".fold-handle") && openFold(key)) return;
    setFocused(key);
    onSelect(key ?? null);
  };
  const onDoubleClick = (event: MouseEvent): void => {
    const key = keyAt(event.target);
    if (!openFold(key) && key === undefined) fit();
  };

  const empty = scene.whole.nodes.length === 0;
  const ops = scene.foldedFrom ?? scene.graph.nodes.filter((node) => node.op !== undefined).length;
  const subject = step < story.length ? subjectAt(story, step) : undefined;
  const place = subject === undefined ? undefined : keyOf(story, subject);
  const nowKey = place === undefined ? undefined : (boxOf.get(place) ?? place);
  // While one steps through a graph that is larger than the window, the box that the step is about stays in it.
  useEffect(() => {
    const box = nowKey === undefined ? undefined : layout.boxes.get(nowKey);
    follow(box && areaOf(box));
  }, [nowKey, layout, follow]);
  return (
    <div className={`graph${placement.progress < 1 ? " is-easing" : ""}`}>
      <div ref={frame} className="graph-frame" onDoubleClick={onDoubleClick} data-detail="near">
        <svg
          className="graph-svg"
          role="group"
          aria-roledescription={strings.graph}
          aria-label={strings.graphLabel(ops, scene.graph.nodes.filter((node) => node.op === undefined).length)}
          aria-describedby={`${id}-help`}
          aria-activedescendant={active === undefined ? undefined : order.get(active)}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onPointerOver={(event) => hover(keyAt(event.target))}
          onPointerLeave={() => hover(undefined)}
          onFocus={() => active === undefined && setFocused(selected ?? scene.graph.nodes[0]?.key)}
        >
          <defs>
            {headStates.map((state) => (
              <marker
                key={state}
                id={`${id}-${state}`}
                className={`head head-${state}`}
                markerUnits="userSpaceOnUse"
                viewBox="0 0 10 10"
                refX="1"
                refY="5"
                markerWidth="10"
                markerHeight="10"
                orient="auto"
              >
                <path d="M0,0.6L8.6,5L0,9.4Z" />
              </marker>
            ))}
            <pattern id={`${id}-odd`} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <rect width="2" height="5" className="odd-hatch" />
            </pattern>
          </defs>
          <g ref={world} className="graph-world">
            {props.onFold && (
              <Frames scene={scene} placement={placement} choices={choices} strings={strings} onFold={props.onFold} />
            )}
            <Ghosts scene={scene} placement={placement} sight={sight} />
            <Edges
              story={story}
              cursor={step}
              scene={scene}
              placement={placement}
              sight={sight}
              hot={hovered ?? selected}
              heads={id}
              cutText={strings.cuts}
            />
            {placement.leaving.map(({ node, corner }) => (
              <g key={node.key} className="leaving" aria-hidden="true">
                <NodeView
                  id={`${id}-gone-${node.key}`}
                  node={node}
                  x={corner.x}
                  y={corner.y}
                  opacity={1 - placement.progress}
                  value={undefined}
                  gradient={undefined}
                  label=""
                  marks=""
                  foldedText={undefined}
                />
              </g>
            ))}
            <Boxes
              story={story}
              cursor={step}
              scene={scene}
              placement={placement}
              sight={sight}
              strings={strings}
              order={order}
              inputs={inputs}
              near={near}
              selected={selected}
              active={active}
              hovered={hovered}
              hoveredLine={hoveredLine}
              now={nowKey}
              pointedOut={props.pointedOut}
            />
            <Motion
              story={story}
              cursor={cursor}
              scene={scene}
              placement={placement}
              derivativeOf={props.derivativeOf}
            />
          </g>
        </svg>
      </div>
      <p id={`${id}-help`} className="graph-help">
        {strings.keysHelp}
      </p>
      {empty ? (
        <div className="graph-empty">
          <p>{strings.empty}</p>
          <p>{strings.emptyHint}</p>
        </div>
      ) : (
        <Controls strings={strings} onFit={fit} onZoom={zoomBy} />
      )}
      {scene.foldedFrom !== undefined && (
        <p className="graph-notice">{strings.folded(scene.foldedFrom, scene.whole.nodes.length)}</p>
      )}
      {hinting && <p className="graph-hint">{strings.twoFingers}</p>}
    </div>
  );
}

const areaOf = ({ x, y, width, height }: Box): Sight => ({
  left: x - width / 2,
  top: y - height / 2,
  right: x + width / 2,
  bottom: y + height / 2,
});

const keyAt = (target: EventTarget): string | undefined =>
  target instanceof Element ? (target.closest<SVGGElement>("[data-key]")?.dataset.key ?? undefined) : undefined;
