import { fitAlleles } from "../io/alleles.ts";
import type { Column, Provenance } from "../table.ts";
import type { LdVariants } from "./ld-panel.ts";

/** Association results as `data.summaryStatistics` gives them, or a table of the same columns. */
export interface LdStudy {
  readonly columns: Readonly<Record<string, Column>> & {
    readonly variantId: readonly string[];
    readonly chromosome: Uint8Array;
    readonly basePairLocation: Int32Array;
    readonly effectAllele: readonly string[];
    readonly otherAllele: readonly string[];
    readonly beta: Float64Array;
    readonly standardError: Float64Array;
  };
  readonly rowCount: number;
  readonly provenance: Provenance;
}

/** A variant of the panel and what the study has of it. */
export interface MatchedVariant {
  /** Row of the study. */
  readonly row: number;
  /** Place in the panel. */
  readonly variant: number;
  /** −1 where the study's effect allele is the panel's other one. */
  readonly sign: 1 | -1;
  readonly isPalindromic: boolean;
}

/** A row of the study that no method can use with the panel. */
interface UnmatchedRow {
  readonly row: number;
  readonly kind: "alleles" | "number" | "duplicated";
  readonly reason: string;
}

export interface MatchedStudy {
  /** By place in the panel. */
  readonly matched: readonly MatchedVariant[];
  readonly refused: readonly UnmatchedRow[];
  /** Rows that the panel has in no form. */
  readonly absent: number;
  /** Matched by name, at another position. */
  readonly moved: number;
}

/** Finds a study's variants in a panel, by name or by place, with alleles that fit, on either strand. */
export function matchStudy(
  variants: LdVariants,
  { columns, rowCount }: LdStudy,
  isOtherBuild: boolean,
): MatchedStudy {
  const byName = new Map<string, number[]>();
  const byPlace = new Map<number, number[]>();
  const add = <K>(map: Map<K, number[]>, key: K, v: number): void => {
    const rows = map.get(key);
    if (rows) rows.push(v);
    else map.set(key, [v]);
  };
  for (let v = 0; v < variants.count; v++) {
    add(byName, variants.variantId[v], v);
    if (!isOtherBuild) add(byPlace, place(variants, v), v);
  }
  const rsid = columns["rsid"] as readonly string[] | undefined;
  const found = new Map<number, MatchedVariant>();
  const refused: UnmatchedRow[] = [];
  let [absent, moved] = [0, 0];
  for (let row = 0; row < rowCount; row++) {
    const named = byName.get(columns.variantId[row]) ?? byName.get(rsid?.[row] ?? "");
    const candidates = named ?? byPlace.get(place(columns, row));
    if (!candidates) {
      absent++;
      continue;
    }
    const match = fitting(candidates, variants, columns, row);
    if (!match) {
      const [v] = candidates;
      refused.push({
        row,
        kind: "alleles",
        reason: `It has alleles ${columns.effectAllele[row]}/${columns.otherAllele[row]}, and ${variants.effectAllele[v]}/${variants.otherAllele[v]} in the panel.`,
      });
    } else if (!(columns.standardError[row] > 0 && Number.isFinite(columns.beta[row])))
      refused.push({ row, kind: "number", reason: "It has no effect, or no standard error." });
    else if (found.has(match.variant)) {
      refused.push({
        row,
        kind: "duplicated",
        reason: "An earlier row is the same variant of the panel.",
      });
    } else {
      if (columns.basePairLocation[row] !== variants.basePairLocation[match.variant]) moved++;
      found.set(match.variant, match);
    }
  }
  const matched = [...found.values()].sort((a, b) => a.variant - b.variant);
  return { matched, refused, absent, moved };
}

function fitting(
  candidates: readonly number[],
  variants: LdVariants,
  columns: LdStudy["columns"],
  row: number,
): MatchedVariant | undefined {
  for (const variant of candidates) {
    const { fit, isPalindromic } = fitAlleles(
      pair(variants.effectAllele[variant], variants.otherAllele[variant]),
      pair(columns.effectAllele[row], columns.otherAllele[row]),
    );
    if (fit === "different") continue;
    const sign = fit === "same" || fit === "other strand" ? 1 : -1;
    return { row, variant, sign, isPalindromic };
  }
  return undefined;
}

function pair(effectAllele: string, otherAllele: string): Parameters<typeof fitAlleles>[0] {
  return { effectAllele: effectAllele.toUpperCase(), otherAllele: otherAllele.toUpperCase() };
}

/** A number for each place; positions are below 2³¹. */
function place(
  at: { readonly chromosome: Uint8Array; readonly basePairLocation: Int32Array },
  row: number,
): number {
  return at.chromosome[row] * 2 ** 31 + at.basePairLocation[row];
}
