/** How long the page waits before it does something by itself. */

/** Typing rests so long (ms) before the program runs: no longer than between two keys of a fast typist … */
export const REST = 30;
/** … and a half-typed line's error waits so long (ms) before it takes the place of the last picture. */
export const CALM = 700;
/** A run that takes longer (ms) is shown while it goes on. */
export const SOON = 150;
/** A newer program lets the running one end by itself for so long (ms): ending Python from outside costs a fresh start. */
export const PATIENCE = 2000;
/** … and so long before the draft is written. */
export const SAVE = 250;
/** A probing program may take so long (ms). */
export const PROBE = 5_000;
