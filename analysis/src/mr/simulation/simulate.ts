import { InvalidArgumentError } from "../../errors.ts";
import { randomStream, type RandomStream } from "../../random.ts";
import { normalLnP } from "../../stats/normal.ts";
import type { SummaryStatistics } from "../../sumstats/summary-file.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table } from "../../table.ts";
import { drawEffects, SCENARIOS, type Role, type Scenario } from "./scenarios.ts";
import { drawAllelePair, drawReport, type AllelePair } from "./study-differences.ts";

export interface SimulateOptions {
  /** Any whole number; the same seed and options give the same numbers. */
  readonly seed?: number | undefined;
  /** What holds or fails, `"valid"` by default. */
  readonly scenario?: Scenario | undefined;
  /** Change of the outcome for one SD of the exposure, 0.3 by default; 0 in the reversed scenario. */
  readonly causalEffect?: number | undefined;
  /** Causal variants, 60 by default, 150 in the weak scenario; at most 220. */
  readonly variants?: number | undefined;
  /** Variants without any effect, 2,000 by default. */
  readonly nullVariants?: number | undefined;
  /** People of the exposure's study: 100,000 by default, 20,000 in the weak scenario. */
  readonly exposureSamples?: number | undefined;
  /** People of the outcome's study, none of them in the exposure's: 100,000 by default. */
  readonly outcomeSamples?: number | undefined;
}

export type MrTruthColumns = {
  readonly variantId: readonly string[];
  readonly effectAllele: readonly string[];
  readonly role: readonly Role[];
  /** True effects in SD per copy of the effect allele. */
  readonly onExposure: Float64Array;
  readonly directOnOutcome: Float64Array;
  readonly onOutcome: Float64Array;
};

/** Studies of which the truth is known. */
export interface SimulatedStudies {
  /** A second study of the exposure, as large: chosen in it, instruments have no winner's curse in `exposure`. */
  readonly discovery: SummaryStatistics;
  readonly exposure: SummaryStatistics;
  readonly outcome: SummaryStatistics;
  /** The causal variants; all others have no effect. */
  readonly truth: Table<MrTruthColumns>;
  readonly causalEffect: number;
  readonly scenario: Scenario;
  readonly seed: number;
}

/** Share of the exposure's variance that the causal variants explain. */
const EXPLAINED: Readonly<Partial<Record<Scenario, number>>> = { weak: 0.03 };
const EXPLAINED_ELSEWHERE = 0.12;
/** Loci further apart than the usual clumping window, so that they are independent instruments. */
const LOCUS_BP = 12_000_000;
const LOCI_A_CHROMOSOME = [
  20, 19, 16, 15, 14, 13, 12, 11, 11, 10, 10, 10, 9, 8, 8, 7, 6, 6, 4, 5, 3, 3,
] as const;
const LOCI = LOCI_A_CHROMOSOME.reduce((sum, count) => sum + count, 0);

/**
 * Simulates the summary statistics of two studies, an exposure's and an outcome's, in a world in which it is known which
 * variants are valid instruments. Variants are independent; both traits have variance 1; effects are per allele in SD.
 *
 * The two studies report as real ones do: some variants swapped, on the other strand, palindromic or absent.
 *
 * @returns `exposure`, `outcome` and `discovery` as read from files, and the `truth` of the causal variants
 * @throws InvalidArgumentError
 * @example
 * const { exposure, outcome, truth } = mr.simulate({ scenario: "directional pleiotropy", seed: 4 });
 */
export function simulate(options: SimulateOptions = {}): SimulatedStudies {
  const { seed = 1, scenario = "valid" } = options;
  if (!SCENARIOS.includes(scenario)) {
    throw outside("scenario", scenario, `one of ${SCENARIOS.join(", ")}`);
  }
  const isWeak = scenario === "weak";
  const {
    causalEffect = scenario === "reversed" ? 0 : 0.3,
    variants = isWeak ? 150 : 60,
    nullVariants = 2000,
    exposureSamples = isWeak ? 20_000 : 100_000,
    outcomeSamples = 100_000,
  } = options;
  refuseOutside("seed", seed, -Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  refuseOutside("variants", variants, 1, LOCI);
  refuseOutside("nullVariants", nullVariants, 0, 1_000_000);
  refuseOutside("exposureSamples", exposureSamples, 100, 1e8);
  refuseOutside("outcomeSamples", outcomeSamples, 100, 1e8);
  if (!Number.isFinite(causalEffect)) throw outside("causalEffect", causalEffect, "a number");

  const random = randomStream(seed, `mr.simulate ${scenario}`);
  const explained = EXPLAINED[scenario] ?? EXPLAINED_ELSEWHERE;
  const drawn = drawVariants(variants, nullVariants, random);
  const discovery = openStudy(exposureSamples);
  const discoveryRandom = randomStream(seed, `mr.simulate discovery ${scenario}`);
  const exposure = openStudy(exposureSamples);
  const outcome = openStudy(outcomeSamples);
  const truth: { row: VariantRow; role: Role; onExposure: number; direct: number }[] = [];
  for (const row of drawn) {
    const isCausal = row.index < variants;
    const spread = Math.sqrt(explained / variants / heterozygosity(row));
    const place = { index: row.index, count: variants, spread };
    const effects = drawEffects(scenario, place, random);
    const onExposure = isCausal ? effects.onExposure : 0;
    const direct = isCausal ? effects.directOnOutcome : 0;
    if (isCausal) truth.push({ row, role: effects.role, onExposure, direct });
    discovery.observe(row, row.pair, onExposure, discoveryRandom);
    exposure.observe(row, row.pair, onExposure, random);
    const reported = drawReport(row.pair, random);
    const sign = reported.isSwapped ? -1 : 1;
    const seen = reported.isSwapped ? { ...row, frequency: 1 - row.frequency } : row;
    const total = direct + causalEffect * onExposure;
    if (!reported.isAbsent) outcome.observe(seen, reported.pair, sign * total, random);
  }
  const told = { scenario, seed, source: `simulated (seed ${seed})`, build: "GRCh38" };
  return {
    discovery: discovery.table({ ...told, trait: "exposure" }),
    exposure: exposure.table({ ...told, trait: "exposure" }),
    outcome: outcome.table({ ...told, trait: "outcome" }),
    truth: new Table<MrTruthColumns>(
      {
        variantId: truth.map(({ row }) => row.variantId),
        effectAllele: truth.map(({ row }) => row.pair[0]),
        role: truth.map(({ role }) => role),
        onExposure: Float64Array.from(truth, ({ onExposure }) => onExposure),
        directOnOutcome: Float64Array.from(truth, ({ direct }) => direct),
        onOutcome: Float64Array.from(
          truth,
          ({ onExposure, direct }) => direct + causalEffect * onExposure,
        ),
      },
      told,
    ),
    causalEffect,
    scenario,
    seed,
  };
}

interface VariantRow {
  readonly index: number;
  readonly variantId: string;
  readonly chromosome: number;
  readonly position: number;
  readonly pair: AllelePair;
  /** Of the effect allele. */
  readonly frequency: number;
}

/** All variants by position; those with the lowest `index` are causal, each at a locus of its own. */
function drawVariants(causal: number, others: number, random: RandomStream): VariantRow[] {
  const loci = shuffled(LOCI, random);
  const places = Array.from({ length: causal + others }, (_, index) => {
    let place = index < causal ? loci[index] : random.integer(LOCI);
    let chromosome = 0;
    while (place >= LOCI_A_CHROMOSOME[chromosome]) place -= LOCI_A_CHROMOSOME[chromosome++];
    const position = place * LOCUS_BP + 500_000 + random.integer(1_000_000);
    return { index, chromosome: chromosome + 1, position };
  });
  places.sort((a, b) => a.chromosome - b.chromosome || a.position - b.position);
  return places.map((place, rank) => ({
    ...place,
    variantId: `sim${String(rank + 1).padStart(5, "0")}`,
    pair: drawAllelePair(random),
    frequency: 0.05 + 0.9 * random.uniform(),
  }));
}

function heterozygosity({ frequency }: VariantRow): number {
  return 2 * frequency * (1 - frequency);
}

/** Collects what a study of `n` people observes of variants with given true effects. */
function openStudy(n: number): {
  observe: (row: VariantRow, pair: AllelePair, effect: number, random: RandomStream) => void;
  table: (provenance: Record<string, string | number>) => SummaryStatistics;
} {
  const rows: { row: VariantRow; pair: AllelePair; beta: number; se: number; f: number }[] = [];
  return {
    observe(row, pair, effect, random) {
      const carried = heterozygosity(row);
      const se = Math.sqrt(Math.max(1e-6, 1 - carried * effect * effect) / (n * carried));
      const f = row.frequency + Math.sqrt(carried / 4 / n) * random.normal();
      rows.push({ row, pair, beta: effect + se * random.normal(), se, f });
    },
    table(provenance) {
      const negLog10PValue = Float64Array.from(
        rows,
        ({ beta, se }) => -normalLnP(beta / se) / Math.LN10,
      );
      return new Table(
        {
          variantId: rows.map(({ row }) => row.variantId),
          chromosome: Uint8Array.from(rows, ({ row }) => row.chromosome),
          basePairLocation: Int32Array.from(rows, ({ row }) => row.position),
          effectAllele: rows.map(({ pair }) => pair[0]),
          otherAllele: rows.map(({ pair }) => pair[1]),
          effectAlleleFrequency: Float64Array.from(rows, ({ f }) => f),
          n: Float64Array.from(rows, () => n),
          beta: Float64Array.from(rows, ({ beta }) => beta),
          standardError: Float64Array.from(rows, ({ se }) => se),
          negLog10PValue,
          pValue: negLog10PValue.map(pValueOf),
        },
        provenance,
      );
    },
  };
}

function shuffled(count: number, random: RandomStream): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

function refuseOutside(name: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw outside(name, value, `a whole number from ${low} to ${high}`);
}

function outside(name: string, value: unknown, allowed: string): InvalidArgumentError {
  return new InvalidArgumentError(name, {
    what: `${name} ${String(value)} is not possible.`,
    why: `It is ${allowed}.`,
    remedy: `Give a value that is ${allowed}, or leave it out.`,
  });
}
