import type { MrTrait } from "../harmonised.ts";
import type { AssociationReader } from "./association-reader.ts";

/** What the caller says of a trait, completed from what the table knows of itself. */
export function traitOf(
  reader: AssociationReader,
  given: Partial<MrTrait> | undefined,
  fallback: string,
): MrTrait {
  const { provenance } = reader;
  const text = (name: string): string | undefined =>
    typeof provenance[name] === "string" && provenance[name] !== "" ? provenance[name] : undefined;
  const count = (name: string): number | undefined =>
    typeof provenance[name] === "number" ? provenance[name] : undefined;
  return {
    name: given?.name ?? text("trait") ?? fileStem(text("source")) ?? fallback,
    unit: given?.unit ?? text("unit") ?? reader.unit,
    cases: given?.cases ?? count("cases"),
    controls: given?.controls ?? count("controls"),
    prevalence: given?.prevalence ?? count("prevalence"),
    build: given?.build ?? text("build"),
    source: given?.source ?? text("source"),
  };
}

/** `ldl.tsv.gz` of a path: what its author called the study. */
function fileStem(path: string | undefined): string | undefined {
  const name = path?.split(/[\\/]/).at(-1);
  const stem = name?.replace(
    /(\.(tsv|csv|txt|vcf|gz|bgz|zst|parquet|linear|logistic|regenie))+$/i,
    "",
  );
  return stem === undefined || stem === name || stem === "" ? undefined : stem;
}
