/** Pan and zoom of a plot: gestures on an element as ranges of its axes. */
import { type RefObject, useEffect, useRef, useState } from "react";
import type { Range } from "#geometry/frame.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { createPanZoom, type PanZoom, type View } from "#ui/panZoom.ts";

const still: View = { k: 1, x: 0, y: 0 };

export interface PlotZoom {
  readonly ranges: readonly Range[];
  readonly moved: boolean;
  readonly zoomBy: (factor: number) => void;
  readonly reset: () => void;
}

/** The ranges that a person has zoomed to, starting from `base`; a new `home` (another plane) starts anew. `flat`: only the first axis moves. */
export function usePanZoom(
  element: RefObject<HTMLElement | null>,
  base: readonly Range[],
  area: PlotArea,
  home: string,
): PlotZoom {
  const [view, setView] = useState(still);
  const control = useRef<PanZoom | null>(null);
  useEffect(() => {
    if (!element.current) return;
    const made = createPanZoom(element.current, {
      onChange: setView,
      minScale: 0.02,
      maxScale: 1e4,
      wheelPans: false,
    });
    control.current = made;
    return () => made.destroy();
  }, [element]);
  const reset = (): void => {
    const size = { width: 1, height: 1 };
    control.current?.fit({ x: 0, y: 0, ...size }, size, { padding: 0, maxScale: 1 });
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another home is what asks for it.
  useEffect(reset, [home]);
  const [x, y] = base;
  const ranges: Range[] = [];
  if (x) ranges.push(seen(x, area.left, area.right, view.k, view.x));
  if (y) ranges.push(seen(y, area.bottom, area.top, view.k, view.y));
  return {
    ranges,
    moved: view !== still && view.k + view.x + view.y !== 1,
    zoomBy: (f) => control.current?.zoomBy(f),
    reset,
  };
}

/** What of an axis stands between two pixels when a pixel p of the picture stands at k·p + shift. */
function seen({ low, high }: Range, start: number, end: number, k: number, shift: number): Range {
  const at = (pixel: number): number => low + (((pixel - shift) / k - start) / (end - start)) * (high - low);
  return { low: at(start), high: at(end) };
}
