/** How large an element is, as it changes. */
import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import type { PlotSize } from "./PlotFrame.tsx";

/** A ref for an element, and its size in whole pixels; zero before it stands on the page. */
export function useSize<E extends HTMLElement>(): readonly [RefObject<E | null>, PlotSize] {
  const ref = useRef<E>(null);
  const [size, setSize] = useState<PlotSize>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => {
      const [width, height] = [Math.floor(element.clientWidth), Math.floor(element.clientHeight)];
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size];
}
