/** What the run on the stage is compared with: the run before, and the racers. */
import { type Plane, project, projectPath } from "#geometry/plane.ts";
import type { Raced } from "#stage/races.ts";
import { type Descent, descentOf } from "#trace/descent.ts";
import type { Story } from "#trace/story.ts";
import type { OtherPath } from "#views/descent/Walk.tsx";
import { racerKinds } from "./racers.ts";

/** The path of an earlier run, if it went through the same numbers. */
export function ghostPath(
  ghost: Story | undefined,
  descent: Descent,
  plane: Plane,
  name: string,
): OtherPath | undefined {
  const before = ghost && descentOf(ghost);
  const labels = (of: Descent): string => of.coordinates.map(({ label }) => label).join();
  if (!before || before === descent || labels(before) !== labels(descent)) return undefined;
  return {
    id: "ghost",
    name,
    colour: "var(--walk-ghost)",
    dash: "3 4",
    points: projectPath(plane, before),
    losses: [...before.steps.map(({ loss }) => loss), Number.NaN],
  };
}

/** The paths of the racers on a plane. */
export function racerPaths(results: readonly Raced[], descent: Descent, plane: Plane): readonly OtherPath[] {
  const width = descent.coordinates.length;
  return results.flatMap(({ racer, path, losses }): readonly OtherPath[] => {
    const kind = racerKinds.find(({ id }) => id === racer.id);
    // A parameter that is too large to be an axis is part of the race, but not of the picture.
    if (!kind || path.length !== losses.length * width) return [];
    const points = Array.from(losses, (_, row) => project(plane, path, row * width));
    return [
      { id: racer.id, name: kind.name, colour: kind.colour, dash: kind.dash, points, losses: Array.from(losses) },
    ];
  });
}
