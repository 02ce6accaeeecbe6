/** A small slider for a number, linear or by factors. */
import type { CSSProperties, ReactElement } from "react";
import { endsOf, type Range, tickOf, valueAt } from "./sliderTicks.ts";
import "./miniSlider.css";

export interface SliderProps {
  readonly label: string;
  readonly range: Range;
  readonly value: number;
  /** The number as it is read aloud. */
  readonly text: string;
  readonly onChange: (value: number) => void;
}

export function Slider({ label, range, value, text, onChange }: SliderProps): ReactElement {
  const [first, last] = endsOf(range);
  const tick = Math.min(last, Math.max(first, tickOf(range, value)));
  const share = { "--share": (tick - first) / (last - first || 1) } as CSSProperties;
  return (
    <input
      type="range"
      className="mini-slider"
      aria-label={label}
      aria-valuetext={text}
      min={first}
      max={last}
      value={tick}
      style={share}
      onChange={(event) => onChange(valueAt(range, Number(event.currentTarget.value)))}
    />
  );
}
