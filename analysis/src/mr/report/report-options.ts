import type { Table } from "../../table.ts";
import type { Sensitivity } from "../diagnostics/index.ts";
import type { MrEstimates } from "../estimators/index.ts";
import type { PressoResult } from "../estimators/robust/presso/presso.ts";
import type { Harmonised } from "../harmonised.ts";

/** What a reader has to know of a study and no table holds. */
export interface StudyDescription {
  /** Reference and, where there is one, DOI or accession. */
  readonly citation?: string | undefined;
  /** Where and when people took part. */
  readonly setting?: string | undefined;
  readonly ancestry?: string | undefined;
  /** Who took part: sex, age, how chosen, how many. */
  readonly participants?: string | undefined;
  /** How the trait was measured or diagnosed, transformed and adjusted. */
  readonly measurement?: string | undefined;
  /** Array, imputation, quality control. */
  readonly genotyping?: string | undefined;
  readonly ethics?: string | undefined;
  readonly licence?: string | undefined;
}

export interface ReportOptions {
  readonly harmonised: Harmonised;
  /** From `mr.instruments`: how the instruments were chosen. */
  readonly instruments?: Table | undefined;
  readonly estimates?: MrEstimates | undefined;
  readonly sensitivity?: Sensitivity | undefined;
  readonly presso?: PressoResult | undefined;
  /** Plot specs, told by their summary sentence. */
  readonly plots?: readonly unknown[] | undefined;
  readonly studies?:
    | {
        readonly exposure?: StudyDescription | undefined;
        readonly outcome?: StudyDescription | undefined;
        /** People in both studies. */
        readonly overlap?: string | undefined;
      }
    | undefined;

  readonly title?: string | undefined;
  readonly authors?: readonly string[] | undefined;
  /** `2026-11-22`; today when left out. */
  readonly date?: string | undefined;
  readonly abstract?: string | undefined;
  readonly background?: string | undefined;
  readonly objectives?: string | undefined;
  /** Why the exposure is meant to act on the outcome, for the first assumption of the method. */
  readonly assumptions?:
    | {
        readonly relevance?: string | undefined;
        readonly independence?: string | undefined;
        readonly exclusionRestriction?: string | undefined;
      }
    | undefined;
  /** Id of the estimate that was planned as the main one, `ivw` when it is there, else the first. */
  readonly mainMethod?: string | undefined;
  readonly preregistration?: string | undefined;
  readonly discussion?:
    | {
        readonly keyResults?: string | undefined;
        readonly limitations?: string | undefined;
        readonly interpretation?: string | undefined;
        readonly generalisability?: string | undefined;
      }
    | undefined;
  readonly funding?: string | undefined;
  readonly dataAvailability?: string | undefined;
  readonly codeAvailability?: string | undefined;
  readonly conflictsOfInterest?: string | undefined;
}
