/** What an axis of the picture shows: one of the program's numbers, or a direction through all of them. */
import type { ReactElement } from "react";
import type { AxisChoice, Plane } from "#geometry/plane.ts";
import type { Descent } from "#trace/descent.ts";
import { useLateStrings } from "../strings.ts";

export interface AxisMenuProps {
  readonly descent: Descent;
  readonly label: string;
  readonly choice: AxisChoice;
  readonly onChoose: (choice: AxisChoice) => void;
}

/** A menu with more numbers than this is no help. */
const most = 256;

export function AxisMenu({ descent, label, choice, onChoose }: AxisMenuProps): ReactElement {
  const { descent: strings } = useLateStrings();
  return (
    <select
      className="descent-select"
      aria-label={label}
      title={label}
      value={textOf(choice)}
      onChange={(event) => onChoose(choiceOf(event.currentTarget.value))}
    >
      <optgroup label={strings.groupNumbers}>
        {descent.coordinates.slice(0, most).map(({ label: name }, index) => (
          <option key={name} value={`coordinate:${index}`}>
            {name}
          </option>
        ))}
      </optgroup>
      {descent.coordinates.length > 1 && (
        <optgroup label={strings.groupDirections}>
          <option value="principal:0">{strings.principal(1)}</option>
          <option value="principal:1">{strings.principal(2)}</option>
          <option value="random:1">{strings.random(1)}</option>
          <option value="random:2">{strings.random(2)}</option>
        </optgroup>
      )}
    </select>
  );
}

const textOf = (choice: AxisChoice): string => {
  switch (choice.kind) {
    case "coordinate":
      return `coordinate:${choice.index}`;
    case "principal":
      return `principal:${choice.rank}`;
    case "random":
      return `random:${choice.seed}`;
    default:
      return choice satisfies never;
  }
};

function choiceOf(text: string): AxisChoice {
  const [kind, number = "0"] = text.split(":");
  if (kind === "principal") return { kind, rank: number === "1" ? 1 : 0 };
  if (kind === "random") return { kind, seed: Number(number) };
  return { kind: "coordinate", index: Number(number) };
}

/** What stands at an axis: the learner's own name, or the direction with its share of the path's variance. */
export function axisLabel(
  descent: Descent,
  axis: Plane["axes"][number] | undefined,
  strings: ReturnType<typeof useLateStrings>["descent"],
): string {
  if (!axis) return "";
  const { choice, explained } = axis;
  const share =
    descent.coordinates.length > 2 ? ` (${strings.share((100 * explained).toFixed(explained < 0.1 ? 1 : 0))})` : "";
  switch (choice.kind) {
    case "coordinate":
      return `${descent.coordinates[choice.index]?.label ?? ""}${share}`;
    case "principal":
      return `${strings.principal(choice.rank + 1)}${share}`;
    case "random":
      return `${strings.random(choice.seed)}${share}`;
    default:
      return choice satisfies never;
  }
}
