/** What both pictures of a fit share. */
import type { ReactElement, ReactNode } from "react";
import type { Fit } from "#trace/fit.ts";
import type { FitData, FitFrame } from "#trace/fitData.ts";
import type { PlotArea, PlotSize } from "#ui/PlotFrame.tsx";
import type { FitModel } from "./fitModel.ts";
import type { FitStrings } from "./strings.ts";

export interface PlotProps {
  readonly fit: Fit;
  readonly data: FitData;
  readonly frame: FitFrame;
  readonly model: FitModel | undefined;
  /** Of the model at the cursor where it is known, else what was recorded. */
  readonly predictions: readonly number[];
  readonly size: PlotSize;
  readonly strings: FitStrings;
}

interface ClipProps {
  readonly id: string;
  readonly area: PlotArea;
  readonly children: ReactNode;
}

/** Nothing is drawn outside the plotted rectangle. */
export function Clip({ id, area: { left, top, right, bottom }, children }: ClipProps): ReactElement {
  return (
    <>
      <clipPath id={id}>
        <rect x={left} y={top} width={right - left} height={bottom - top} />
      </clipPath>
      <g clipPath={`url(#${id})`}>{children}</g>
    </>
  );
}
