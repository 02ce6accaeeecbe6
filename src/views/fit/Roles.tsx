/** Which tensor is the input, which the prediction, which the target: guessed, and corrected here. */
import { type ReactElement, useId } from "react";
import type { Fit, FitRole } from "#trace/fit.ts";
import type { FitStrings } from "./strings.ts";

export interface RolesProps {
  readonly fit: Fit;
  readonly strings: FitStrings;
  readonly onChoose: (role: FitRole, key: string) => void;
}

const roles = ["input", "target", "prediction"] as const;

/** `data: x → y`, which opens to a menu for each role. */
export function Roles({ fit, strings, onChoose }: RolesProps): ReactElement {
  const id = useId();
  return (
    <details className="fit-roles">
      <summary>
        {strings.data}{" "}
        <code>
          {fit.input.name} → {fit.target.name}
        </code>
      </summary>
      <div className="fit-menus">
        {roles.map((role) => (
          <div key={role}>
            <label htmlFor={`${id}${role}`}>{strings.roles[role]}</label>
            <select
              id={`${id}${role}`}
              value={fit[role].key}
              onChange={(event) => onChoose(role, event.currentTarget.value)}
            >
              {fit.menus[role].map(({ key, name }) => (
                <option key={key} value={key}>
                  {name}
                </option>
              ))}
            </select>
          </div>
        ))}
      </div>
    </details>
  );
}
