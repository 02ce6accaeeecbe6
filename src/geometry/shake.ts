import type { Ordering } from "./crossings.ts";

/**
 * Swaps some vertices in a few neighbouring layers, and gives those layers and the ones beside them as marks for `sift`:
 * from there sifting may find what it could not from the best (iterated local search: Lourenço, Martin and Stützle, 2003).
 */
export function shake({ layers, position }: Ordering, random: () => number): Uint8Array {
  const first = Math.floor(random() * layers.length);
  const last = Math.min(layers.length, first + 1 + Math.floor(random() * 4));
  const share = random();
  for (let l = first; l < last; l++) {
    const layer = layers[l] ?? new Int32Array();
    for (let k = 0; k < layer.length * share; k++) {
      const [i, j] = [Math.floor(random() * layer.length), Math.floor(random() * layer.length)];
      const [a, b] = [layer[i] ?? 0, layer[j] ?? 0];
      layer[i] = b;
      layer[j] = a;
      position[b] = i;
      position[a] = j;
    }
  }
  return new Uint8Array(layers.length).fill(1, Math.max(0, first - 1), last + 1);
}

/** Numbers from 0 to 1 that look like chance and are always the same: a linear congruential generator (Park and Miller, 1988). */
export function chance(): () => number {
  let state = 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
