/** A seeded stream of random numbers: the same seed and purpose give the same numbers on every machine. */
export interface RandomStream {
  /** 32 random bits, as a whole number in 0 … 2³² − 1. */
  bits(): number;
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number;
  /** Whole number in 0 … `below` − 1. */
  integer(below: number): number;
  /** Mean 0, variance 1. */
  normal(): number;
  /** Mean 1 / `rate`. */
  exponential(rate: number): number;
  /** Gamma with this shape and scale 1. */
  gamma(shape: number): number;
  /** Where the generator stands: four words, for loops that step it themselves. */
  readState(into: Int32Array): void;
  /** Goes on from four words. */
  writeState(from: Int32Array): void;
}

/**
 * Opens the stream of a seed for one purpose; streams of other purposes are independent of it, so that adding a draw
 * to one changes no other.
 *
 * @see Blackman & Vigna 2021, doi:10.1145/3460772 (xoshiro128**)
 * @see Marsaglia & Tsang 2000, doi:10.1145/358407.358414 (gamma)
 */
export function randomStream(seed: number, purpose: string): RandomStream {
  const { next, readState, writeState } = xoshiro128(seed, purpose);
  const uniform = (): number => ((next() >>> 5) * 67108864 + (next() >>> 6)) / 9007199254740992;
  let spare = NaN;
  const normal = (): number => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = NaN;
      return value;
    }
    for (;;) {
      const x = 2 * uniform() - 1;
      const y = 2 * uniform() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  };
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * Math.pow(1 - uniform(), 1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v))
        return d * v;
    }
  };
  return {
    bits: next,
    uniform,
    integer: (below) => Math.floor(uniform() * below),
    normal,
    exponential: (rate) => -Math.log(1 - uniform()) / rate,
    gamma,
    readState,
    writeState,
  };
}

interface Xoshiro {
  readonly next: () => number;
  readonly readState: (into: Int32Array) => void;
  readonly writeState: (from: Int32Array) => void;
}

function xoshiro128(seed: number, purpose: string): Xoshiro {
  let mixed = (seed ^ Math.floor(seed / 4294967296)) >>> 0;
  const splitmix = (): number => {
    mixed = (mixed + 0x9e3779b9) >>> 0;
    let z = mixed;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  for (let i = 0; i < purpose.length; i++) mixed = (splitmix() ^ purpose.charCodeAt(i)) >>> 0;
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix()];
  return {
    next() {
      const scaled = Math.imul(b, 5);
      const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = (d << 11) | (d >>> 21);
      return result;
    },
    readState(into) {
      into[0] = a;
      into[1] = b;
      into[2] = c;
      into[3] = d;
    },
    writeState(from) {
      a = from[0];
      b = from[1];
      c = from[2];
      d = from[3];
    },
  };
}
