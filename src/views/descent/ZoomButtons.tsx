/** Zoom for those who cannot pinch. */
import type { ReactElement } from "react";
import type { DescentStrings } from "./strings.ts";
import type { PlotZoom } from "./usePanZoom.ts";

/** Closer, further, and back to the whole path. */
export function ZoomButtons({
  zoom,
  strings,
}: {
  readonly zoom: PlotZoom;
  readonly strings: DescentStrings;
}): ReactElement {
  return (
    <div className="descent-zoom">
      <button type="button" className="button is-icon" aria-label={strings.zoomIn} onClick={() => zoom.zoomBy(1.5)}>
        +
      </button>
      <button
        type="button"
        className="button is-icon"
        aria-label={strings.zoomOut}
        onClick={() => zoom.zoomBy(1 / 1.5)}
      >
        −
      </button>
      {zoom.moved && (
        <button type="button" className="button" onClick={zoom.reset}>
          {strings.fit}
        </button>
      )}
    </div>
  );
}
