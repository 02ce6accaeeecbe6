/** Maps that mix positions along each dim of space with fixed weights: interpolation, reflecting and repeating borders, averages to a size. */
import { fail } from "../errors.ts";
import { type Op, op } from "../op.ts";
import { given } from "../samples.ts";
import { showShape } from "../shape.ts";
import { elementsOf, type Tensor, tensorFrom } from "../tensor.ts";

/** For each position of the result along one dim: which positions of the input it takes, and how much of each. */
type Taps = readonly (readonly (readonly [from: number, weight: number])[])[];
const count = (shape: readonly number[]): number => shape.reduce((n, size) => n * size, 1);

/** Applies taps along one dim; backwards they carry a gradient from the result to where it came from. */
function along(x: ArrayLike<number>, shape: readonly number[], dim: number, taps: Taps, size: number, back: boolean) {
  const inner = count(shape.slice(dim + 1));
  const outer = count(shape.slice(0, dim));
  const [own, other] = [shape[dim] as number, size];
  const out = new Float64Array(outer * other * inner);
  for (let o = 0; o < outer; o++)
    taps.forEach((parts, j) => {
      for (const [i, weight] of parts) {
        const [from, to] = back ? [j, i] : [i, j];
        const [source, target] = [(o * own + from) * inner, (o * other + to) * inner];
        for (let k = 0; k < inner; k++)
          out[target + k] = (out[target + k] as number) + weight * (x[source + k] as number);
      }
    });
  return out;
}

/** All dims of space one after the other; `sizes` are those of the side that is computed. */
function mixed(x: Tensor, taps: readonly Taps[], sizes: readonly number[], back: boolean): Tensor {
  const shape = [...x.shape];
  const first = shape.length - taps.length;
  let values: ArrayLike<number> = elementsOf(x);
  taps.forEach((own, k) => {
    values = along(values, shape, first + k, own, sizes[k] as number, back);
    shape[first + k] = sizes[k] as number;
  });
  return tensorFrom(values as Float64Array, shape, x.dtype);
}

interface Mix<S extends readonly unknown[]> {
  readonly name: string;
  readonly settings: string;
  readonly node: string;
  readonly doc: string;
  readonly sample: readonly [Tensor, ...S];
  /** The taps of every dim of space. */
  readonly taps: (space: readonly number[], ...settings: S) => readonly Taps[];
  readonly dims: number;
}

/** An op and its transpose: each is the other's derivative. */
function defineMix<S extends readonly unknown[]>(mix: Mix<S>): void {
  const tapsOf = (shape: readonly number[], settings: S): readonly Taps[] =>
    mix.taps(shape.slice(shape.length - mix.dims), ...settings);
  const transpose: Op<[g: Tensor, shape: readonly number[], ...S]> = op<[g: Tensor, shape: readonly number[], ...S]>(
    `_${mix.name}_backward(Tensor g, int[] shape, ${mix.settings}) -> Tensor`,
    {
      forward: (g, shape, ...settings) =>
        mixed(g, tapsOf(shape, settings as unknown as S), shape.slice(shape.length - mix.dims), true),
      vjp: { g: (gg, c) => forward(gg, ...(settingsOf(c, 2, mix) as unknown as S)) },
      homes: ["hidden"],
    },
  );
  const forward: Op<[self: Tensor, ...S]> = op<[self: Tensor, ...S]>(
    `${mix.name}(Tensor self, ${mix.settings}) -> Tensor`,
    {
      forward: (x, ...settings) => {
        const taps = tapsOf(x.shape, settings as unknown as S);
        return mixed(
          x,
          taps,
          taps.map((t) => t.length),
          false,
        );
      },
      vjp: { self: (g, c) => transpose(g, c.shape(0), ...(settingsOf(c, 1, mix) as unknown as S)) },
      node: mix.node,
      homes: ["hidden"],
      samples: [() => mix.sample as never],
      doc: mix.doc,
    },
  );
}
const settingsOf = (c: unknown, first: number, mix: { settings: string }): unknown[] =>
  mix.settings.split(",").map((_, i) => (c as { arg(i: number): unknown }).arg(first + i));

// Interpolation ------------------------------------------------------------------------------------------

const f = Math.fround;
const clamp = (i: number, size: number): number => Math.min(Math.max(i, 0), size - 1);
/** Keys' cubic with a = −0.75, near its centre and further out. */
const near = (x: number): number => (1.25 * x - 2.25) * x * x + 1;
const far = (x: number): number => ((-0.75 * x + 3.75) * x - 6) * x + 3;

type Resize = [size: readonly number[], scales: readonly number[], alignCorners: boolean];
type Method = (place: number, size: number, aligned: boolean) => Taps[number];
const methods: Readonly<Record<string, Method>> = {
  nearest: (x, size) => [[clamp(Math.floor(x), size), 1]],
  linear: (x, size, aligned) => {
    const place = aligned ? x : Math.max(0, x);
    const i = clamp(Math.floor(place), size);
    const share = f(place - i);
    return i < size - 1
      ? ([
          [i, f(1 - share)],
          [i + 1, share],
        ] as const)
      : [[i, 1]];
  },
  cubic: (x, size) => {
    const i = Math.floor(x);
    const t = f(x - i);
    const weights = [far(1 + t), near(t), near(1 - t), far(2 - t)];
    return weights.map((w, k) => [clamp(i - 1 + k, size), w] as const);
  },
};

/** Where a position of the result lies in the input: by its corner, its centre, or with the corners of both together. */
function resizeTaps(
  method: Method,
  corner: boolean,
  space: readonly number[],
  [sizes, scales, aligned]: Resize,
): Taps[] {
  return space.map((own, k) => {
    const wanted = sizes[k] as number;
    if (wanted <= 0)
      fail(
        `Input and output sizes should be greater than 0, but got input ${showShape(space)} and output ${showShape(sizes)}`,
      );
    const scale = f(
      aligned
        ? wanted > 1
          ? (own - 1) / (wanted - 1)
          : 0
        : scales.length > 0
          ? 1 / (scales[k] as number)
          : own / wanted,
    );
    const place = (j: number): number => (corner || aligned ? f(j * scale) : f(scale * (j + 0.5)) - 0.5);
    return Array.from({ length: wanted }, (_, j) => method(place(j), own, aligned));
  });
}

const line = (): Tensor => given([1, 2, -3, 4, 0.5], [1, 1, 5]);
const image = (): Tensor => given([1, 2, -3, 4, 0.5, 6], [1, 1, 2, 3]);
const solid = (): Tensor => given([1, 2, -3, 4, 0.5, 6, 1.5, -2], [1, 1, 2, 2, 2]);
const inputs = [line, image, solid];
const RESIZE = "int[] output_size, float[] scales, bool align_corners";

for (const [name, node, method, corner, dims] of [
  ["upsample_nearest1d", "UpsampleNearest1DBackward0", "nearest", true, 1],
  ["upsample_nearest2d", "UpsampleNearest2DBackward0", "nearest", true, 2],
  ["upsample_nearest3d", "UpsampleNearest3DBackward0", "nearest", true, 3],
  ["upsample_linear1d", "UpsampleLinear1DBackward0", "linear", false, 1],
  ["upsample_bilinear2d", "UpsampleBilinear2DBackward0", "linear", false, 2],
  ["upsample_trilinear3d", "UpsampleTrilinear3DBackward0", "linear", false, 3],
  ["upsample_bicubic2d", "UpsampleBicubic2DBackward0", "cubic", false, 2],
] as const)
  defineMix<Resize>({
    name,
    node,
    dims,
    settings: RESIZE,
    doc: "Another size by interpolation.",
    sample: [(inputs[dims - 1] as () => Tensor)(), [3, 4, 5].slice(0, dims), [], false],
    taps: (space, ...settings) => resizeTaps(methods[method] as Method, corner, space, settings),
  });

for (const dims of [1, 2, 3])
  defineMix<Resize>({
    name: `_upsample_nearest_exact${dims}d`,
    node: `UpsampleNearestExact${dims}DBackward0`,
    dims,
    settings: RESIZE,
    doc: "Another size by the element whose centre is nearest.",
    sample: [(inputs[dims - 1] as () => Tensor)(), [3, 4, 5].slice(0, dims), [], false],
    taps: (space, ...settings) =>
      resizeTaps((x, size) => [[clamp(Math.floor(x + 0.5), size), 1]], false, space, settings),
  });

// Borders from the tensor itself -------------------------------------------------------------------------

const borders: Readonly<Record<string, (i: number, size: number) => number>> = {
  Reflection: (i, size) => (Math.abs(i) < size ? Math.abs(i) : 2 * size - 2 - i),
  Replication: clamp,
};
for (const [kind, place] of Object.entries(borders))
  for (const dims of [1, 2, 3])
    defineMix<[pad: readonly number[]]>({
      name: `${kind.toLowerCase()}_pad${dims}d`,
      node: `${kind}Pad${dims}DBackward0`,
      dims,
      settings: "int[] pad",
      doc: "More elements around, from the tensor itself.",
      sample: [(inputs[dims - 1] as () => Tensor)(), [1, 1, 1, 0, 0, 1].slice(0, 2 * dims)],
      taps: (space, pad) =>
        space.map((size, k) => {
          const [before, after] = [pad[2 * (dims - 1 - k)] as number, pad[2 * (dims - 1 - k) + 1] as number];
          return Array.from({ length: size + before + after }, (_, j) => [[place(j - before, size), 1]] as const);
        }),
    });

// Averages to a size -------------------------------------------------------------------------------------

for (const dims of [2, 3])
  defineMix<[size: readonly number[]]>({
    name: `_adaptive_avg_pool${dims}d`,
    node: `AdaptiveAvgPool${dims}DBackward0`,
    dims,
    settings: "int[] output_size",
    doc: "Averages to a size that is asked for.",
    sample: [(inputs[dims - 1] as () => Tensor)(), [2, 2, 1].slice(0, dims)],
    taps: (space, sizes) =>
      space.map((own, k) => {
        const wanted = sizes[k] as number;
        return Array.from({ length: wanted }, (_, j) => {
          const [from, to] = [Math.floor((j * own) / wanted), Math.ceil(((j + 1) * own) / wanted)];
          return Array.from({ length: to - from }, (_, i) => [from + i, 1 / (to - from)] as const);
        });
      }),
  });
