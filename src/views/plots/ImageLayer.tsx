/** Images lie under everything else: each a small canvas, stretched to its place. */
import { type ReactElement, useEffect, useRef } from "react";
import type { Mark } from "#trace/figure.ts";
import type { PlotArea } from "#ui/PlotFrame.tsx";
import { colourAt, parse, shareOf } from "./ink.ts";
import type { Mapping } from "./mapping.ts";

type Image = Extract<Mark, { kind: "image" }>;

export interface ImageLayerProps {
  readonly marks: readonly Mark[];
  readonly map: Mapping;
  readonly area: PlotArea;
}

export function ImageLayer({ marks, map, area }: ImageLayerProps): ReactElement | null {
  const images = marks.filter((mark): mark is Image => mark.kind === "image");
  if (images.length === 0) return null;
  const room = { left: area.left, top: area.top, width: area.right - area.left, height: area.bottom - area.top };
  return (
    <div className="plots-images" style={room}>
      {images.map((mark, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an image is its place in the program.
        <OneImage key={i} mark={mark} map={map} area={area} />
      ))}
    </div>
  );
}

/** Cells of different sizes are painted on a canvas with so many pixels either way. */
const fine = 1000;

function OneImage({
  mark,
  map,
  area,
}: {
  readonly mark: Image;
  readonly map: Mapping;
  readonly area: PlotArea;
}): ReactElement {
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (ref.current) paint(ref.current, mark, map);
  }, [mark, map]);
  const [left, right, bottom, top] = mark.extent;
  const [x0, x1] = [map.x(left), map.x(right)];
  const [first, last] = mark.upper ? [map.y(top), map.y(bottom)] : [map.y(bottom), map.y(top)];
  if (![x0, x1, first, last].every(Number.isFinite)) return <canvas ref={ref} hidden />;
  return (
    <canvas
      ref={ref}
      width={mark.edges ? fine : mark.columns}
      height={mark.edges ? fine : mark.rows}
      className={mark.smooth ? "is-smooth" : undefined}
      style={{
        left: Math.min(x0, x1) - area.left,
        top: Math.min(first, last) - area.top,
        width: Math.abs(x1 - x0),
        height: Math.abs(last - first),
        opacity: mark.alpha,
        transform: `scale(${x1 < x0 ? -1 : 1}, ${last < first ? -1 : 1})`,
      }}
    />
  );
}

function paint(canvas: HTMLCanvasElement, mark: Image, at: Mapping): void {
  const { rows, columns, channels, data, range, map, edges } = mark;
  const context = canvas.getContext("2d");
  if (!context || rows === 0 || columns === 0) return;
  if (edges) {
    context.clearRect(0, 0, canvas.width, canvas.height);
    const [xs, ys] = [sharesOf(edges.x.map(at.x), canvas.width), sharesOf(edges.y.map(at.y), canvas.height)];
    for (let cell = 0; cell < rows * columns; cell++) {
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      const [left = 0, right = 0, top = 0, bottom = 0] = [xs[column], xs[column + 1], ys[row], ys[row + 1]];
      context.fillStyle = colourAt(map, shareOf(data[cell] ?? Number.NaN, range, map));
      context.fillRect(left, top, right - left, bottom - top);
    }
    return;
  }
  const pixels = context.createImageData(columns, rows);
  const shades = Array.from({ length: 256 }, (_, i) => parse(colourAt(map, i / 255)));
  for (let cell = 0; cell < rows * columns; cell++) {
    const share = channels === 1 ? shareOf(data[cell] ?? Number.NaN, range, map) : 0;
    const rgb =
      channels === 1
        ? shades[Math.round(255 * Math.min(1, Math.max(0, share)))]
        : [0, 1, 2].map((channel) => 255 * (data[3 * cell + channel] ?? 0));
    if (!rgb || Number.isNaN(share)) continue;
    pixels.data.set([rgb[0] ?? 0, rgb[1] ?? 0, rgb[2] ?? 0, 255], 4 * cell);
  }
  context.putImageData(pixels, 0, 0);
}

/** Pixels as whole pixels of a canvas that goes from the first to the last of them. */
const sharesOf = (pixels: readonly number[], size: number): readonly number[] => {
  const [first = 0, last = 1] = [pixels[0], pixels.at(-1)];
  return pixels.map((pixel) => Math.round(((pixel - first) / (last - first || 1)) * size));
};
