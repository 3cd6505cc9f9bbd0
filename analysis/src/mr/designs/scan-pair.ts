import { isAnalysisError, type AnalysisError } from "../../errors.ts";
import { randomStream } from "../../random.ts";
import { effectsOf } from "../estimators/effects-of.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import { readAssociationTable } from "../harmonise/association-reader.ts";
import { buildName, buildOfRows } from "../harmonise/build-evidence.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import type { Pair, PairResult } from "./run-pairs.ts";
import type { ChosenExposure, NamedStudy } from "./scan-studies.ts";
import { indexOutcome, type WantedVariants } from "./wanted-rows.ts";

/** One exposure and one outcome, what became of the variants, and what its estimates rest on or why there is none. */
export interface ScannedPair {
  readonly exposure: ChosenExposure;
  readonly outcome: string;
  readonly inOutcome: number;
  readonly kept: number;
  readonly refusal?: AnalysisError | undefined;
  /** Until its estimates are there; a scan must not hold the effects of all pairs. */
  pending?: Pair | undefined;
  /** Filled when it is estimated. */
  readonly results: PairResult[];
}

/**
 * Reads an outcome once; then each exposure costs what its instruments number.
 *
 * @returns pairs, seeded by their names so that neither their order nor other pairs matter
 */
export function lookIn(
  study: NamedStudy,
  wanted: WantedVariants,
  settings: { readonly policy: HarmonisePolicy | undefined; readonly seed: number },
): (exposure: ChosenExposure) => ScannedPair {
  const index = indexed(study, wanted);
  return (exposure) => {
    const pair = { exposure, outcome: study.name, inOutcome: 0, kept: 0, results: [] };
    const refused = (refusal: AnalysisError): ScannedPair => ({ ...pair, refusal });
    if (!exposure.instruments) return refused(exposure.refusal!);
    if ("refusal" in index) return refused(index.refusal);
    let counts = { inOutcome: 0, kept: 0 };
    try {
      const harmonised = harmonise({
        exposure: exposure.instruments,
        outcome: index.rowsFor(exposure.reader!),
        policy: settings.policy,
        outcomeTrait: { ...study.trait, build: index.build },
      });
      const { verdict } = harmonised.columns;
      const inOutcome = verdict.filter((one) => one !== "not in outcome").length;
      counts = { inOutcome, kept: harmonised.keptRows.length };
      const effects: InstrumentEffects = effectsOf(harmonised);
      const seed = seedOf(settings.seed, exposure.name, study.name);
      return { ...pair, ...counts, pending: { effects, seed } };
    } catch (error) {
      if (isAnalysisError(error)) return { ...refused(error), ...counts };
      throw error;
    }
  };
}

interface OutcomeIndex {
  readonly rowsFor: ReturnType<typeof indexOutcome>;
  readonly build: string | undefined;
}

function indexed(
  { table, trait }: NamedStudy,
  wanted: WantedVariants,
): OutcomeIndex | { readonly refusal: AnalysisError } {
  try {
    const reader = readAssociationTable(table, "outcome");
    const told = trait.build ?? reader.provenance["build"];
    const build = buildName(typeof told === "string" ? told : undefined) ?? buildOfRows(reader);
    return { rowsFor: indexOutcome(table, reader, wanted), build };
  } catch (error) {
    if (isAnalysisError(error)) return { refusal: error };
    throw error;
  }
}

function seedOf(seed: number, exposure: string, outcome: string): number {
  return randomStream(seed, `mr.scan ${exposure} → ${outcome}`).integer(2 ** 32);
}
