import type { Column, Provenance } from "../table.ts";
import { fittingVariant, type FittingVariant } from "./fitting-variant.ts";
import type { LdVariants } from "./ld-panel.ts";
import { variantsByName, variantsByPlace } from "./variant-index.ts";

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
export interface MatchedVariant extends FittingVariant {
  /** Row of the study. */
  readonly row: number;
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
  const named = variantsByName(variants);
  const placed = isOtherBuild ? undefined : variantsByPlace(variants);
  const rsid = columns["rsid"] as readonly string[] | undefined;
  const found = new Map<number, MatchedVariant>();
  const refused: UnmatchedRow[] = [];
  let [absent, moved] = [0, 0];
  for (let row = 0; row < rowCount; row++) {
    const candidates =
      [named(columns.variantId[row]), named(rsid?.[row] ?? "")].find((of) => of.length > 0) ??
      placed?.(columns.chromosome[row], columns.basePairLocation[row]) ??
      [];
    if (candidates.length === 0) {
      absent++;
      continue;
    }
    const match = fittingVariant(candidates, variants, {
      effectAllele: columns.effectAllele[row],
      otherAllele: columns.otherAllele[row],
    });
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
      const position = columns.basePairLocation[row];
      if (position > 0 && position !== variants.basePairLocation[match.variant]) moved++;
      found.set(match.variant, { row, ...match });
    }
  }
  const matched = [...found.values()].sort((a, b) => a.variant - b.variant);
  return { matched, refused, absent, moved };
}
