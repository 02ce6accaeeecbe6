/** The words that the inspector shows; the app hands them in. */
import type { Cut } from "#trace/events.ts";
import type { NodeKind } from "#trace/graph.ts";

export interface InspectorStrings {
  readonly inspector: string;
  readonly close: string;
  readonly kinds: Readonly<Record<NodeKind, string>>;
  /** One plain sentence on what the kind means for gradients. */
  readonly kindNotes: Readonly<Record<NodeKind, string>>;
  readonly cuts: Readonly<Record<Cut, string>>;
  readonly value: string;
  readonly gradient: string;
  /** Nothing has arrived yet, or nothing ever will. */
  readonly noGradient: string;
  readonly notKept: string;
  readonly none: string;
  readonly shape: string;
  readonly dtype: string;
  readonly line: string;
  readonly goToLine: (line: number) => string;
  readonly formula: string;
  readonly gradientRules: string;
  readonly madeBy: string;
  readonly inputs: string;
  readonly usedBy: string;
  readonly names: string;
  readonly sampled: (shape: string) => string;
  readonly range: string;
  readonly notYet: string;
  readonly foldedLine: (nodes: number, first: number, last: number) => string;
  readonly more: (n: number) => string;
  readonly unfold: string;
  readonly fold: (title: string) => string;
}
