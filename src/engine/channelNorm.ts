/** What a batch norm makes of single-precision numbers, in the order and with the roundings of PyTorch's kernels on one thread. */
import { addUpInLanes } from "./sums.ts";
import { elementsOf, emptyTensor, type Tensor } from "./tensor.ts";

const f = Math.fround;

/** Where the numbers of a channel lie in `[N, C, …]`: `items` runs of `inner` numbers. */
interface Layout {
  readonly items: number;
  readonly channels: number;
  readonly inner: number;
  /** How many numbers a channel has. */
  readonly count: number;
  readonly at: (item: number, channel: number) => number;
}
function layoutOf({ shape, numel }: Tensor): Layout {
  const [items, channels] = shape as [number, number];
  const inner = numel === 0 ? 0 : numel / (items * channels);
  return { items, channels, inner, count: items * inner, at: (item, channel) => (item * channels + channel) * inner };
}
function eachOf({ items, inner, at }: Layout, channel: number, visit: (place: number) => void): void {
  for (let item = 0; item < items; item++) for (let k = 0, from = at(item, channel); k < inner; k++) visit(from + k);
}

/** Mean of every channel, and the sum of the squared distances from it. */
export function channelMoments(x: Tensor): { readonly mean: Float32Array; readonly squares: Float32Array } {
  const layout = layoutOf(x);
  const values = elementsOf(x);
  // Numbers that lie apart are added up in single precision, those of images in double precision.
  const step = layout.inner === 1 ? f : (v: number): number => v;
  const [mean, squares] = [new Float32Array(layout.channels), new Float32Array(layout.channels)];
  for (let c = 0; c < layout.channels; c++) {
    let total = 0;
    eachOf(layout, c, (place) => {
      total = step(total + (values[place] as number));
    });
    mean[c] = total / layout.count;
    let around = 0;
    eachOf(layout, c, (place) => {
      const d = f((values[place] as number) - (mean[c] as number));
      around = layout.inner === 1 ? f(around + d * d) : around + f(d * d);
    });
    squares[c] = around;
  }
  return { mean, squares };
}

/** What a channel is normalised by. */
interface Statistics {
  readonly mean: ArrayLike<number>;
  /** 1/√(variance + ε) */
  readonly rise: Float32Array;
}
/** Those of the batch itself. */
export function batchStatistics(x: Tensor, eps: number): Statistics {
  const { mean, squares } = channelMoments(x);
  const { count } = layoutOf(x);
  return { mean, rise: squares.map((s) => 1 / Math.sqrt(f(s / count) + eps)) };
}
/** Those seen in training; forwards the root is rounded by itself. */
export function seenStatistics(mean: Tensor, variance: Tensor, eps: number, isForward: boolean): Statistics {
  const values = Float32Array.from(elementsOf(variance));
  const rise = values.map((v) => 1 / (isForward ? f(Math.sqrt(f(v + f(eps)))) : Math.sqrt(v + eps)));
  return { mean: elementsOf(mean), rise };
}

const numbersOf = (t: Tensor | null, otherwise: number): ((c: number) => number) => {
  if (t === null) return () => otherwise;
  const values = elementsOf(t);
  return (c) => values[c] as number;
};
function filled(x: Tensor, layout: Layout, of: (channel: number) => (place: number) => number): Tensor {
  const out = emptyTensor(x.shape, "float32");
  for (let c = 0; c < layout.channels; c++) {
    const each = of(c);
    eachOf(layout, c, (place) => {
      out.storage.data[out.offset + place] = each(place);
    });
  }
  return out;
}

/** x·(rise·weight) + (bias − mean·rise·weight) */
export function normaliseChannels(x: Tensor, by: Statistics, weight: Tensor | null, bias: Tensor | null): Tensor {
  const [values, w, b] = [elementsOf(x), numbersOf(weight, 1), numbersOf(bias, 0)];
  return filled(x, layoutOf(x), (c) => {
    const scale = f((by.rise[c] as number) * w(c));
    const shift = f(b(c) - (by.mean[c] as number) * scale);
    return (place) => (values[place] as number) * scale + shift;
  });
}

/** Σḡ and Σ(x − mean)ḡ of every channel: each image in lanes, then in double precision, or in turn where numbers lie apart. */
function sumsBack(g: Tensor, x: Tensor, by: Statistics): { readonly plain: number[]; readonly products: number[] } {
  const layout = layoutOf(x);
  const [values, grads] = [elementsOf(x), elementsOf(g)];
  const { items, channels, inner, at } = layout;
  const step = inner === 1 ? f : (v: number): number => v;
  const sumOf = (term: (place: number, c: number) => number): number[] =>
    Array.from({ length: channels }, (_, c) => {
      let total = 0;
      for (let item = 0; item < items; item++) {
        const from = at(item, c);
        total = step(total + (inner === 1 ? term(from, c) : addUpInLanes(inner, (k) => term(from + k, c), f)));
      }
      return total;
    });
  return {
    plain: sumOf((place) => grads[place] as number),
    products: sumOf((place, c) => f((values[place] as number) - (by.mean[c] as number)) * (grads[place] as number)),
  };
}

/** The gradient of the input; `own`: the statistics are those of the batch itself. */
export function channelsBack(g: Tensor, x: Tensor, by: Statistics, weight: Tensor | null, own: boolean): Tensor {
  const layout = layoutOf(x);
  const { count } = layout;
  const [values, grads, w] = [elementsOf(x), elementsOf(g), numbersOf(weight, 1)];
  const sums = own ? sumsBack(g, x, by) : null;
  return filled(x, layout, (c) => {
    const [rise, mean] = [by.rise[c] as number, by.mean[c] as number];
    if (sums === null) return (place) => f((grads[place] as number) * rise) * w(c);
    const slope = f(f(f(f(sums.products[c] as number) * rise) * rise) / count);
    const average = f((sums.plain[c] as number) / count);
    return (place) => {
      const along = f((values[place] as number) - mean) * slope;
      return f(f(f((grads[place] as number) - average) - along) * rise) * w(c);
    };
  });
}

/** The gradient of the weights. */
export function channelWeightsBack(g: Tensor, x: Tensor, by: Statistics): Tensor {
  const { products } = sumsBack(g, x, by);
  return vector(products.map((p, c) => p * (by.rise[c] as number)));
}
/** The gradient of the biases. */
export function channelBiasesBack(g: Tensor, x: Tensor, by: Statistics): Tensor {
  return vector(sumsBack(g, x, by).plain);
}
/** Numbers, one for every channel. */
export function vector(values: ArrayLike<number>): Tensor {
  const out = emptyTensor([values.length], "float32");
  out.storage.data.set(values, out.offset);
  return out;
}
