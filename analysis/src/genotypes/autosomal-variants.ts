import type { Genotypes } from "./genotypes.ts";
import { ploidyOf } from "./ploidy.ts";

/** The genotypes of diploid variants: without X, Y and MT. */
export function autosomalVariants(genotypes: Genotypes): Genotypes {
  const all = Uint32Array.from({ length: genotypes.variants.count }, (_, v) => v);
  const kept = all.filter((v) => ploidyOf(genotypes.variants, v) === "diploid");
  return kept.length === all.length ? genotypes : genotypes.select({ variants: kept });
}
