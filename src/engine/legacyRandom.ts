/** NumPy's older recipes (RandomState) on top of the Mersenne Twister, so that np.random.seed gives NumPy's numbers. */
import { Generator } from "./random.ts";

/** numpy.random.RandomState: the twister with the normal that the polar method left over. */
export class LegacyRandom {
  private readonly bits = new Generator();
  private spare: number | null = null;

  /** Starts the sequence of a seed below 2³². */
  seed(seed: number): void {
    this.bits.manualSeed(seed);
    this.spare = null;
  }

  /** Uniform in [0, 1) with 53 bits: 27 of one draw above 26 of the next. */
  uniform(): number {
    const high = this.bits.u32() >>> 5;
    const low = this.bits.u32() >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  }

  /** Standard normal by Marsaglia's polar method; the second of each pair is given out first, the first kept. */
  normal(): number {
    if (this.spare !== null) {
      const kept = this.spare;
      this.spare = null;
      return kept;
    }
    let x1: number;
    let x2: number;
    let r2: number;
    do {
      x1 = 2 * this.uniform() - 1;
      x2 = 2 * this.uniform() - 1;
      r2 = x1 * x1 + x2 * x2;
    } while (r2 >= 1 || r2 === 0);
    const f = Math.sqrt((-2 * Math.log(r2)) / r2);
    this.spare = f * x1;
    return f * x2;
  }

  /** Exponential with mean 1, by inversion. */
  exponential(): number {
    return -Math.log(1 - this.uniform());
  }

  /** A whole number from 0 to `max`, both included: draws are masked to max's bits and thrown away above it. */
  interval(max: number): number {
    if (max === 0) return 0;
    if (max > 0xffffffff) return this.wideInterval(BigInt(max));
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.bits.u32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  private wideInterval(max: bigint): number {
    const mask = (1n << BigInt(max.toString(2).length)) - 1n;
    for (;;) {
      const value = ((BigInt(this.bits.u32()) << 32n) | BigInt(this.bits.u32())) & mask;
      if (value <= max) return Number(value);
    }
  }
}
