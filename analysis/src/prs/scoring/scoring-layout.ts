import { sniffDelimiter, splitFields, unquoted, type Delimiter } from "../../io/delimited.ts";
import { ScoringFileError } from "./scoring-errors.ts";
import { isRatio } from "./scoring-header.ts";

/** What a column of a scoring file is read as. */
export type ScoringRole =
  | "variantId"
  | "chromosome"
  | "basePairLocation"
  | "effectAllele"
  | "otherAllele"
  | "inferredOtherAllele"
  | "harmonisedId"
  | "harmonisedChromosome"
  | "harmonisedPosition"
  | "isInteraction"
  | "isHaplotype"
  | "isDiplotype"
  | "isDominant"
  | "isRecessive"
  | "dosage0Weight"
  | "dosage1Weight"
  | "dosage2Weight";

/** Where things stand in a row. */
export interface ScoringLayout {
  /** `catalog`: columns named by the PGS Catalog; `weights`: id, allele, then a column a score, as plink2 --score. */
  readonly kind: "catalog" | "weights";
  readonly delimiter: Delimiter;
  readonly hasHeader: boolean;
  readonly names: readonly string[];
  readonly places: ReadonlyMap<ScoringRole, number>;
  /** A column a score; its name is "" where the file as a whole has one. */
  readonly weights: readonly {
    readonly name: string;
    readonly place: number;
    readonly isRatio: boolean;
  }[];
  /** Whether weights of numbers of copies are ratios. */
  readonly areDosagesRatios?: boolean;
}

const ROLES: Readonly<Record<string, ScoringRole>> = {
  rsid: "variantId",
  id: "variantId",
  snp: "variantId",
  snpid: "variantId",
  variant_id: "variantId",
  chr_name: "chromosome",
  chr_position: "basePairLocation",
  effect_allele: "effectAllele",
  a1: "effectAllele",
  other_allele: "otherAllele",
  reference_allele: "otherAllele",
  a2: "otherAllele",
  hm_inferotherallele: "inferredOtherAllele",
  hm_rsid: "harmonisedId",
  hm_chr: "harmonisedChromosome",
  hm_pos: "harmonisedPosition",
  is_interaction: "isInteraction",
  is_haplotype: "isHaplotype",
  is_diplotype: "isDiplotype",
  is_dominant: "isDominant",
  is_recessive: "isRecessive",
  dosage_0_weight: "dosage0Weight",
  dosage_1_weight: "dosage1Weight",
  dosage_2_weight: "dosage2Weight",
};

/** Tells from the first line that is no comment, and the one after it, where things stand. */
export function scoringLayout(path: string, first: string, second: string): ScoringLayout {
  const delimiter = sniffDelimiter(first);
  const names = splitFields(first.replace(/^#/, ""), delimiter).map((name) =>
    unquoted(name.trim()),
  );
  const places = new Map<ScoringRole, number>();
  names.forEach((name, place) => {
    const role = ROLES[name.toLowerCase()];
    if (role !== undefined && !places.has(role)) places.set(role, place);
  });
  const catalogWeights = names.flatMap((name, place) =>
    /^effect_weight(_.+)?$/i.test(name) ? [{ name: name.slice(14), place, isRatio: false }] : [],
  );
  const hasDosages = (["dosage0Weight", "dosage1Weight", "dosage2Weight"] as const).every((role) =>
    places.has(role),
  );
  const ratio = names.findIndex(isRatio);
  const isCatalog =
    places.has("effectAllele") && (catalogWeights.length > 0 || hasDosages || ratio >= 0);
  if (isCatalog) {
    const weights =
      catalogWeights.length > 0
        ? catalogWeights
        : hasDosages
          ? []
          : [{ name: "", place: ratio, isRatio: true }];
    return { kind: "catalog", delimiter, hasHeader: true, names, places, weights };
  }
  return weightsLayout(path, { delimiter, names, places }, splitFields(second, delimiter));
}

function weightsLayout(
  path: string,
  { delimiter, names, places }: Pick<ScoringLayout, "delimiter" | "names" | "places">,
  next: readonly string[],
): ScoringLayout {
  const isNumber = (text: string | undefined): boolean =>
    text !== undefined && text.trim() !== "" && Number.isFinite(Number(text));
  const hasHeader = !names.slice(2).some(isNumber) || names.length < 3;
  const own = new Map(places);
  if (!hasHeader || !own.has("variantId")) own.set("variantId", 0);
  if (!hasHeader || !own.has("effectAllele")) own.set("effectAllele", 1);
  const taken = new Set(own.values());
  const values = hasHeader ? next : names;
  const weights = names.flatMap((name, place) =>
    taken.has(place) || !isNumber(values[place])
      ? []
      : [{ name: hasHeader ? name : "", place, isRatio: hasHeader && isRatio(name) }],
  );
  const [id, allele] = [own.get("variantId")!, own.get("effectAllele")!];
  const hasAllele = /^[A-Za-z*,-]+$/.test(values[allele] ?? "");
  if (names.length < 3 || weights.length === 0 || id === allele || !hasAllele) {
    throw new ScoringFileError(path, "missing-columns", 0, {
      what: `${path} has no ${places.has("effectAllele") || hasAllele ? "column of weights" : "effect allele"}.`,
      why: `Its columns are ${names.slice(0, 12).join(", ")}.`,
      remedy:
        "A PGS Catalog file has effect_allele and effect_weight; any other has variant, effect allele and weights as its first columns.",
    });
  }
  const unnamed = weights.map((weight, c) => ({
    ...weight,
    name: weights.length === 1 && !hasHeader ? "" : weight.name || `score${c + 1}`,
  }));
  return { kind: "weights", delimiter, hasHeader, names, places: own, weights: unnamed };
}
