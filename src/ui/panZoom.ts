/** Pan and zoom of a picture, the one place where d3 touches the page; what to do with the transform is the caller's choice. */
import { select } from "d3-selection";
import { type D3ZoomEvent, type ZoomTransform, zoom, zoomIdentity } from "d3-zoom";

/** A point p of the picture stands at `k * p + (x, y)` of the element. */
export interface View {
  readonly k: number;
  readonly x: number;
  readonly y: number;
}

export interface Extent {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PanZoomOptions {
  /** Called with every new transform; `byPerson` is false for `fit` and the like. */
  readonly onChange: (view: View, byPerson: boolean) => void;
  /** A gesture begins or ends: the time to ask the compositor for a layer of its own. */
  readonly onMoving?: (moving: boolean) => void;
  /** One finger moved on the picture while two are needed. */
  readonly onOneFinger?: () => void;
  readonly minScale?: number;
  readonly maxScale?: number;
  /** By default one finger scrolls the page and two move the picture. */
  readonly oneFingerPans?: boolean;
}

export interface FitOptions {
  readonly padding?: number;
  readonly maxScale?: number;
  /** Below this the picture is not shrunk further: its start is shown instead of all of it. */
  readonly minScale?: number;
}

export interface PanZoom {
  readonly view: View;
  update(options: Partial<PanZoomOptions>): void;
  fit(bounds: Extent, viewport: { readonly width: number; readonly height: number }, options?: FitOptions): void;
  zoomBy(factor: number): void;
  /** Moves by so many pixels of the element. */
  panBy(dx: number, dy: number): void;
  reset(): void;
  destroy(): void;
}

/** Drag pans, wheel and trackpad pan, Ctrl or ⌘ with the wheel and pinching zoom at the pointer. */
export function createPanZoom(element: HTMLElement | SVGSVGElement, initial: PanZoomOptions): PanZoom {
  let options = initial;
  let byPerson = true;
  let view: View = zoomIdentity;
  let stillness: ReturnType<typeof setTimeout> | undefined;

  const behaviour = zoom<HTMLElement | SVGSVGElement, unknown>()
    .scaleExtent([options.minScale ?? 0.05, options.maxScale ?? 4])
    // A wheel notch of 100 pixels zooms by about a fifth; trackpad pinches come in small steps with ctrlKey set.
    .wheelDelta(
      (event: WheelEvent) => -event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0025) * (isPinch(event) ? 3 : 1),
    )
    .filter((event: Event) => accepts(event, options.oneFingerPans ?? false))
    .on("start", (event: D3ZoomEvent<Element, unknown>) => {
      if (event.sourceEvent) options.onMoving?.(true);
    })
    .on("zoom", (event: D3ZoomEvent<Element, unknown>) => {
      const { k, x, y }: ZoomTransform = event.transform;
      view = { k, x, y };
      options.onChange(view, byPerson);
    })
    .on("end", () => options.onMoving?.(false));

  const selection = select<HTMLElement | SVGSVGElement, unknown>(element);
  selection.call(behaviour).on("dblclick.zoom", null);

  const quietly = (change: () => void): void => {
    byPerson = false;
    try {
      change();
    } finally {
      byPerson = true;
    }
  };

  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 20 : 1;
    const sideways = event.shiftKey && event.deltaX === 0;
    const [dx, dy] = sideways ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    options.onMoving?.(true);
    clearTimeout(stillness);
    // A wheel has no end event; a pause stands for it.
    stillness = setTimeout(() => options.onMoving?.(false), 160);
    behaviour.translateBy(selection, (-dx * unit) / view.k, (-dy * unit) / view.k);
  };
  element.addEventListener("wheel", onWheel as EventListener, { passive: false });

  const onTouchMove = (event: TouchEvent): void => {
    if (event.touches.length === 1 && !options.oneFingerPans) options.onOneFinger?.();
  };
  element.addEventListener("touchmove", onTouchMove as EventListener, { passive: true });

  return {
    get view() {
      return view;
    },
    update(next) {
      options = { ...options, ...next };
    },
    fit(bounds, viewport, { padding = 32, maxScale = 1.25, minScale = 0 } = {}) {
      if (viewport.width <= 0 || viewport.height <= 0 || bounds.width <= 0 || bounds.height <= 0) return;
      const across = (viewport.width - 2 * padding) / bounds.width;
      const down = (viewport.height - 2 * padding) / bounds.height;
      const k = Math.max(minScale, Math.min(maxScale, across, down));
      const centred = (at: number, size: number, room: number): number =>
        size * k <= room - padding ? (room - size * k) / 2 - at * k : padding - at * k;
      const x = centred(bounds.x, bounds.width, viewport.width);
      const y = (viewport.height - bounds.height * k) / 2 - bounds.y * k;
      quietly(() => behaviour.transform(selection, zoomIdentity.translate(x, y).scale(k)));
    },
    zoomBy(factor) {
      behaviour.scaleBy(selection, factor);
    },
    panBy(dx, dy) {
      behaviour.translateBy(selection, dx / view.k, dy / view.k);
    },
    reset() {
      quietly(() => behaviour.transform(selection, zoomIdentity));
    },
    destroy() {
      clearTimeout(stillness);
      selection.on(".zoom", null);
      element.removeEventListener("wheel", onWheel as EventListener);
      element.removeEventListener("touchmove", onTouchMove as EventListener);
    },
  };
}

const isPinch = (event: WheelEvent): boolean => event.ctrlKey && Math.abs(event.deltaY) < 50;

function accepts(event: Event, oneFingerPans: boolean): boolean {
  if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
  if (typeof TouchEvent !== "undefined" && event instanceof TouchEvent)
    return oneFingerPans || event.touches.length > 1;
  return event instanceof MouseEvent ? event.button === 0 || event.button === 1 : true;
}
