/** The three buttons in the corner of the picture. */
import type { ReactElement } from "react";
import type { GraphStrings } from "./strings.ts";

export interface ControlsProps {
  readonly strings: GraphStrings;
  readonly onFit: () => void;
  readonly onZoom: (factor: number) => void;
}

export function Controls({ strings, onFit, onZoom }: ControlsProps): ReactElement {
  return (
    <div className="graph-controls">
      <button type="button" onClick={() => onZoom(1.3)} aria-label={strings.zoomIn} title={strings.zoomIn}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10,4V16M4,10H16" />
        </svg>
      </button>
      <button type="button" onClick={() => onZoom(1 / 1.3)} aria-label={strings.zoomOut} title={strings.zoomOut}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M4,10H16" />
        </svg>
      </button>
      <button type="button" onClick={onFit} aria-label={strings.fit} title={strings.fit}>
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M3,7V3H7M13,3H17V7M17,13V17H13M7,17H3V13" />
        </svg>
      </button>
    </div>
  );
}
