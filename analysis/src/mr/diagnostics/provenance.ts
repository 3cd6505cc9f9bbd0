import type { Provenance } from "../../table.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";

/** How a diagnostic came about, for the reader of its table. */
export function diagnosticProvenance(
  method: string,
  effects: Pick<InstrumentEffects, "exposure" | "outcome" | "variantId" | "correlation">,
  more: Provenance = {},
): Provenance {
  return {
    method,
    exposure: effects.exposure,
    outcome: effects.outcome,
    variants: effects.variantId.length,
    instruments: effects.correlation ? "correlated, by their matrix" : "taken as independent",
    ...more,
  };
}
