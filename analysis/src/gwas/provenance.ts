import type { Computed } from "../compute/device.ts";
import { deviceProvenance } from "../compute/run-method.ts";
import type { Provenance } from "../table.ts";
import type { AssociationOptions } from "./association-options.ts";
import type { AssociationModel } from "./model.ts";
import { VERSION } from "./version.ts";

/** How an association came about, for the reader of its table. */
export function provenanceOf(
  method: string,
  { genotypes, effectAllele = "minor" }: Omit<AssociationOptions, "trait">,
  {
    traitName,
    covariateNames,
    aligned,
  }: Pick<AssociationModel, "traitName" | "covariateNames" | "aligned">,
  computed: Computed,
  started: number,
): Provenance {
  return {
    method,
    source: genotypes.source,
    trait: traitName,
    covariates: covariateNames,
    n: aligned.samples.length,
    ...(genotypes.build && { build: genotypes.build }),
    effectAllele,
    ...runProvenance(computed, started),
  };
}

/** Where and when something was computed. */
export function runProvenance(computed: Computed, started: number): Provenance {
  return {
    ...deviceProvenance(computed),
    version: VERSION,
    seconds: Math.round(performance.now() - started) / 1000,
  };
}
