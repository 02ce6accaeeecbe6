/** A button that opens a panel below itself; the browser closes it on Escape and on a click elsewhere. */
import { type ReactElement, type ReactNode, Suspense, useId, useLayoutEffect, useRef, useState } from "react";

export interface PopoverProps {
  /** What stands in the button. */
  readonly button: ReactNode;
  /** Spoken name, where the button holds only a sign. */
  readonly label?: string;
  readonly className?: string;
  /** Gets a function that closes the panel. Made when the panel first opens; it may still have to be loaded. */
  readonly children: (close: () => void) => ReactNode;
}

/** Distance between button and panel, and between panel and window (px). */
const GAP = 6;

export function Popover({ button, label, className = "button", children }: PopoverProps): ReactElement {
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState(false);

  const place = (): void => {
    const from = trigger.current?.getBoundingClientRect();
    const box = panel.current;
    if (!from || !box) return;
    const { innerWidth, innerHeight } = window;
    const left = Math.max(GAP, Math.min(from.left, innerWidth - box.offsetWidth - GAP));
    box.style.left = `${left}px`;
    // Below the button, or above it where the button stands low (the bar of a phone).
    const below = from.bottom + GAP;
    const low = from.top > innerHeight / 2;
    box.style.top = low ? "auto" : `${below}px`;
    box.style.bottom = low ? `${innerHeight - from.top + GAP}px` : "auto";
    box.style.maxHeight = `${(low ? from.top : innerHeight - from.bottom) - 2 * GAP}px`;
  };

  return (
    <>
      <button ref={trigger} type="button" className={className} popoverTarget={id} aria-label={label} title={label}>
        {button}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="popover"
        onToggle={(event) => {
          if (event.newState !== "open") return;
          setOpened(true);
          place();
        }}
      >
        {opened && (
          <Suspense>
            <Content onArrival={place}>{children(() => panel.current?.hidePopover())}</Content>
          </Suspense>
        )}
      </div>
    </>
  );
}

/** What is in the panel; tells when it is there, because only then its size is known. */
function Content({ onArrival, children }: { readonly onArrival: () => void; readonly children: ReactNode }): ReactNode {
  useLayoutEffect(onArrival);
  return children;
}
