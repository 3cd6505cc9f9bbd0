/** Columns of a result of `gwas.linear`, made up. */
export interface SimulatedScan {
  readonly rowCount: number;
  readonly provenance: { readonly trait: string };
  readonly columns: {
    readonly variantId: string[];
    readonly chromosome: Uint8Array;
    readonly basePairLocation: Int32Array;
    readonly effectAllele: string[];
    readonly otherAllele: string[];
    readonly effectAlleleFrequency: Float64Array;
    readonly n: Int32Array;
    readonly beta: Float64Array;
    readonly standardError: Float64Array;
    readonly negLog10PValue: Float64Array;
    readonly errorCode: string[];
  };
}

export interface ScanShape {
  readonly seed?: number;
  readonly chromosomes?: readonly number[];
  /** Height in −log10 P of the strongest variant, which decays over 300 kb. */
  readonly peaks?: readonly { chromosome: number; position: number; height: number }[];
}

// Mb, chromosomes 1–22, X, Y, MT.
const LENGTHS = [
  249, 243, 198, 191, 181, 171, 159, 146, 141, 136, 135, 133, 115, 107, 102, 90, 83, 78, 59, 63, 48,
  51, 155, 57, 0.0166,
];
const DECAY_BP = 300_000;

/** A null scan with peaks, for the tests of plots. */
export function simulatedScan(
  m: number,
  { seed = 1, chromosomes = LENGTHS.map((_, i) => i + 1), peaks = [] }: ScanShape = {},
): SimulatedScan {
  const random = mulberry32(seed);
  const total = chromosomes.reduce((sum, code) => sum + LENGTHS[code - 1], 0);
  const places: { code: number; position: number }[] = [];
  for (const code of chromosomes) {
    const length = LENGTHS[code - 1];
    const share =
      code === chromosomes.at(-1) ? m - places.length : Math.round((m * length) / total);
    const positions = Int32Array.from({ length: share }, () => 1 + random() * length * 1e6).sort();
    for (const position of positions) places.push({ code, position });
  }
  const height = ({ code, position }: { code: number; position: number }): number => {
    const null10 = -Math.log10(1 - random());
    const near = peaks
      .filter((peak) => peak.chromosome === code)
      .map((peak) => peak.height * Math.exp(-Math.abs(peak.position - position) / DECAY_BP));
    return Math.max(null10, ...near.map((most) => most * random()));
  };
  const alleles = ["A", "C", "G", "T"];
  return {
    rowCount: m,
    provenance: { trait: "height" },
    columns: {
      variantId: places.map((_, i) => `rs${1_000_000 + 137 * i}`),
      chromosome: Uint8Array.from(places, ({ code }) => code),
      basePairLocation: Int32Array.from(places, ({ position }) => position),
      effectAllele: places.map((_, i) => alleles[i % 4]),
      otherAllele: places.map((_, i) => alleles[(i + 1) % 4]),
      effectAlleleFrequency: Float64Array.from(places, () => random()),
      n: Int32Array.from(places, () => 1480 - Math.floor(random() * 20)),
      beta: Float64Array.from(places, () => (random() - 0.5) / 10),
      standardError: Float64Array.from(places, () => 0.01 + random() / 100),
      negLog10PValue: Float64Array.from(places, height),
      errorCode: places.map(() => "."),
    },
  };
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
