/** A figure as plain data: what the program drew with matplotlib, as far as its picture depends on it. */

/** `#rrggbb`, or `C0` to `C9` for one of the page's own colours. */
export type PlotColour = string;

/** Colours for numbers: evenly spaced over a range and mixed between, or one each for equal parts of it. */
export interface ColourMap {
  readonly stops: readonly PlotColour[];
  readonly stepped: boolean;
  /** Evenly spaced over the logarithms of the range. */
  readonly log?: boolean;
}

export type Dash = "solid" | "dashed" | "dashdot" | "dotted" | "none";

type Pair = readonly [number, number];

/** What the legend says and how it looks, of every mark that has a label. */
interface Named {
  readonly label: string;
  readonly colour: PlotColour;
  readonly alpha: number;
}

/** Something that takes its colours from numbers. */
interface Mapped {
  readonly range: Pair;
  readonly map: ColourMap;
  readonly alpha: number;
}

/** One thing drawn. NaN has no place on a plot: it leaves a gap. */
export type Mark =
  | (Named & {
      readonly kind: "line";
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly dash: Dash;
      /** matplotlib's sign of the marker at every point; empty for none. */
      readonly marker: string;
      readonly width: number;
      readonly size: number;
    })
  | (Named & {
      readonly kind: "points";
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly marker: string;
      /** The numbers that colour the points, by `range` and `map`. */
      readonly values?: readonly number[];
      readonly range?: Pair;
      readonly map?: ColourMap;
      readonly colours?: readonly PlotColour[];
      /** Areas in square points. */
      readonly sizes?: readonly number[];
    })
  /** Bars and histograms: from `start` to `end` along the axis, from `base` to `top` in height; `sideways` they lie. */
  | (Named & {
      readonly kind: "bars";
      readonly start: readonly number[];
      readonly end: readonly number[];
      readonly base: readonly number[];
      readonly top: readonly number[];
      readonly sideways: boolean;
      /** Only their common outline. */
      readonly outline?: boolean;
      /** One for each bar. */
      readonly colours?: readonly PlotColour[];
    })
  | (Named & {
      readonly kind: "band";
      readonly x: readonly number[];
      readonly low: readonly number[];
      readonly high: readonly number[];
    })
  /** A line through the whole plot. */
  | (Named & {
      readonly kind: "rule";
      readonly across: boolean;
      readonly at: number;
      readonly dash: Dash;
      readonly width: number;
    })
  /** A strip through the whole plot. */
  | (Named & {
      readonly kind: "span";
      readonly across: boolean;
      readonly from: number;
      readonly to: number;
    })
  | (Named & {
      readonly kind: "arrows";
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly u: readonly number[];
      readonly v: readonly number[];
      /** An arrow this long would cross the plot; without it `u` and `v` are numbers of the axes. */
      readonly scale?: number;
    })
  /** Regions with corners; NaN stands between two of them. */
  | (Named & {
      readonly kind: "shapes";
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly filled: boolean;
      /** The colour of their outlines. */
      readonly edge?: PlotColour;
      readonly width: number;
      /** One for each. */
      readonly colours?: readonly PlotColour[];
      readonly names?: readonly string[];
    })
  | (Mapped & {
      readonly kind: "image";
      readonly rows: number;
      readonly columns: number;
      /** One number a cell, or red, green and blue from 0 to 1. */
      readonly channels: 1 | 3;
      readonly data: readonly number[];
      /** The first row is at the top of `extent`: left, right, bottom, top. */
      readonly upper: boolean;
      readonly extent: readonly [number, number, number, number];
      /** Where its columns and its rows begin and end, if they are not equally large. */
      readonly edges?: { readonly x: readonly number[]; readonly y: readonly number[] };
      /** Cells run into one another. */
      readonly smooth?: boolean;
    })
  | (Mapped & {
      readonly kind: "contour";
      readonly rows: number;
      readonly columns: number;
      /** Row by row; the first at `y[0]`. */
      readonly z: readonly number[];
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly filled: boolean;
      readonly levels: readonly number[];
      readonly colour?: PlotColour;
      readonly dash: Dash;
    })
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly align: "left" | "center" | "right";
      /** What of the words stands at the point. */
      readonly level: "bottom" | "center" | "top";
      /** The point is a share of the plot's width and height, from its lower left corner. */
      readonly inAxes?: boolean;
      /** So many points to the right and up from there. */
      readonly offset?: Pair;
      readonly colour?: PlotColour;
      /** A line leads to this point. */
      readonly target?: Pair;
      /** The line ends in an arrowhead. */
      readonly head?: boolean;
    };

type MarkOf<K extends Mark["kind"]> = Extract<Mark, { kind: K }>;

/** One thing drawn in three dimensions: what a flat plot has too, with heights, and surfaces. */
export type SpaceMark =
  | (MarkOf<"line"> & { readonly z: readonly number[] })
  | (MarkOf<"points"> & { readonly z: readonly number[] })
  | (MarkOf<"arrows"> & { readonly z: readonly number[]; readonly w: readonly number[] })
  | (MarkOf<"text"> & { readonly z: number })
  /** Each line at its own height, or all of them at `offset`. */
  | (MarkOf<"contour"> & { readonly offset?: number })
  | (Named & {
      readonly kind: "surface";
      readonly rows: number;
      readonly columns: number;
      /** The places of the corners of its cells, row by row. */
      readonly x: readonly number[];
      readonly y: readonly number[];
      readonly z: readonly number[];
      /** Only the lines between the corners. */
      readonly wire: boolean;
      /** Heights have colours; without them it is all of one colour, or `colours` has one for each cell. */
      readonly range?: Pair;
      readonly map?: ColourMap;
      readonly colours?: readonly PlotColour[];
      /** The colour of lines between the cells. */
      readonly edge?: PlotColour;
      readonly width: number;
    });

/** What a plot in three dimensions has besides its two axes of the base. */
export interface PlotSpace {
  readonly zLabel: string;
  readonly zLimits: Pair;
  readonly zReversed: boolean;
  readonly zTicks?: PlotTicks;
  /** Where it is first seen from, in matplotlib's degrees: how far round, and how high. */
  readonly azimuth: number;
  readonly elevation: number;
  /** How long the sides of its box are to one another: along x, y and z. */
  readonly sides: readonly [number, number, number];
  readonly marks: readonly SpaceMark[];
}

export interface PlotTicks {
  readonly at: readonly number[];
  readonly labels: readonly string[];
}

/** A colour bar: what the colours of one mark mean. */
export interface PlotBar {
  readonly label: string;
  readonly range: Pair;
  readonly map: ColourMap;
}

export type PlotSide = "left" | "right" | "top" | "bottom";

/** One plot of a figure, in cells of the figure's grid. */
export interface PlotAxes {
  readonly row: number;
  readonly column: number;
  readonly rowSpan: number;
  readonly columnSpan: number;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly xScale: "linear" | "log";
  readonly yScale: "linear" | "log";
  /** NaN where the marks decide. */
  readonly xLimits: Pair;
  readonly yLimits: Pair;
  readonly xReversed: boolean;
  readonly yReversed: boolean;
  readonly xTicks?: PlotTicks;
  readonly yTicks?: PlotTicks;
  readonly legend: boolean;
  /** What the legend says instead of the marks that have a label. */
  readonly keys?: readonly Mark[];
  readonly grid: boolean;
  /** A unit is as long across as up. */
  readonly equal: boolean;
  /** Without a frame there are no ticks either. */
  readonly frame: boolean;
  /** Sides of the frame that are not drawn. */
  readonly hidden?: readonly PlotSide[];
  /** Room beyond what is drawn, as a share of it, across and up. */
  readonly margins?: Pair;
  readonly bar?: PlotBar;
  readonly marks: readonly Mark[];
  /** A vertical axis of its own for other marks, on the right. */
  readonly right?: RightAxis;
  /** The plot has a third dimension, and its marks stand here. */
  readonly space?: PlotSpace;
}

/** What a plot has twice when it has two vertical axes. */
export type RightAxis = Pick<PlotAxes, "yLabel" | "yScale" | "yLimits" | "yReversed" | "yTicks" | "legend" | "marks">;

export interface Figure {
  /** Counts the figures of a run; a later event of the same number shows the same figure as it is then. */
  readonly number: number;
  /** In inches, as the program says it. */
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  readonly axes: readonly PlotAxes[];
}
