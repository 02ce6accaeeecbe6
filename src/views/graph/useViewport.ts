/** The window onto the picture: pan and zoom, fitting, how much detail is worth drawing, and which part is in sight. */
import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Layout } from "#trace/graph.ts";
import { createPanZoom, type FitOptions, type PanZoom, type View } from "#ui/panZoom.ts";

/** A rectangle of the picture, in its own pixels. */
export interface Sight {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Viewport {
  /** The element that is panned over. */
  readonly frame: RefObject<HTMLDivElement | null>;
  /** The group that carries the transform. */
  readonly world: RefObject<SVGGElement | null>;
  /** What to draw when the graph is too large to draw whole; undefined while everything is drawn. */
  readonly sight: Sight | undefined;
  /** True for a moment after one finger tried to move the picture. */
  readonly hinting: boolean;
  readonly fit: () => void;
  readonly zoomBy: (factor: number) => void;
  /** Brings a rectangle into the window if it is outside. */
  readonly reveal: (box: Sight) => void;
  /** Keeps a rectangle in the window, also when the window changes; undefined lets go of it. */
  readonly follow: (box: Sight | undefined) => void;
}

/** The name above the first row stands out of its box, and a selected node has a ring. */
const margin = 14;
/** How long the picture glides (ms) to what it is to show. */
const glide = 280;
const cullAbove = 400;
/** Sight moves in steps, so that a pan seldom redraws. */
const step = 400;
/** Numbers are no longer readable below this scale. */
const farScale = 0.4;
const dotScale = 0.2;
/** By itself the picture never shrinks below what can be read. */
const automatic: FitOptions = { minScale: 0.55, maxScale: 1.25 };

export function useViewport(layout: Layout, structure: string, oneFingerPans: boolean): Viewport {
  const frame = useRef<HTMLDivElement>(null);
  const world = useRef<SVGGElement>(null);
  const panZoom = useRef<PanZoom | undefined>(undefined);
  const movedByPerson = useRef(false);
  const gliding = useRef(0);
  const followed = useRef<Sight | undefined>(undefined);
  const large = layout.boxes.size > cullAbove;
  const [sight, setSight] = useState<Sight | undefined>(undefined);
  const [hinting, setHinting] = useState(false);

  const look = useCallback(
    (view: View) => {
      if (!large || !frame.current) return setSight(undefined);
      const { clientWidth: w, clientHeight: h } = frame.current;
      const down = (x: number): number => Math.floor(x / step) * step;
      const next = {
        left: down(-view.x / view.k) - step / 2,
        top: down(-view.y / view.k) - step / 2,
        right: down((w - view.x) / view.k) + 1.5 * step,
        bottom: down((h - view.y) / view.k) + 1.5 * step,
      };
      setSight((old) => (old && sameSight(old, next) ? old : next));
    },
    [large],
  );

  const fitTo = useCallback(
    (options: FitOptions) => {
      const element = frame.current;
      if (!element) return;
      const bounds = { x: -margin, y: -margin, width: layout.width + 2 * margin, height: layout.height + 2 * margin };
      const small = element.clientWidth < 600;
      panZoom.current?.fit(
        bounds,
        { width: element.clientWidth, height: element.clientHeight },
        {
          padding: small ? 14 : 32,
          ...options,
        },
      );
    },
    [layout],
  );

  useLayoutEffect(() => {
    const element = frame.current;
    if (!element) return;
    const made = createPanZoom(element, {
      onChange: () => undefined,
      onMoving: (moving) => element.classList.toggle("is-moving", moving),
      onOneFinger: () => setHinting(true),
      minScale: 0.04,
      maxScale: 4,
    });
    panZoom.current = made;
    return () => made.destroy();
  }, []);

  useLayoutEffect(() => {
    const element = frame.current;
    const now = panZoom.current;
    if (!element || !now) return;
    now.update({
      oneFingerPans,
      onChange: (view, byPerson) => {
        if (byPerson) movedByPerson.current = true;
        if (world.current) world.current.style.transform = `translate(${view.x}px,${view.y}px) scale(${view.k})`;
        element.dataset.detail = view.k < dotScale ? "dots" : view.k < farScale ? "far" : "near";
        look(view);
      },
    });
    look(now.view);
  }, [look, oneFingerPans]);

  const reveal = useCallback((box: Sight) => {
    const element = frame.current;
    const now = panZoom.current;
    if (!element || !now) return;
    const { k, x, y } = now.view;
    const inside = (low: number, high: number, room: number): number =>
      low < margin ? margin - low : high > room - margin ? Math.max(margin - low, room - margin - high) : 0;
    const dx = inside(box.left * k + x, box.right * k + x, element.clientWidth);
    const dy = inside(box.top * k + y, box.bottom * k + y, element.clientHeight);
    if (dx === 0 && dy === 0) return;
    element.classList.add("is-gliding");
    clearTimeout(gliding.current);
    gliding.current = window.setTimeout(() => element.classList.remove("is-gliding"), glide);
    now.panBy(dx, dy);
  }, []);
  const follow = useCallback(
    (box: Sight | undefined) => {
      followed.current = box;
      if (box) reveal(box);
    },
    [reveal],
  );
  const fitAgain = useCallback(() => {
    if (movedByPerson.current) return;
    fitTo(automatic);
    if (followed.current) reveal(followed.current);
  }, [fitTo, reveal]);

  // A picture that has changed its shape, or its window, is shown whole, unless the person has chosen a view.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the structure is what a person sees change.
  useLayoutEffect(() => {
    fitAgain();
  }, [structure, fitAgain]);

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(fitAgain);
    observer.observe(element);
    return () => observer.disconnect();
  }, [fitAgain]);

  useEffect(() => {
    if (!hinting) return;
    const timer = setTimeout(() => setHinting(false), 1200);
    return () => clearTimeout(timer);
  }, [hinting]);

  const fit = useCallback(() => {
    movedByPerson.current = false;
    fitTo({});
  }, [fitTo]);
  const zoomBy = useCallback((factor: number) => panZoom.current?.zoomBy(factor), []);
  return { frame, world, sight, hinting, fit, zoomBy, reveal, follow };
}

const sameSight = (a: Sight, b: Sight): boolean =>
  a.left === b.left && a.top === b.top && a.right === b.right && a.bottom === b.bottom;
