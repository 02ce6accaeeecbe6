/** A short piece of a line, with its colour and its dash: what tells the lines apart in a legend. */
import type { ReactElement } from "react";

export interface SampleProps {
  readonly colour: string;
  readonly dash: string;
}

/** A line's sign in a list. */
export function Sample({ colour, dash }: SampleProps): ReactElement {
  return (
    <svg className="curves-sample" width={22} height={8} aria-hidden="true">
      <path d="M1,4H21" style={{ stroke: colour }} strokeDasharray={dash || undefined} />
    </svg>
  );
}
