/** What a plot in three dimensions is painted from: flat pieces in the unit cube, each small enough to lie before or behind another as a whole. */
import type { Place } from "#geometry/projection.ts";
import type { Dash, PlotColour, SpaceMark } from "#trace/figure.ts";
import { between, isEdge, ringsOf } from "../contourRings.ts";
import { colourAt, shareOf } from "../ink.ts";
import { type Cube, shareIn } from "./cube.ts";

/** Where a piece lies: `middle` is what its depth is measured at. */
interface Lying {
  readonly middle: Place;
  readonly colour: PlotColour;
  /** The colour means a number, and is the same on any ground. */
  readonly mapped: boolean;
  readonly alpha: number;
}

/** A cell of a surface; `lines` says for each of its sides whether it is drawn, and `beside` what else has that side. */
export interface Facet extends Lying {
  readonly kind: "facet";
  readonly corners: readonly Place[];
  readonly beside: readonly (() => Facet | undefined)[];
  readonly lines: readonly boolean[];
  readonly edge: PlotColour | undefined;
  readonly width: number;
}

/** A straight part of a line; of those with one `chain` the dashes go on. */
export interface Stroke extends Lying {
  readonly kind: "stroke";
  readonly from: Place;
  readonly to: Place;
  readonly width: number;
  readonly dash: Dash;
  readonly chain: object;
  /** Ends in an arrowhead. */
  readonly head: boolean;
  /** Shows faintly through what lies before it. */
  readonly through: boolean;
}

export interface Dot extends Lying {
  readonly kind: "dot";
  readonly marker: string;
  readonly radius: number;
}

/** Regions that lie flat at one height. */
export interface Patch extends Lying {
  readonly kind: "patch";
  readonly rings: readonly (readonly Place[])[];
}

export interface Words extends Lying {
  readonly kind: "words";
  readonly text: string;
  readonly align: "left" | "center" | "right";
}

export type Piece = Facet | Stroke | Dot | Patch | Words;

/** Points of matplotlib in pixels of the page. */
const pointSize = 1.2;
/** About so many lines go over a surface either way. */
const meshLines = 12;

/** The pieces of all marks, in the order of the program. */
export function piecesOf(marks: readonly SpaceMark[], cube: Cube): readonly Piece[] {
  const [shareX, shareY, shareZ] = [shareIn(cube.x), shareIn(cube.y), shareIn(cube.z)];
  const place: ToPlace = (x = Number.NaN, y = Number.NaN, z = Number.NaN) => ({
    x: shareX(x),
    y: shareY(y),
    h: shareZ(z),
  });
  return marks.flatMap((mark) => piecesOfMark(mark, place));
}

type ToPlace = (x?: number, y?: number, z?: number) => Place;
type MarkOf<K extends SpaceMark["kind"]> = Extract<SpaceMark, { kind: K }>;

function piecesOfMark(mark: SpaceMark, place: ToPlace): readonly Piece[] {
  switch (mark.kind) {
    case "surface":
      return mark.wire ? wires(mark, place) : facets(mark, place);
    case "line":
      return curve(mark, place);
    case "points":
      return points(mark, place);
    case "arrows":
      return mark.x.flatMap((x, i) => {
        const [y = 0, z = 0, u = 0, v = 0, w = 0] = [mark.y[i], mark.z[i], mark.u[i], mark.v[i], mark.w[i]];
        const ends = [place(x, y, z), place(x + u, y + v, z + w)] as const;
        return stroke(...ends, { ...plain(mark), width: 1.6, dash: "solid", chain: {}, head: true, through: true });
      });
    case "contour":
      return mark.filled ? bands(mark, place) : levels(mark, place);
    case "text": {
      const { x, y, z, text, align, colour = "#000000" } = mark;
      return [{ kind: "words", middle: place(x, y, z), colour, mapped: false, alpha: 1, text, align }];
    }
    default:
      return mark satisfies never;
  }
}

const plain = ({ colour, alpha }: { colour: PlotColour; alpha: number }) => ({ colour, alpha, mapped: false });

const slack = 1e-9;
const inside = (share: number): boolean => share >= -slack && share <= 1 + slack;
const isInside = ({ x, y, h }: Place): boolean => inside(x) && inside(y) && inside(h);
const cut = (share: number): number => Math.min(1, Math.max(0, share));

/** The place in the middle of some. */
function middleOf(places: readonly Place[]): Place {
  const mean = (which: keyof Place): number => places.reduce((sum, one) => sum + one[which], 0) / places.length;
  return { x: mean("x"), y: mean("y"), h: mean("h") };
}

function facets(mark: MarkOf<"surface">, place: ToPlace): readonly Piece[] {
  const { rows, columns, x, y, z, range, map, colours, alpha, edge, width } = mark;
  const every = [Math.ceil((rows - 1) / meshLines), Math.ceil((columns - 1) / meshLines)] as const;
  const made = new Map<number, Facet>();
  for (let row = 0; row + 1 < rows; row++)
    for (let column = 0; column + 1 < columns; column++) {
      const first = row * columns + column;
      // Around the cell. One that has lost a corner to a hole is a triangle: the hole's edge is then not a staircase.
      const round = [first, first + 1, first + columns + 1, first + columns].filter((i) =>
        [x[i], y[i], z[i]].every(Number.isFinite),
      );
      const corners = round.map((i) => place(x[i], y[i], z[i]));
      if (corners.length < 3 || isBeyond(corners)) continue;
      const height = round.reduce((sum, i) => sum + (z[i] ?? 0), 0) / round.length;
      const cell = colours?.[row * (columns - 1) + column];
      const mapped = range && map ? colourAt(map, shareOf(height, range, map)) : cell;
      if (mapped === "transparent") continue;
      const held = corners.map((corner) => ({ x: cut(corner.x), y: cut(corner.y), h: cut(corner.h) }));
      const whole = corners.length === 4;
      const drawn = (at: number, last: number, step: number): boolean => whole && (at % step === 0 || at === last);
      made.set(first, {
        kind: "facet",
        corners: held,
        middle: middleOf(held),
        colour: mapped ?? mark.colour,
        mapped: mapped !== undefined,
        alpha,
        lines: [
          drawn(row, rows - 1, every[0]),
          drawn(column + 1, columns - 1, every[1]),
          drawn(row + 1, rows - 1, every[0]),
          drawn(column, columns - 1, every[1]),
        ],
        beside: [first - columns, first + 1, first + columns, first - 1].map((i) => () => made.get(i)),
        edge,
        width: width * pointSize,
      });
    }
  return [...made.values()];
}

/** All on the far side of one of the cube's walls. */
const isBeyond = (places: readonly Place[]): boolean =>
  (["x", "y", "h"] as const).some(
    (which) => places.every((place) => place[which] < -slack) || places.every((place) => place[which] > 1 + slack),
  );

type Look = Omit<Stroke, "kind" | "from" | "to" | "middle">;

function stroke(from: Place, to: Place, look: Look): readonly Stroke[] {
  return isInside(from) && isInside(to) ? [{ kind: "stroke", from, to, middle: middleOf([from, to]), ...look }] : [];
}

function wires(mark: MarkOf<"surface">, place: ToPlace): readonly Piece[] {
  const { rows, columns, x, y, z } = mark;
  const look = {
    ...plain(mark),
    width: mark.width * pointSize,
    dash: "solid",
    chain: {},
    head: false,
    through: false,
  } as const;
  const at = (i: number): Place => place(x[i], y[i], z[i]);
  return x.flatMap((_, i) => [
    ...(i % columns < columns - 1 ? stroke(at(i), at(i + 1), look) : []),
    ...(i < (rows - 1) * columns ? stroke(at(i), at(i + columns), look) : []),
  ]);
}

function curve(mark: MarkOf<"line">, place: ToPlace): readonly Piece[] {
  const { x, y, z, dash, marker, size } = mark;
  const places = x.map((across, i) => place(across, y[i], z[i]));
  const look = { ...plain(mark), width: mark.width * pointSize, dash, chain: {}, head: false, through: true };
  const strokes = dash === "none" ? [] : places.slice(1).flatMap((to, i) => stroke(places[i] as Place, to, look));
  const radius = Math.max(1, (size * pointSize) / 2);
  const dots = marker === "" ? [] : places.filter(isInside);
  return [...strokes, ...dots.map((middle): Dot => ({ kind: "dot", middle, ...plain(mark), marker, radius }))];
}

function points(mark: MarkOf<"points">, place: ToPlace): readonly Piece[] {
  const { x, y, z, values, range, map, colours, sizes, marker, alpha } = mark;
  return x.flatMap((across, i): readonly Dot[] => {
    const middle = place(across, y[i], z[i]);
    if (!isInside(middle)) return [];
    const mapped = values && range && map ? colourAt(map, shareOf(values[i] ?? Number.NaN, range, map)) : undefined;
    if (mapped === "transparent") return [];
    const colour = mapped ?? colours?.[i] ?? mark.colour;
    const radius = Math.max(1, (Math.sqrt(sizes?.[i] ?? 20) * pointSize) / 2);
    return [{ kind: "dot", middle, colour, mapped: mapped !== undefined, alpha, marker, radius }];
  });
}

/** Places of a ring at a height. */
const ringAt = (ring: readonly (readonly number[])[], mark: MarkOf<"contour">, place: ToPlace, z: number) =>
  ring.map(([column = 0, row = 0]) => place(between(mark.x, column), between(mark.y, row), z));

function levels(mark: MarkOf<"contour">, place: ToPlace): readonly Piece[] {
  return ringsOf(mark).flatMap((rings, i) => {
    const level = mark.levels[i] ?? 0;
    const mapped = mark.colour === undefined;
    const colour = mark.colour ?? colourAt(mark.map, shareOf(level, mark.range, mark.map));
    return rings.flatMap((ring) => {
      const look = {
        colour,
        mapped,
        alpha: mark.alpha,
        width: 1.5 * pointSize,
        dash: mark.dash,
        chain: {},
        head: false,
        through: false,
      };
      const places = ringAt(ring, mark, place, mark.offset ?? level);
      return places.slice(1).flatMap((to, k) => {
        const edge = isEdge(ring[k] ?? [], mark) && isEdge(ring[k + 1] ?? [], mark);
        return edge ? [] : stroke(places[k] as Place, to, look);
      });
    });
  });
}

function bands(mark: MarkOf<"contour">, place: ToPlace): readonly Piece[] {
  const all = ringsOf(mark);
  const { levels, offset = 0, range, map, alpha } = mark;
  return levels.slice(0, -1).flatMap((level, i): readonly Patch[] => {
    // Two regions, one within the other, leave the band between them.
    const rings = [...(all[i] ?? []), ...(all[i + 1] ?? [])].map((ring) => ringAt(ring, mark, place, offset));
    const first = rings[0]?.[0];
    if (!first || !inside(first.h)) return [];
    const colour = mark.colour ?? colourAt(map, shareOf((level + (levels[i + 1] ?? level)) / 2, range, map));
    return [{ kind: "patch", rings, middle: { x: 0.5, y: 0.5, h: first.h }, colour, mapped: true, alpha }];
  });
}
