import type { Genotypes } from "../../genotypes/genotypes.ts";
import { ploidyOf } from "../../genotypes/ploidy.ts";
import { fitAlleles, type FittedAlleles } from "../../sumstats/alleles.ts";
import type { Association } from "../harmonise/association-reader.ts";
import { placeKey } from "../harmonise/match-variants.ts";

/** A variant in a panel, or why it is not there. */
export type PanelVariant =
  | { readonly variant: number; readonly fitted: FittedAlleles }
  | { readonly variant: undefined; readonly reason: string };

/**
 * Finds associations in a panel: by name, or by place and alleles where the builds are not known to differ.
 *
 * @param build - of the associations' positions, where it is known
 */
export function panelVariants(
  associations: readonly (Association & { readonly rsid?: string | undefined })[],
  genotypes: Genotypes,
  build: string | undefined,
): PanelVariant[] {
  const { variants } = genotypes;
  const isOtherBuild =
    build !== undefined && genotypes.build !== undefined && build !== genotypes.build;
  const names = new Set(associations.flatMap(({ variantId, rsid = "" }) => [variantId, rsid]));
  names.delete("");
  const places = new Set(
    isOtherBuild
      ? []
      : associations.map((variant) => placeKey(variant.chromosome, variant.basePairLocation)),
  );
  places.delete(0);
  const byName = new Map<string, number[]>();
  const byPlace = new Map<number, number[]>();
  const add = <K>(map: Map<K, number[]>, key: K, v: number): void => {
    const rows = map.get(key);
    if (rows) rows.push(v);
    else map.set(key, [v]);
  };
  const { variantId, chromosome, basePairLocation } = variants;
  for (let v = 0; v < variants.count; v++) {
    if (names.has(variantId[v])) add(byName, variantId[v], v);
    const place = placeKey(chromosome[v], basePairLocation[v]);
    if (places.has(place)) add(byPlace, place, v);
  }
  return associations.map((association) => {
    const { rsid = "" } = association;
    const rows =
      byName.get(association.variantId) ??
      byName.get(rsid) ??
      byPlace.get(placeKey(association.chromosome, association.basePairLocation));
    if (!rows) return { variant: undefined, reason: `${genotypes.source} lacks it.` };
    for (const variant of rows) {
      const fitted = fitAlleles(association, {
        effectAllele: variants.effectAllele[variant].toUpperCase(),
        otherAllele: variants.otherAllele[variant].toUpperCase(),
      });
      if (fitted.fit === "different") continue;
      if (ploidyOf(variants, variant) === "diploid") return { variant, fitted };
      return {
        variant: undefined,
        reason: "It lies on X, Y or MT, where correlations are not computed.",
      };
    }
    const [first] = rows;
    return {
      variant: undefined,
      reason: `It has alleles ${association.effectAllele}/${association.otherAllele}, and ${variants.effectAllele[first]}/${variants.otherAllele[first]} in ${genotypes.source}.`,
    };
  });
}
