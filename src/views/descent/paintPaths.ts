/** Paths on the surface: what is done of them strong, what is to come and what lies behind a ridge faint. */
import { type Drape, isHidden, placeAt } from "#geometry/drape.ts";
import { eyeOf, type Place, type Projection, type Turn } from "#geometry/projection.ts";
import type { Surface } from "#geometry/surface.ts";
import type { Ink } from "../value/surfaceInk.ts";

/** A path as it is painted. */
export interface DrapedPath {
  readonly drape: Drape;
  readonly colour: string;
  readonly dash: readonly number[];
  readonly ghost: boolean;
}

interface Run {
  readonly past: boolean;
  readonly hidden: boolean;
  /** How long the path is before it: its dashes go on where those of the run before ended. */
  readonly offset: number;
  readonly points: { readonly px: number; readonly py: number }[];
}

/** Paints paths up to a row; the last of them lies on top. */
export function paintPaths(
  context: CanvasRenderingContext2D,
  surface: Surface,
  paths: readonly DrapedPath[],
  row: number,
  turn: Turn,
  at: Projection,
  ink: Ink,
): void {
  const eye = eyeOf(turn);
  context.lineJoin = "round";
  context.lineCap = "round";
  for (const path of paths) {
    const colour = ink.resolve(path.colour);
    const runs = runsOf(surface, path.drape, row, eye, at);
    const stroke = (
      past: boolean,
      hidden: boolean,
      style: string,
      width: number,
      alpha: number,
      dashed = true,
    ): void => {
      context.strokeStyle = style;
      context.lineWidth = width;
      context.globalAlpha = path.ghost ? alpha * 0.6 : alpha;
      context.setLineDash(dashed ? [...path.dash] : []);
      for (const run of runs) {
        if (run.past !== past || run.hidden !== hidden) continue;
        context.lineDashOffset = run.offset;
        context.beginPath();
        for (const { px, py } of run.points) context.lineTo(px, py);
        context.stroke();
      }
    };
    const width = path.ghost ? 1.6 : 2.6;
    stroke(false, true, colour, 1.2, 0.18);
    stroke(false, false, colour, 1.4, 0.5);
    stroke(true, true, colour, width * 0.7, 0.38);
    if (!path.ghost) stroke(true, false, ink.ground, width + 2.4, 0.8, false);
    stroke(true, false, colour, width, 1);
    context.setLineDash([]);
    context.globalAlpha = 1;
    paintPoints(context, surface, path, row, eye, at, colour, ink);
  }
  context.globalAlpha = 1;
}

/** The start as a ring; where the path is now as a dot, with a line down to the base. */
function paintPoints(
  context: CanvasRenderingContext2D,
  surface: Surface,
  { drape, ghost }: DrapedPath,
  row: number,
  eye: Place,
  at: Projection,
  colour: string,
  ink: Ink,
): void {
  const disc = (px: number, py: number, radius: number): void => {
    context.beginPath();
    context.arc(px, py, radius, 0, 2 * Math.PI);
  };
  const start = drape.places.find((place) => place !== undefined);
  if (start) {
    const { px, py } = at(start.x, start.y, start.h);
    context.globalAlpha = (isHidden(surface, start, eye) ? 0.45 : 1) * (ghost ? 0.6 : 1);
    disc(px, py, ghost ? 3.2 : 4.2);
    context.fillStyle = ink.ground;
    context.fill();
    context.strokeStyle = colour;
    context.lineWidth = ghost ? 1.4 : 2;
    context.stroke();
  }
  const now = placeAt(drape, row);
  if (!now) return;
  const { place, there } = now;
  const { px, py } = at(place.x, place.y, place.h);
  const seen = isHidden(surface, place, eye) ? 0.5 : 1;
  if (ghost) {
    context.globalAlpha = 0.75 * seen;
    context.fillStyle = colour;
    disc(px, py, 3.2);
    context.fill();
    return;
  }
  const foot = at(place.x, place.y, 0);
  context.globalAlpha = 0.75;
  context.strokeStyle = ink.text;
  context.lineWidth = 1;
  context.setLineDash([2, 3]);
  context.beginPath();
  context.moveTo(px, py);
  context.lineTo(foot.px, foot.py);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 0.24 * seen;
  context.fillStyle = colour;
  disc(px, py, 13);
  context.fill();
  context.globalAlpha = seen;
  disc(px, py, 5.6);
  // A path that has left the base has its dot open, where it was last seen.
  context.fillStyle = there ? colour : ink.ground;
  context.fill();
  context.strokeStyle = there ? ink.ground : colour;
  context.lineWidth = 2;
  context.stroke();
}

/** A path cut into pieces that are each painted in one way. */
function runsOf(surface: Surface, drape: Drape, row: number, eye: Place, at: Projection): readonly Run[] {
  const runs: Run[] = [];
  let run: Run | undefined;
  let [length, tested, hidden] = [0, Number.POSITIVE_INFINITY, false];
  const add = (place: Place, past: boolean): void => {
    const point = at(place.x, place.y, place.h);
    const last = run?.points.at(-1);
    const step = last ? Math.hypot(point.px - last.px, point.py - last.py) : 0;
    // A path that has arrived puts a thousand places on one pixel.
    if (last && step < 0.4 && run?.past === past) return;
    tested += step;
    if (!last || tested > 2.5) {
      hidden = isHidden(surface, place, eye);
      tested = 0;
    }
    length += step;
    if (run && run.past === past && run.hidden === hidden) {
      run.points.push(point);
      return;
    }
    run?.points.push(point);
    run = { past, hidden, offset: length, points: [point] };
    runs.push(run);
  };
  const now = placeAt(drape, row);
  let before = true;
  drape.places.forEach((place, i) => {
    const past = (drape.rows[i] ?? 0) <= row;
    if (!past && before && now?.there) {
      add(now.place, true);
      add(now.place, false);
    }
    before = past;
    if (place) add(place, past);
    else run = undefined;
  });
  return runs;
}
