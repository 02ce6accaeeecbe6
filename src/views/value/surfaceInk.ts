/** The colours of the surface, as numbers that light can be put on. */

/** Red, green and blue, from 0 to 255. */
export type Rgb = readonly [number, number, number];

/** The colours of the page that a picture is drawn with, as they are now. */
export interface Ink {
  readonly text: string;
  readonly quiet: string;
  readonly line: string;
  readonly ground: string;
  readonly floor: string;
  readonly uiFont: string;
  readonly codeFont: string;
  /** Any CSS colour as one that a canvas understands: with its custom properties filled in. */
  readonly resolve: (colour: string) => string;
}

/** Reads the page's custom properties where an element stands. */
export function inkOf(element: Element): Ink {
  const style = getComputedStyle(element);
  const property = (name: string): string => style.getPropertyValue(name).trim() || "#888";
  return {
    text: property("--ink"),
    quiet: property("--ink-2"),
    line: property("--line"),
    ground: property("--panel"),
    floor: property("--panel-2"),
    uiFont: style.fontFamily,
    codeFont: property("--font-code"),
    resolve: (colour) => colour.replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => property(name)),
  };
}

/** A fill for a height from 0 to 1 in a light from 0 (turned away) to 1; `back` for the underside. */
export type Fill = (height: number, light: number, back: boolean) => string;

/** So many steps of a colour ramp are smooth. */
const heightSteps = 96;
const lightSteps = 32;

/** The fills of a ramp of colours: each is mixed once, when it is first needed. */
export function fillsOf(colourOf: (height: number) => string, ink: Ink): Fill {
  const colours = rgbOf(
    Array.from({ length: heightSteps }, (_, i) => ink.resolve(colourOf(i / (heightSteps - 1)))).concat(ink.ground),
  );
  const ground = colours.at(-1) ?? [128, 128, 128];
  const mixed: string[] = [];
  return (height, light, back) => {
    const [h, l] = [Math.round(height * (heightSteps - 1)), Math.round(light * (lightSteps - 1))];
    const key = (h * lightSteps + l) * 2 + (back ? 1 : 0);
    mixed[key] ??= lit(colours[h] ?? ground, l / (lightSteps - 1), back ? ground : undefined);
    return mixed[key];
  };
}

/** Where the light comes from, seen by the eye: right, up, and towards it. */
export const light: readonly [number, number, number] = [-0.55, 0.62, 0.56].map(
  (part) => part / Math.hypot(0.55, 0.62, 0.56),
) as unknown as readonly [number, number, number];

/** A colour in some light: darker in the shadow, a little towards white where the light falls straight on it. */
function lit(colour: Rgb, light: number, ground: Rgb | undefined): string {
  const shade = 0.66 + 0.42 * light;
  const channel = (i: 0 | 1 | 2): number => {
    const seen = shade > 1 ? colour[i] + (255 - colour[i]) * (shade - 1) * 2 : colour[i] * shade;
    // The underside is pale: it is not where the path lies.
    return Math.round(ground ? seen * 0.55 + ground[i] * 0.45 : seen);
  };
  return `rgb(${channel(0)} ${channel(1)} ${channel(2)})`;
}

/** CSS colours as numbers: a canvas knows every way to write them. */
export function rgbOf(colours: readonly string[]): readonly Rgb[] {
  const canvas = document.createElement("canvas");
  canvas.width = colours.length;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) return [];
  colours.forEach((colour, i) => {
    context.fillStyle = colour;
    context.fillRect(i, 0, 1, 1);
  });
  const { data } = context.getImageData(0, 0, colours.length, 1);
  return colours.map((_, i) => [data[4 * i] ?? 0, data[4 * i + 1] ?? 0, data[4 * i + 2] ?? 0]);
}
