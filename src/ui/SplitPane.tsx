/** Two panes with a bar between them that can be dragged, or moved with the arrow keys (the window splitter of the ARIA practices). */
import { type KeyboardEvent, type PointerEvent, type ReactElement, type ReactNode, useRef, useState } from "react";

export interface SplitPaneProps {
  readonly direction: "columns" | "rows";
  /** Share of the first pane at the start, 0 to 1. */
  readonly initial: number;
  readonly least?: number;
  readonly most?: number;
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
  /** Where the share is kept between visits. */
  readonly storageKey?: string;
}

const STEP = 0.03;

export function SplitPane(props: SplitPaneProps): ReactElement {
  const { direction, initial, least = 0.2, most = 0.8, label, first, second, storageKey } = props;
  const [share, setShare] = useState(() => readShare(storageKey, initial, least, most));
  const box = useRef<HTMLDivElement>(null);

  const moveTo = (next: number): void => {
    const kept = Math.min(most, Math.max(least, next));
    setShare(kept);
    if (storageKey !== undefined) writeShare(storageKey, kept);
  };
  const drag = (event: PointerEvent): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const area = box.current?.getBoundingClientRect();
    if (!area) return;
    moveTo(
      direction === "columns" ? (event.clientX - area.left) / area.width : (event.clientY - area.top) / area.height,
    );
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const less = direction === "columns" ? "ArrowLeft" : "ArrowUp";
    const more = direction === "columns" ? "ArrowRight" : "ArrowDown";
    const next = { [less]: share - STEP, [more]: share + STEP, Home: least, End: most }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    moveTo(next);
  };

  const percent = `${(share * 100).toFixed(2)}%`;
  return (
    <div ref={box} className={`split split-${direction}`} style={{ "--share": percent } as Record<string, string>}>
      <div className="split-pane">{first}</div>
      {/* biome-ignore lint/a11y/useSemanticElements: a splitter has no element of its own; hr cannot be focused or dragged. */}
      <div
        className="split-bar"
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={direction === "columns" ? "vertical" : "horizontal"}
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={Math.round(least * 100)}
        aria-valuemax={Math.round(most * 100)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => moveTo(initial)}
        onKeyDown={onKeyDown}
      />
      <div className="split-pane">{second}</div>
    </div>
  );
}

function readShare(key: string | undefined, initial: number, least: number, most: number): number {
  try {
    const kept = Number(key === undefined ? Number.NaN : (localStorage.getItem(key) ?? Number.NaN));
    return kept >= least && kept <= most ? kept : initial;
  } catch {
    return initial;
  }
}

function writeShare(key: string, share: number): void {
  try {
    localStorage.setItem(key, share.toFixed(4));
  } catch {
    // It lasts as long as the page.
  }
}
