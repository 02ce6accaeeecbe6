/** A box as an eye sees it that goes round it: a slight perspective, always the same distance away. */

/** Where the eye stands, in radians: how far round the cube, and how high above its base. */
export interface Turn {
  readonly azimuth: number;
  readonly tilt: number;
}

/** A place of the picture, and how far from the eye what is there lies. */
export interface Projected {
  readonly px: number;
  readonly py: number;
  readonly depth: number;
}

/** A place of the cube: along both axes of the base, and up. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly h: number;
}

/** How long the sides of a box are: along both axes of the base, and up. */
export type Sides = Place;

/** From places of the unit cube to pixels, and how many pixels a side of its base is long in the middle. */
export interface Projection {
  (x: number, y: number, h: number): Projected;
  readonly unit: number;
}

/** The cube is drawn so high, its base being 1 wide: high enough for valleys to show, low enough to look into a bowl. */
export const steepness = 0.52;
const usual: Sides = { x: 1, y: 1, h: steepness };
/** The eye is so far from the middle of the cube. */
const distance = 4.4;

/** The place of the eye, in the coordinates of the unit cube. */
export function eyeOf({ azimuth, tilt }: Turn, sides: Sides = usual): Place {
  const ground = distance * Math.cos(tilt);
  return {
    x: 0.5 - (ground * Math.sin(azimuth)) / sides.x,
    y: 0.5 - (ground * Math.cos(azimuth)) / sides.y,
    h: 0.5 + (distance * Math.sin(tilt)) / sides.h,
  };
}

/** The projection for a turn into a picture of a size: everything in the cube, drawn as a box with such sides, has its place in it, with room for words around. */
export function projection(
  turn: Turn,
  { width, height }: { readonly width: number; readonly height: number },
  sides: Sides = usual,
): Projection {
  const [sinA, cosA] = [Math.sin(turn.azimuth), Math.cos(turn.azimuth)];
  const [sinT, cosT] = [Math.sin(turn.tilt), Math.cos(turn.tilt)];
  const side = Math.min(48, width * 0.13);
  const [top, bottom] = [Math.min(26, height * 0.08), Math.min(36, height * 0.1)];
  // The cylinder around the cube fits: turning about the upright axis then changes no sizes.
  const extent = cylinder(sinT, cosT, sides);
  const unit = Math.min((width - 2 * side) / (2 * extent.across), (height - top - bottom) / (extent.high - extent.low));
  const middleX = width / 2;
  const middleY = top + (height - top - bottom) / 2 + (unit * (extent.high + extent.low)) / 2;
  const place = (x: number, y: number, h: number): Projected => {
    const [across, along, up] = [(x - 0.5) * sides.x, (y - 0.5) * sides.y, (h - 0.5) * sides.h];
    const right = across * cosA - along * sinA;
    const away = across * sinA + along * cosA;
    const depth = distance + away * cosT - up * sinT;
    const size = (unit * distance) / depth;
    return { px: middleX + size * right, py: middleY - size * (away * sinT + up * cosT), depth };
  };
  return Object.assign(place, { unit });
}

/** How far the cylinder around a box reaches to either side, up and down. */
function cylinder(
  sinT: number,
  cosT: number,
  sides: Sides,
): { readonly across: number; readonly low: number; readonly high: number } {
  let [across, low, high] = [0, 0, 0];
  // A little more than the half diagonal: between two of these points the circle goes further out.
  const radius = 0.50035 * Math.hypot(sides.x, sides.y);
  for (let k = 0; k < 96; k++)
    for (const up of [-sides.h / 2, sides.h / 2]) {
      const [right, away] = [radius * Math.cos((k * Math.PI) / 48), radius * Math.sin((k * Math.PI) / 48)];
      const size = distance / (distance + away * cosT - up * sinT);
      across = Math.max(across, size * right);
      low = Math.min(low, size * (away * sinT + up * cosT));
      high = Math.max(high, size * (away * sinT + up * cosT));
    }
  return { across, low, high };
}
