/** A 32-bit FNV-1a hash of a string (offset basis and prime as in the published definition), continued from `seed`. */
export function hashText(text: string, seed = 0x811c9dc5): number {
  let h = seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

/** Folds a number into a running hash; the order of folding matters. */
export function mix(h: number, x: number): number {
  const folded = Math.imul(h ^ x, 0x9e3779b1);
  return (folded ^ (folded >>> 15)) >>> 0;
}
