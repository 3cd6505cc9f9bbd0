import type { ComputeOptions } from "../../compute/run-method.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { R2Measure } from "../../ld/clump-genotypes.ts";
import type { MrTrait } from "../harmonised.ts";
import type { CisRegion } from "./cis-region.ts";

/** By distance alone. */
export interface WindowClumping {
  /** 10,000 by default. */
  readonly kilobases?: number | undefined;
  readonly genotypes?: undefined;
}

/** By correlation in a panel of genotypes. */
export interface PanelClumping {
  readonly genotypes: Genotypes;
  /** 0.001 by default. */
  readonly r2?: number | undefined;
  /** 10,000 by default. */
  readonly kilobases?: number | undefined;
  /** `genotypes` by default; `haplotypes` computes r² as PLINK 1.9 does, and with it TwoSampleMR. */
  readonly measure?: R2Measure | undefined;
  /** What becomes of variants that the panel lacks: dropped (default), as nobody knows what they go with, or kept. */
  readonly absent?: "drop" | "keep" | undefined;
}

export interface InstrumentOptions extends ComputeOptions {
  /** Largest P value, 5e-8 by default. */
  readonly threshold?: number | undefined;
  /** One instrument of variants that are inherited together; by distance of 10,000 kb when left out, false for all. */
  readonly clump?: false | WindowClumping | PanelClumping | undefined;
  /** Only variants of a region, such as that of the gene of a drug target. */
  readonly cis?: CisRegion | undefined;
  /** Least F statistic; none by default. */
  readonly minimumF?: number | undefined;
  /** Samples of the exposure's study, where the table does not say. */
  readonly sampleSize?: number | undefined;
  /** What the table does not say of itself. */
  readonly exposureTrait?: Partial<MrTrait> | undefined;
}
