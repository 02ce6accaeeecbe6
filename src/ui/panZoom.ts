/** Pan and zoom of a picture; what to do with the transform is the caller's choice. */
import type { Gestures } from "./zoomGestures.ts";

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
  /** False where the page around the picture scrolls: the wheel then only zooms, with Ctrl or ⌘. */
  readonly wheelPans?: boolean;
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
  /** Moves by so many pixels of the element, to show something; not a choice of the person's. */
  panBy(dx: number, dy: number): void;
  destroy(): void;
}

/** Drag pans, wheel and trackpad pan, Ctrl or ⌘ with the wheel and pinching zoom at the pointer. */
export function createPanZoom(element: HTMLElement | SVGSVGElement, initial: PanZoomOptions): PanZoom {
  let options = initial;
  let view: View = { k: 1, x: 0, y: 0 };
  let gestures: Gestures | undefined;
  let gone = false;
  let stillness: ReturnType<typeof setTimeout> | undefined;
  const [least, most] = [options.minScale ?? 0.05, options.maxScale ?? 4];

  const moveTo = (next: View, byPerson: boolean): void => {
    view = next;
    gestures?.takeOver(view);
    options.onChange(view, byPerson);
  };
  const panBy = (dx: number, dy: number, byPerson: boolean): void =>
    moveTo({ k: view.k, x: view.x + dx, y: view.y + dy }, byPerson);

  // A picture is there before anybody drags it: what reads gestures comes after it.
  import("./zoomGestures.ts").then(
    ({ attachGestures }) => {
      if (gone) return;
      gestures = attachGestures(element, view, {
        scales: [least, most],
        accepts: (event) => accepts(event, options.oneFingerPans ?? false),
        onMoving: (moving) => options.onMoving?.(moving),
        onView: (next) => {
          view = next;
          options.onChange(view, true);
        },
      });
    },
    // Without them the buttons and the wheel still move the picture.
    () => undefined,
  );

  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey || options.wheelPans === false) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 20 : 1;
    const sideways = event.shiftKey && event.deltaX === 0;
    const [dx, dy] = sideways ? [event.deltaY, 0] : [event.deltaX, event.deltaY];
    options.onMoving?.(true);
    clearTimeout(stillness);
    // A wheel has no end event; a pause stands for it.
    stillness = setTimeout(() => options.onMoving?.(false), 160);
    panBy(-dx * unit, -dy * unit, true);
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
      const k = Math.max(least, minScale, Math.min(maxScale, across, down));
      const centred = (at: number, size: number, room: number): number =>
        size * k <= room - padding ? (room - size * k) / 2 - at * k : padding - at * k;
      const x = centred(bounds.x, bounds.width, viewport.width);
      const y = (viewport.height - bounds.height * k) / 2 - bounds.y * k;
      moveTo({ k, x, y }, false);
    },
    zoomBy(factor) {
      const k = Math.min(most, Math.max(least, view.k * factor));
      const [cx, cy] = [element.clientWidth / 2, element.clientHeight / 2];
      // The middle of the window stays where it is.
      moveTo({ k, x: cx - ((cx - view.x) * k) / view.k, y: cy - ((cy - view.y) * k) / view.k }, true);
    },
    panBy: (dx, dy) => panBy(dx, dy, false),
    destroy() {
      gone = true;
      clearTimeout(stillness);
      gestures?.detach();
      element.removeEventListener("wheel", onWheel as EventListener);
      element.removeEventListener("touchmove", onTouchMove as EventListener);
    },
  };
}

function accepts(event: Event, oneFingerPans: boolean): boolean {
  if (event instanceof WheelEvent) return event.ctrlKey || event.metaKey;
  // What can be gripped by itself is not a place to drag the picture by.
  if (event.target instanceof Element && event.target.closest("[data-grip]")) return false;
  if (typeof TouchEvent !== "undefined" && event instanceof TouchEvent)
    return oneFingerPans || event.touches.length > 1;
  return event instanceof MouseEvent ? event.button === 0 || event.button === 1 : true;
}
