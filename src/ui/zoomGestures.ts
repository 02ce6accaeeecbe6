/** Reads drags and pinches, the one place where d3 touches the page. */
import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";
import type { View } from "./panZoom.ts";

export interface GestureOptions {
  readonly scales: readonly [least: number, most: number];
  readonly accepts: (event: Event) => boolean;
  readonly onMoving: (moving: boolean) => void;
  readonly onView: (view: View) => void;
}

export interface Gestures {
  /** The picture was moved by something else: the next gesture starts from there. */
  takeOver(view: View): void;
  detach(): void;
}

export function attachGestures(
  element: HTMLElement | SVGSVGElement,
  start: View,
  { scales, accepts, onMoving, onView }: GestureOptions,
): Gestures {
  let own = true;
  const behaviour = zoom<HTMLElement | SVGSVGElement, unknown>()
    .scaleExtent([...scales])
    // A wheel notch of 100 pixels zooms by about a fifth; trackpad pinches come in small steps with ctrlKey set.
    .wheelDelta(
      (event: WheelEvent) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025) * (isPinch(event) ? 3 : 1),
    )
    .filter(accepts)
    .on("start", (event: D3ZoomEvent<Element, unknown>) => {
      if (event.sourceEvent) onMoving(true);
    })
    .on("zoom", (event: D3ZoomEvent<Element, unknown>) => {
      const { k, x, y }: ZoomTransform = event.transform;
      if (own) onView({ k, x, y });
    })
    .on("end", () => onMoving(false));
  const selection = select<HTMLElement | SVGSVGElement, unknown>(element);
  selection.call(behaviour).on("dblclick.zoom", null);

  const takeOver = ({ k, x, y }: View): void => {
    own = false;
    behaviour.transform(selection, zoomIdentity.translate(x, y).scale(k));
    own = true;
  };
  takeOver(start);
  return {
    takeOver,
    detach: () => {
      selection.on(".zoom", null);
    },
  };
}

const isPinch = (event: WheelEvent): boolean => event.ctrlKey && Math.abs(event.deltaY) < 50;
