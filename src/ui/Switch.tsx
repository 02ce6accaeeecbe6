/** Something that is on or off, with its name beside it. */
import type { ReactElement } from "react";

export interface SwitchProps {
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
  readonly label: string;
  readonly className?: string;
}

export function Switch({ on, onChange, label, className = "" }: SwitchProps): ReactElement {
  return (
    <label className={`switch ${className}`}>
      <input
        type="checkbox"
        role="switch"
        aria-checked={on}
        checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span>{label}</span>
    </label>
  );
}
