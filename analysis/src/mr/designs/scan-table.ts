import type { AnalysisError } from "../../errors.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table, type Provenance } from "../../table.ts";
import type { EstimateOptions } from "../estimators/estimate.ts";
import { estimatorsOf } from "../estimators/registry.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { benjaminiHochberg, bonferroni } from "./adjusted-p.ts";
import type { ScannedPair } from "./scan-pair.ts";
import { NUMBERS, type NumberName } from "./scan-program.ts";

export type ScanColumns = {
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  /** The method with its conventions, for people. */
  readonly method: readonly string[];
  readonly methodId: readonly string[];
  readonly variantCount: Int32Array;
  /** Change of the outcome for one unit of the exposure. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** −log10 of min(1, m P), m being the pairs that this method has an estimate of. */
  readonly negLog10BonferroniP: Float64Array;
  /** −log10 of the false discovery rate of Benjamini and Hochberg among the same pairs. */
  readonly negLog10FalseDiscoveryRate: Float64Array;
  /** With which `mr.estimate` gives the same numbers for the pair; NaN where nothing is random. */
  readonly seed: Float64Array;
  /** "" where there is an estimate. */
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/** What became of the variants of each pair. */
export type ScanPairColumns = {
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  /** Rows of the exposure's table. */
  readonly exposureVariants: Int32Array;
  readonly instruments: Int32Array;
  /** Of the instruments, those that the outcome has, too. */
  readonly inOutcome: Int32Array;
  /** On the same alleles, with usable numbers. */
  readonly kept: Int32Array;
  /** Mean F statistic of the instruments. */
  readonly meanF: Float64Array;
  /** Why there is no estimate at all, "" where there is. */
  readonly reason: readonly string[];
};

/** Effects of many exposures on an outcome, or of one on many: a row for each pair and method. */
export class MrScan extends Table<ScanColumns> {
  /** A row a pair: how many variants there were at each step. */
  readonly pairs: Table<ScanPairColumns>;
  readonly notices: readonly string[];

  constructor(
    columns: ScanColumns,
    provenance: Provenance,
    account: Pick<MrScan, "pairs" | "notices">,
  ) {
    super(columns, provenance);
    this.pairs = account.pairs;
    this.notices = account.notices;
  }
}

const NO_NUMBERS = new Float64Array(NUMBERS.length).fill(NaN);

/** A row for each pair and method, pair after pair; of a pair that is refused as a whole, the same reason in each. */
export function scanColumns(
  pairs: readonly ScannedPair[],
  methods: EstimateOptions["methods"],
): ScanColumns {
  const rows = pairs.flatMap((pair) =>
    pair.refusal
      ? estimatorsOf(methods, 0).map((estimator) => ({
          ...{ pair, estimator, numbers: NO_NUMBERS, refusal: pair.refusal },
          seed: NaN,
        }))
      : pair.results.map((result) => ({
          ...result,
          pair,
          seed: result.estimator.isRandom ? result.seed : NaN,
        })),
  );
  const numbers = (name: NumberName): Float64Array => {
    const at = NUMBERS.indexOf(name);
    return Float64Array.from(rows, (row) => row.numbers[at]);
  };
  const methodId = rows.map(({ estimator }) => estimator.id);
  const negLog10PValue = numbers("negLog10PValue");
  const adjusted = (adjust: (negLog10P: Float64Array) => Float64Array): Float64Array => {
    const values = new Float64Array(rows.length);
    for (const id of new Set(methodId)) {
      const own = [...methodId.keys()].filter((row) => methodId[row] === id);
      const found = adjust(Float64Array.from(own, (row) => negLog10PValue[row]));
      own.forEach((row, i) => (values[row] = found[i]));
    }
    return values;
  };
  return {
    exposure: rows.map(({ pair }) => pair.exposure.name),
    outcome: rows.map(({ pair }) => pair.outcome),
    method: rows.map(({ estimator }) => estimator.label),
    methodId,
    variantCount: Int32Array.from(rows, ({ numbers: found, pair, refusal }) =>
      refusal ? pair.kept : found[NUMBERS.indexOf("variantCount")],
    ),
    beta: numbers("beta"),
    standardError: numbers("standardError"),
    ciLower: numbers("ciLower"),
    ciUpper: numbers("ciUpper"),
    negLog10PValue,
    pValue: negLog10PValue.map(pValueOf),
    negLog10BonferroniP: adjusted(bonferroni),
    negLog10FalseDiscoveryRate: adjusted(benjaminiHochberg),
    seed: Float64Array.from(rows, ({ seed }) => seed),
    errorCode: rows.map(({ refusal }) => (refusal ? codeOf(refusal) : "")),
    reason: rows.map(({ refusal }) => refusal?.message ?? ""),
  };
}

export function pairsTable(pairs: readonly ScannedPair[]): Table<ScanPairColumns> {
  const counts = (read: (pair: ScannedPair) => number): Int32Array => Int32Array.from(pairs, read);
  return new Table({
    exposure: pairs.map(({ exposure }) => exposure.name),
    outcome: pairs.map(({ outcome }) => outcome),
    exposureVariants: counts(({ exposure }) => exposure.variantCount),
    instruments: counts(({ exposure }) => exposure.instruments?.rowCount ?? 0),
    inOutcome: counts(({ inOutcome }) => inOutcome),
    kept: counts(({ kept }) => kept),
    meanF: Float64Array.from(pairs, ({ exposure }) => exposure.instruments?.meanF ?? NaN),
    reason: pairs.map(({ refusal }) => refusal?.message ?? ""),
  });
}

/** `no-overlap` becomes NO_OVERLAP. */
function codeOf(refusal: AnalysisError): string {
  if (refusal instanceof NotEstimableError) return refusal.code;
  return refusal.tag.toUpperCase().replaceAll("-", "_");
}
