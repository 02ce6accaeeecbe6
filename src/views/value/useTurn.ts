/** Turning a thing by dragging it and by the arrow keys; it has no inertia. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from "react";
import type { Turn } from "#geometry/projection.ts";

/** From here the near corner lies below, and both axes of the base lead up and away from it. */
const usual: Turn = { azimuth: 0.62, tilt: 0.66 };
const lowest = (8 * Math.PI) / 180;
const highest = (88 * Math.PI) / 180;
/** Radians for a pixel of dragging, and for a press of an arrow key. */
const perPixel = 0.0075;
const perKey = Math.PI / 36;

type PointerHandler = (event: PointerEvent<HTMLElement>) => void;

/** A turn, and what has to be listened to for it. */
export interface Turning {
  readonly turn: Turn;
  readonly reset: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
  readonly dragging: Readonly<
    Record<"onPointerDown" | "onPointerMove" | "onPointerUp" | "onPointerCancel", PointerHandler>
  >;
}

/** The turn that a person has given to a thing, which first stands as `start` says. */
export function useTurn(start = usual): Turning {
  const [turn, setTurn] = useState(start);
  const held = useRef<{ readonly id: number; readonly x: number; readonly y: number }>(undefined);
  const letGo: PointerHandler = ({ pointerId }) => {
    if (held.current?.id === pointerId) held.current = undefined;
  };
  return {
    turn,
    reset: () => setTurn(start),
    onKeyDown: (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const next = event.key === "Home" ? start : pressed(event.key, turn);
      if (!next) return;
      // Outside, the arrow keys step through the run: here they turn.
      event.preventDefault();
      event.stopPropagation();
      setTurn(next);
    },
    dragging: {
      onPointerDown: ({ currentTarget, pointerId, clientX, clientY, button }) => {
        if (button !== 0 || held.current) return;
        currentTarget.setPointerCapture(pointerId);
        held.current = { id: pointerId, x: clientX, y: clientY };
      },
      onPointerMove: ({ pointerId, clientX, clientY }) => {
        const from = held.current;
        if (from?.id !== pointerId) return;
        held.current = { id: pointerId, x: clientX, y: clientY };
        // What is nearest follows the pointer.
        setTurn((before) => by(before, (clientX - from.x) * perPixel, (clientY - from.y) * perPixel));
      },
      onPointerUp: letGo,
      onPointerCancel: letGo,
    },
  };
}

function pressed(key: string, turn: Turn): Turn | undefined {
  switch (key) {
    case "ArrowLeft":
      return by(turn, -perKey, 0);
    case "ArrowRight":
      return by(turn, perKey, 0);
    case "ArrowUp":
      return by(turn, 0, -perKey);
    case "ArrowDown":
      return by(turn, 0, perKey);
    default:
      return undefined;
  }
}

function by({ azimuth, tilt }: Turn, round: number, up: number): Turn {
  // A turn that starts beyond these ends stays there until it is turned back.
  const [low, high] = [Math.min(lowest, tilt), Math.max(highest, tilt)];
  return { azimuth: (azimuth + round) % (2 * Math.PI), tilt: Math.min(high, Math.max(low, tilt + up)) };
}
