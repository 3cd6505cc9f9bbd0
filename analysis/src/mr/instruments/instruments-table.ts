import type { AttritionColumns } from "../../genotypes/attrition.ts";
import { Table, type Provenance } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { instrumentsHtml, instrumentsText } from "./instruments-display.ts";

export type InstrumentColumns = {
  readonly variantId: readonly string[];
  readonly rsid: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  readonly effectAlleleFrequency: Float64Array;
  readonly n: Float64Array;
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** (beta / standardError)² */
  readonly fStatistic: Float64Array;
  /** Share of the exposure's variance, F / (n − 2 + F); NaN without n. */
  readonly r2: Float64Array;
};

/** A variant that is no instrument, and why. */
export type RemovedInstrumentColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly negLog10PValue: Float64Array;
  readonly step: readonly string[];
  readonly reason: readonly string[];
  /** The instrument it was clumped under, "" where it was not clumped. */
  readonly leadVariantId: readonly string[];
};

/** Variants chosen as instruments of an exposure, the strongest first. */
export class Instruments extends Table<InstrumentColumns> {
  readonly exposure: MrTrait;
  /** From all variants of the exposure to the instruments. */
  readonly attrition: Table<AttritionColumns>;
  /** Variants below the threshold that are no instruments, with the reason. */
  readonly removed: Table<RemovedInstrumentColumns>;
  readonly notices: readonly string[];

  constructor(
    columns: InstrumentColumns,
    provenance: Provenance,
    account: Pick<Instruments, "exposure" | "attrition" | "removed" | "notices">,
  ) {
    super(columns, provenance);
    this.exposure = account.exposure;
    this.attrition = account.attrition;
    this.removed = account.removed;
    this.notices = account.notices;
  }

  get meanF(): number {
    const { fStatistic } = this.columns;
    return fStatistic.reduce((sum, value) => sum + value, 0) / fStatistic.length;
  }

  get minimumF(): number {
    return this.columns.fStatistic.reduce((least, value) => Math.min(least, value), Infinity);
  }

  /** Share of the exposure's variance that all instruments explain, as if they were independent; NaN without n. */
  get totalR2(): number {
    return this.columns.r2.reduce((sum, value) => sum + value, 0);
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(Instruments.prototype, Symbol.for("Jupyter.display"), {
  value(this: Instruments) {
    return { "text/plain": instrumentsText(this), "text/html": instrumentsHtml(this) };
  },
});
Object.defineProperty(Instruments.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: Instruments) {
    return instrumentsText(this);
  },
});
