import type { PlotDescription } from "../../messages.ts";
import { type Row, rowsOf, type Spec } from "./plot-of-output.ts";

/** What a plot's description and rows tell of it, for a sentence in a language that the library does not speak. */
export interface PlotFacts {
  /** `manhattan`, `qq`, … */
  readonly kind: string;
  readonly dataset: string | undefined;
  readonly total: number | undefined;
  /** The variant with the smallest P value among the rows. */
  readonly strongest: { readonly variantId: string; readonly negLog10PValue: number } | undefined;
  /** `6:32,000,000–33,000,000`, and what r² is with. */
  readonly region: { readonly place: string; readonly reference: string } | undefined;
}

export function plotFacts({ kind, dataset, rows, region }: PlotDescription, spec: Spec): PlotFacts {
  const number = new Intl.NumberFormat("en");
  return {
    ...{ kind, dataset },
    total: (rows as PlotDescription["rows"] | undefined)?.total,
    strongest: rowsOf(spec).reduce(strongerOf, undefined),
    region: region && {
      place: `${region.chromosome}:${number.format(region.from)}–${number.format(region.to)}`,
      reference: region.reference,
    },
  };
}

function strongerOf(best: PlotFacts["strongest"], row: Row): PlotFacts["strongest"] {
  const { variantId, negLog10PValue } = row;
  if (typeof variantId !== "string" || typeof negLog10PValue !== "number") return best;
  return best !== undefined && best.negLog10PValue >= negLog10PValue
    ? best
    : { variantId, negLog10PValue };
}
