/** The largest of windows that share out a picture among a wanted number of places. */
import { fail } from "../errors.ts";
import { op } from "../op.ts";
import { given } from "../samples.ts";
import { numelOf, type Shape, showShape } from "../shape.ts";
import { elementsOf, emptyTensor, type Tensor } from "../tensor.ts";
import { reshape, zeros } from "./core.ts";
import { scatterAdd } from "./gather.ts";

/** From and to of each of `wanted` windows over `size`. */
const windows = (size: number, wanted: number): readonly (readonly [number, number])[] =>
  Array.from({ length: wanted }, (_, i) => [Math.floor((i * size) / wanted), Math.ceil(((i + 1) * size) / wanted)]);

op<[self: Tensor, size: readonly number[]], Tensor[]>(
  "adaptive_max_pool2d(Tensor self, int[] output_size) -> (Tensor out, Tensor indices)",
  {
    forward: (a, size) => {
      const [n, channels, h, w] = a.shape as [number, number, number, number];
      const empty = a.shape.indexOf(0, 1);
      if (empty > 0)
        fail(
          `adaptive_max_pool2d(): Expected input to have non-zero size for non-batch dimensions, but input has sizes ${showShape(a.shape)} with dimension ${empty} being empty`,
        );
      const [rows, columns] = [windows(h, size[0] as number), windows(w, size[1] as number)];
      const shape = [n, channels, rows.length, columns.length];
      const [values, places] = [emptyTensor(shape, a.dtype), emptyTensor(shape, "int64")];
      const x = elementsOf(a);
      let z = 0;
      for (let plane = 0; plane < n * channels; plane++)
        for (const [top, bottom] of rows)
          for (const [left, right] of columns) {
            let place = top * w + left;
            for (let r = top; r < bottom; r++)
              for (let c = left; c < right; c++) {
                const value = x[plane * h * w + r * w + c] as number;
                if (value > (x[plane * h * w + place] as number) || Number.isNaN(value)) place = r * w + c;
              }
            values.storage.data[values.offset + z] = x[plane * h * w + place] as number;
            places.storage.data[places.offset + z++] = place;
          }
      return [values, places];
    },
    vjp: {
      self: (g, c) => {
        const flatShape = (t: Shape): Shape => [...t.slice(0, 2), numelOf(t.slice(2))];
        const flat = (t: Tensor): Tensor => reshape(t, flatShape(t.shape));
        return reshape(scatterAdd(zeros(flatShape(c.shape(0)), g.dtype), 2, flat(c.out(1)), flat(g)), c.shape(0));
      },
    },
    node: "AdaptiveMaxPool2DBackward0",
    homes: ["hidden"],
    samples: [() => [given([1, 2, -3, 4, 0.5, 6, 1.5, -2, 0.3], [1, 1, 3, 3]), [2, 2]]],
    symbol: "max",
    doc: "The largest of each of a wanted number of windows.",
  },
);
