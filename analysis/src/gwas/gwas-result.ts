import type { AttritionColumns } from "../genotypes/attrition.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { Table, type Columns, type Provenance } from "../table.ts";
import type { ErrorCode } from "./error-codes.ts";
import { lambdaGC } from "./lambda-gc.ts";

export type AssociationColumns = Columns & {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly n: Int32Array;
  readonly standardError: Float64Array;
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly errorCode: readonly string[];
};

/** Association results with what was left out, and how inflated they are. */
export class GwasResult<C extends AssociationColumns = AssociationColumns> extends Table<C> {
  /** How many samples each condition removed. */
  readonly attrition: Table<AttritionColumns>;
  readonly lambdaGC: number;
  /** What was noticed on the way, in words: the coding of cases, variants without an estimate. */
  readonly notices: readonly string[];

  constructor(
    columns: C,
    provenance: Provenance,
    attrition: Table<AttritionColumns>,
    notices: readonly string[],
  ) {
    super(columns, provenance);
    this.attrition = attrition;
    this.lambdaGC = lambdaGC(this);
    this.notices = notices;
  }
}

/** Per-variant numbers that a scan fills. */
export interface ScanColumns {
  readonly isFlipped: Uint8Array;
  readonly frequency: Float64Array;
  readonly n: Int32Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  /** ln P; −ln P / ln 10 is stored, so that nothing underflows. */
  readonly lnP: Float64Array;
  readonly errorCode: ErrorCode[];
}

export function emptyScan(variantCount: number): ScanColumns {
  const empty = (): Float64Array => new Float64Array(variantCount).fill(NaN);
  return {
    isFlipped: new Uint8Array(variantCount),
    frequency: empty(),
    n: new Int32Array(variantCount),
    beta: empty(),
    standardError: empty(),
    lnP: empty(),
    errorCode: new Array<ErrorCode>(variantCount).fill("."),
  };
}

/** The columns every association has, before and after its effect. */
export function commonColumns(
  { variants }: Genotypes,
  scan: ScanColumns,
): { before: AssociationStart; after: AssociationEnd } {
  const pick = (v: number, flipped: readonly string[], straight: readonly string[]): string =>
    scan.isFlipped[v] ? flipped[v] : straight[v];
  const { effectAllele, otherAllele } = variants;
  return {
    before: {
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      effectAllele: effectAllele.map((_, v) => pick(v, otherAllele, effectAllele)),
      otherAllele: otherAllele.map((_, v) => pick(v, effectAllele, otherAllele)),
      effectAlleleFrequency: scan.frequency,
      n: scan.n,
    },
    after: {
      statistic: scan.beta.map((beta, v) => beta / scan.standardError[v]),
      negLog10PValue: scan.lnP.map((ln) => (ln === 0 ? 0 : -ln / Math.LN10)),
      pValue: scan.lnP.map(Math.exp),
      errorCode: scan.errorCode,
    },
  };
}

type AssociationStart = Pick<
  AssociationColumns,
  | "variantId"
  | "chromosome"
  | "basePairLocation"
  | "effectAllele"
  | "otherAllele"
  | "effectAlleleFrequency"
  | "n"
>;
type AssociationEnd = Pick<
  AssociationColumns,
  "statistic" | "negLog10PValue" | "pValue" | "errorCode"
>;

/** One sentence for each code that rows carry. */
export function codeNotices(codes: readonly ErrorCode[]): string[] {
  const counts = new Map<ErrorCode, number>();
  for (const code of codes) if (code !== ".") counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} of ${codes.length} variants: ${code}`);
}
