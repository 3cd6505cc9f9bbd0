import type { LdVariants } from "../../ld/ld-panel.ts";
import type { SummaryEffects } from "./summary-effects.ts";

/** Above any position of a chromosome, so that one number tells chromosome and position. */
const CHROMOSOME_STEP = 2 ** 32;

/** The panel's variants that may be the one of a row: several where they share a position or a name. */
export function panelIndex(
  variants: LdVariants,
  matchBy: "position" | "id",
): (effects: SummaryEffects, row: number) => readonly number[] {
  const { count, variantId, chromosome, basePairLocation } = variants;
  const found = new Map<string | number, number | number[]>();
  const add = (key: string | number, variant: number): void => {
    const before = found.get(key);
    if (before === undefined) found.set(key, variant);
    else found.set(key, typeof before === "number" ? [before, variant] : [...before, variant]);
  };
  for (let v = 0; v < count; v++) {
    if (matchBy === "id") add(variantId[v], v);
    else add(chromosome[v] * CHROMOSOME_STEP + basePairLocation[v], v);
  }
  const at = (key: string | number): readonly number[] => {
    const variant = found.get(key);
    return variant === undefined ? [] : typeof variant === "number" ? [variant] : variant;
  };
  if (matchBy === "position") {
    return (effects, row) => {
      const position = effects.basePairLocation(row);
      return position > 0 ? at(effects.chromosome(row) * CHROMOSOME_STEP + position) : [];
    };
  }
  return (effects, row) => {
    const byId = at(effects.variantId(row));
    return byId.length > 0 ? byId : at(effects.rsid(row));
  };
}
