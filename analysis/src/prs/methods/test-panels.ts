import type { LdBlock, LdPanel } from "../../ld/ld-panel.ts";
import { randomStream } from "../../random.ts";
import { Table } from "../../table.ts";

/** A panel of dense blocks: row-major matrices of correlations. */
export function densePanel(
  matrices: readonly Float64Array[],
  variants: Partial<LdPanel["variants"]> = {},
  build?: string,
): LdPanel {
  const sizes = matrices.map(({ length }) => Math.sqrt(length));
  const blockStart = Uint32Array.from([0, ...sizes]);
  for (let b = 0; b < sizes.length; b++) blockStart[b + 1] += blockStart[b];
  const count = blockStart[sizes.length];
  return {
    kind: "ld panel",
    source: "test",
    build,
    sampleCount: 500,
    variants: {
      count,
      variantId: Array.from({ length: count }, (_, v) => `v${v}`),
      chromosome: new Uint8Array(count).fill(1),
      basePairLocation: Int32Array.from({ length: count }, (_, v) => 1000 * (v + 1)),
      effectAllele: new Array<string>(count).fill("A"),
      otherAllele: new Array<string>(count).fill("G"),
      effectAlleleFrequency: new Float64Array(count).fill(0.3),
      ...variants,
    },
    blockCount: sizes.length,
    blockStart,
    readBlock: (b) => Promise.resolve(sparseBlock(matrices[b], sizes[b], blockStart[b])),
  };
}

function sparseBlock(matrix: Float64Array, count: number, first: number): LdBlock {
  const column: number[] = [];
  const r: number[] = [];
  const rowStart = new Uint32Array(count + 1);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < count; j++) {
      if (matrix[i * count + j] === 0) continue;
      column.push(j);
      r.push(matrix[i * count + j]);
    }
    rowStart[i + 1] = column.length;
  }
  return { first, count, rowStart, column: Uint32Array.from(column), r: Float32Array.from(r) };
}

/** Correlations ρ^|i − j|. */
export function decayingLd(count: number, rho: number): Float64Array {
  return Float64Array.from({ length: count * count }, (_, at) =>
    Math.pow(rho, Math.abs(Math.floor(at / count) - (at % count))),
  );
}

/** `effects` are correlations of variants and trait; standardised and per-allele effects are the same. */
export function summaryOf(panel: LdPanel, effects: ArrayLike<number>, n: number): Table {
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = panel.variants;
  const beta = Float64Array.from(effects);
  return new Table({
    variantId,
    chromosome,
    basePairLocation,
    effectAllele,
    otherAllele,
    beta,
    standardError: beta.map((effect) => Math.sqrt((1 - effect * effect) / n)),
    n: new Float64Array(beta.length).fill(n),
  });
}

interface SimulatedStudy {
  readonly panel: LdPanel;
  readonly summary: Table;
  readonly truth: Float64Array;
  /** β′Rβ. */
  readonly heritability: number;
  /** Share of the trait's variance that weights explain in new people. */
  readonly r2: (weights: Float64Array) => number;
}

/** A study in blocks of decaying LD: effects of a share of variants, and noise as correlated as the variants. */
export function simulateStudy(options: {
  readonly seed: number;
  readonly blocks: number;
  readonly size: number;
  readonly rho: number;
  readonly n: number;
  readonly heritability: number;
  readonly causalShare: number;
  /** LD of the study, where it is not that of the panel. */
  readonly studyRho?: number;
}): SimulatedStudy {
  const { seed, blocks, size, rho, n, causalShare, studyRho = rho } = options;
  const m = blocks * size;
  const random = randomStream(seed, "simulated study");
  const truth = Float64Array.from({ length: m }, () =>
    random.uniform() < causalShare ? random.normal() : 0,
  );
  const multiplied = (x: Float64Array): Float64Array => timesDecayingLd(x, size, studyRho);
  const inner = (x: Float64Array, y: Float64Array): number =>
    x.reduce((sum, value, j) => sum + value * y[j], 0);
  const scale = Math.sqrt(options.heritability / inner(truth, multiplied(truth)));
  for (let j = 0; j < m; j++) truth[j] *= scale;
  const effects = multiplied(truth);
  let noise = 0;
  for (let j = 0; j < m; j++) {
    noise =
      j % size === 0
        ? random.normal()
        : studyRho * noise + Math.sqrt(1 - studyRho * studyRho) * random.normal();
    effects[j] += noise / Math.sqrt(n);
  }
  const panel = densePanel(Array.from({ length: blocks }, () => decayingLd(size, rho)));
  return {
    panel,
    summary: summaryOf(panel, effects, n),
    truth,
    heritability: options.heritability,
    r2: (weights) => inner(weights, multiplied(truth)) ** 2 / inner(weights, multiplied(weights)),
  };
}

function timesDecayingLd(x: Float64Array, size: number, rho: number): Float64Array {
  return x.map((_, j) => {
    const first = j - (j % size);
    let sum = 0;
    for (let k = first; k < first + size; k++) sum += Math.pow(rho, Math.abs(j - k)) * x[k];
    return sum;
  });
}
