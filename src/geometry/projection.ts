/** The unit cube as an eye sees it that goes round it: a slight perspective, always the same distance away. */

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

/** From places of the unit cube to pixels, and how many pixels a side of its base is long in the middle. */
export interface Projection {
  (x: number, y: number, h: number): Projected;
  readonly unit: number;
}

/** The cube is drawn so high, its base being 1 wide: high enough for valleys to show, low enough to look into a bowl. */
export const steepness = 0.52;
/** The eye is so far from the middle of the cube. */
const distance = 4.4;

/** The place of the eye, in the coordinates of the unit cube. */
export function eyeOf({ azimuth, tilt }: Turn): Place {
  const ground = distance * Math.cos(tilt);
  return {
    x: 0.5 - ground * Math.sin(azimuth),
    y: 0.5 - ground * Math.cos(azimuth),
    h: 0.5 + (distance * Math.sin(tilt)) / steepness,
  };
}

/** The projection for a turn into a picture of a size: everything in the cube has its place in it, with room for words around. */
export function projection(
  turn: Turn,
  { width, height }: { readonly width: number; readonly height: number },
): Projection {
  const [sinA, cosA] = [Math.sin(turn.azimuth), Math.cos(turn.azimuth)];
  const [sinT, cosT] = [Math.sin(turn.tilt), Math.cos(turn.tilt)];
  const side = Math.min(48, width * 0.13);
  const [top, bottom] = [Math.min(26, height * 0.08), Math.min(36, height * 0.1)];
  // The cylinder around the cube fits: turning about the upright axis then changes no sizes.
  const extent = cylinder(sinT, cosT);
  const unit = Math.min((width - 2 * side) / (2 * extent.across), (height - top - bottom) / (extent.high - extent.low));
  const middleX = width / 2;
  const middleY = top + (height - top - bottom) / 2 + (unit * (extent.high + extent.low)) / 2;
  const place = (x: number, y: number, h: number): Projected => {
    const right = (x - 0.5) * cosA - (y - 0.5) * sinA;
    const away = (x - 0.5) * sinA + (y - 0.5) * cosA;
    const up = (h - 0.5) * steepness;
    const depth = distance + away * cosT - up * sinT;
    const size = (unit * distance) / depth;
    return { px: middleX + size * right, py: middleY - size * (away * sinT + up * cosT), depth };
  };
  return Object.assign(place, { unit });
}

/** How far the cylinder around the cube reaches to either side, up and down, where the base is 1 wide. */
function cylinder(
  sinT: number,
  cosT: number,
): { readonly across: number; readonly low: number; readonly high: number } {
  let [across, low, high] = [0, 0, 0];
  for (let k = 0; k < 96; k++)
    for (const up of [-steepness / 2, steepness / 2]) {
      // A little more than the half diagonal: between two of these points the circle goes further out.
      const [right, away] = [0.7076 * Math.cos((k * Math.PI) / 48), 0.7076 * Math.sin((k * Math.PI) / 48)];
      const size = distance / (distance + away * cosT - up * sinT);
      across = Math.max(across, size * right);
      low = Math.min(low, size * (away * sinT + up * cosT));
      high = Math.max(high, size * (away * sinT + up * cosT));
    }
  return { across, low, high };
}
