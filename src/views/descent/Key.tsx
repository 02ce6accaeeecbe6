/** What the signs of a picture of a descent mean, and which colour is how high. */
import type { ReactElement } from "react";
import { shortNumber } from "#ui/plotScale.ts";
import { hillColour } from "./hill.ts";

export interface KeyStrings {
  readonly point: string;
  readonly gradient: string;
  readonly tangent: string;
  readonly step: string;
  readonly start: string;
  readonly ghost: string;
  /** A cross, a diamond and a dotted line: lowest place, saddle, flattest part. */
  readonly marks: string;
}

export interface KeyProps {
  readonly strings: KeyStrings;
  /** The name of the loss. */
  readonly loss: string;
  /** The levels of a map, ascending; none for a curve. */
  readonly levels: readonly number[];
  /** The highest value of the map. */
  readonly high: number;
  readonly startMoves: boolean;
  /** A surface shows the path alone, without arrows. */
  readonly arrows: boolean;
  readonly ghost: boolean;
}

export function Key({ strings, loss, levels, high, startMoves, arrows, ghost }: KeyProps): ReactElement {
  const map = levels.length > 0;
  return (
    <div className="descent-key">
      <span>
        <svg width="16" height="14" aria-hidden="true">
          <circle className={arrows ? "key-point" : "key-point is-walk"} cx="8" cy="7" r="5" />
        </svg>
        {strings.point}
      </span>
      {arrows && (
        <>
          <span>
            <svg width="24" height="14" aria-hidden="true">
              <path className="key-gradient" d={map ? "M1,7H18M18,7L13,3.5M18,7L13,10.5" : "M2,12L22,2"} />
            </svg>
            {map ? strings.gradient : strings.tangent}
          </span>
          <span>
            <svg width="24" height="14" aria-hidden="true">
              <path className="key-step" d="M1,7H18M18,7L13,3.5M18,7L13,10.5" />
            </svg>
            {strings.step}
          </span>
        </>
      )}
      {startMoves && (
        <span>
          <svg width="16" height="14" aria-hidden="true">
            <circle className="key-start" cx="8" cy="7" r="5" />
          </svg>
          {strings.start}
        </span>
      )}
      {ghost && (
        <span>
          <svg width="24" height="14" aria-hidden="true">
            <path className="key-ghost" d="M1,7H23" />
          </svg>
          {strings.ghost}
        </span>
      )}
      {map && arrows && (
        <span>
          <svg width="46" height="14" aria-hidden="true">
            <path className="key-mark" d="M2,3L10,11M2,11L10,3M20,2L25,7L20,12L15,7Z" />
            <path className="key-flat" d="M30,7H45" />
          </svg>
          {strings.marks}
        </span>
      )}
      {map && (
        <span className="key-heights">
          {loss} {shortNumber(levels[0] ?? 0)}
          <i aria-hidden="true">
            {levels.map((level, i) => (
              <b key={level} style={{ background: hillColour(i / Math.max(1, levels.length - 1)) }} />
            ))}
          </i>
          {shortNumber(high)}
        </span>
      )}
    </div>
  );
}
