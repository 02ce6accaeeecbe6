/** The words that the graph view shows; the app hands them in, so that the view speaks any language. */
import type { Cut } from "#trace/events.ts";
import type { NodeKind } from "#trace/graph.ts";
import type { Group } from "#trace/groups.ts";

export interface GraphStrings {
  /** What the picture is, to a screen reader: `computation graph`. */
  readonly graph: string;
  readonly graphLabel: (ops: number, leaves: number) => string;
  readonly keysHelp: string;
  readonly empty: string;
  readonly emptyHint: string;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  readonly cuts: Readonly<Record<Cut, string>>;
  readonly fit: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  readonly folded: (ops: number, boxes: number) => string;
  readonly groupTitle: (kind: Group["kind"], name: string, first: number, last: number) => string;
  readonly close: (title: string) => string;
  readonly foldedNode: (ops: number) => string;
  readonly twoFingers: string;
  readonly legend: string;
  readonly legendGradient: string;
  readonly legendPositive: string;
  readonly legendNegative: string;
  readonly legendZero: string;
  readonly legendCut: string;
  readonly legendSize: string;
  readonly legendGathering: string;
  readonly legendUsed: string;
  readonly legendFreed: string;
  readonly value: string;
  readonly gradient: string;
  readonly inputs: string;
  readonly name: string;
  readonly op: string;
  readonly shape: string;
  readonly line: string;
  readonly kind: string;
  readonly and: string;
  readonly none: string;
  readonly scalar: string;
}
