/** MT19937 and PyTorch's CPU recipes on top of it, so that a seed gives PyTorch's numbers. */

const N = 624;
const M = 397;
/** As long as PyTorch's own, so that its shape is the same. */
const STATE_BYTES = 5056;

/** torch.Generator: the Mersenne Twister, and the normal that Box–Muller left over. */
export class Generator {
  private readonly mt = new Uint32Array(N);
  private index = N;
  /** The second normal of a Box–Muller pair, kept for the next draw (double and float draws share it, as in PyTorch). */
  spareNormal: number | null = null;
  seed = 0;

  constructor(seed = 0) {
    this.manualSeed(seed);
  }

  /** Where the sequence stands, as numbers that fit into bytes. */
  save(): Uint8Array {
    const bytes = new Uint8Array(STATE_BYTES);
    bytes.set(new Uint8Array(this.mt.buffer));
    const spare = this.spareNormal;
    const rest = Float64Array.of(this.index, this.seed, spare === null ? 0 : 1, spare ?? 0);
    bytes.set(new Uint8Array(rest.buffer), 4 * N);
    return bytes;
  }

  /** Goes back to where a sequence stood. */
  restore(bytes: Uint8Array): void {
    this.mt.set(new Uint32Array(bytes.slice(0, 4 * N).buffer));
    const [index = N, seed = 0, has = 0, spare = 0] = new Float64Array(bytes.slice(4 * N, 4 * N + 32).buffer);
    this.index = index;
    this.seed = seed;
    this.spareNormal = has === 1 ? spare : null;
  }

  /** Seeds as init_genrand does; only the low 32 bits count. */
  manualSeed(seed: number): void {
    this.seed = seed;
    const mt = this.mt;
    mt[0] = Number(BigInt.asUintN(32, BigInt(Math.trunc(seed))));
    for (let i = 1; i < N; i++) {
      const previous = mt[i - 1] as number;
      // mt[i] = 1812433253 · (mt[i−1] ⊕ (mt[i−1] ≫ 30)) + i   (mod 2³²)
      mt[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.index = N;
    this.spareNormal = null;
  }

  /** The next 32 random bits. */
  u32(): number {
    if (this.index >= N) this.twist();
    let y = this.mt[this.index++] as number;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    y ^= y >>> 18;
    return y >>> 0;
  }

  /** The low 53 of 64 random bits as an integer; the first draw is the high word. */
  u53(): number {
    const high = this.u32();
    const low = this.u32();
    return (high & 0x1fffff) * 4294967296 + low;
  }

  /** 64 random bits modulo n, for ranges of 2³² and more. */
  u64Modulo(n: bigint): number {
    const bits = (BigInt(this.u32()) << 32n) | BigInt(this.u32());
    return Number(bits % n);
  }

  /** Uniform in [0, 1) with 24 bits, as a float32 draw. */
  uniform24(): number {
    return (this.u32() & 0xffffff) / 16777216;
  }

  /** Uniform in [0, 1) with 53 bits, as a float64 draw. */
  uniform53(): number {
    return this.u53() / 9007199254740992;
  }

  /** Standard normal by Box–Muller in double; draws come in pairs, the second is kept. */
  normal(): number {
    if (this.spareNormal !== null) {
      const spare = this.spareNormal;
      this.spareNormal = null;
      return spare;
    }
    const u1 = this.uniform53();
    const u2 = this.uniform53();
    const r = Math.sqrt(-2 * Math.log1p(-u2));
    const theta = 2 * Math.PI * u1;
    this.spareNormal = r * Math.sin(theta);
    return r * Math.cos(theta);
  }

  private twist(): void {
    const mt = this.mt;
    for (let k = 0; k < N; k++) {
      const y = ((mt[k] as number) & 0x80000000) | ((mt[(k + 1) % N] as number) & 0x7fffffff);
      mt[k] = (mt[(k + M) % N] as number) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
    }
    this.index = 0;
  }
}

/** The generator that `torch.manual_seed` seeds. */
export const defaultGenerator = new Generator();
