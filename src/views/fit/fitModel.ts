/** What a picture of a model is drawn from. */
import type { Field } from "#geometry/regions.ts";

/** The model as it was for one set of parameters. */
export interface FitModel {
  /** For one input column, along the frame. */
  readonly curve: readonly { readonly x: number; readonly y: number }[] | undefined;
  /** For two, over the frame and a little beyond it. */
  readonly field: Field | undefined;
  /** For every row of the data; read like its targets. */
  readonly predictions: readonly number[];
}
