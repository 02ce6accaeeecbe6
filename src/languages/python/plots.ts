/** Figures as Python tells them: JSON texts, within a budget for one run. */
import type { Figure } from "#trace/figure.ts";

/** So many pictures, and so many characters in all of them, are told of one run. */
const most = { figures: 300, characters: 20_000_000 };

export interface PlotDesk {
  /** The figure in a text, or null when there is no more room for it. */
  read(json: string): Figure | null;
  /** How many had no room. */
  readonly refused: number;
}

/** A desk for the figures of one run. */
export function createPlotDesk(): PlotDesk {
  let [figures, characters, refused] = [0, 0, 0];
  return {
    read(json) {
      if (figures >= most.figures || characters + json.length > most.characters) {
        refused++;
        return null;
      }
      figures++;
      characters += json.length;
      // Null stands for a number that JSON cannot write. The text is our own package's, and whoever receives the event checks it.
      return (json.includes("null") ? JSON.parse(json, nanForNull) : JSON.parse(json)) as Figure;
    },
    get refused() {
      return refused;
    },
  };
}

const nanForNull = (_key: string, item: unknown): unknown => (item === null ? Number.NaN : item);
