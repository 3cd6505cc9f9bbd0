import type { AttritionColumns } from "../genotypes/attrition.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { Table, type Columns, type Provenance } from "../table.ts";
import { CODES, type ErrorCode } from "./error-codes.ts";
import { lambdaGC } from "./lambda-gc.ts";
import type { ScanResults, TraitResults } from "./scan-setup.ts";

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

/** Per-variant numbers of one trait. */
export interface ScanColumns extends Omit<ScanResults, "traits">, Omit<TraitResults, "errorCode"> {
  readonly errorCode: readonly ErrorCode[];
}

export function scanColumns({ traits, ...common }: ScanResults, trait: number): ScanColumns {
  const own = traits[trait];
  return { ...common, ...own, errorCode: Array.from(own.errorCode, (code) => CODES[code]) };
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
