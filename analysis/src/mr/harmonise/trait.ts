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
    name: given?.name ?? text("trait") ?? fallback,
    unit: given?.unit ?? text("unit") ?? reader.unit,
    cases: given?.cases ?? count("cases"),
    controls: given?.controls ?? count("controls"),
    prevalence: given?.prevalence ?? count("prevalence"),
    build: given?.build ?? text("build"),
    source: given?.source ?? text("source"),
  };
}
