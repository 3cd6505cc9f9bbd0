import { Table, type Provenance } from "../../table.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { attempt, checkedEffects, isHarmonised, type EffectsInput } from "./checked-effects.ts";
import { funnelAsymmetry, type FunnelAsymmetryColumns } from "./funnel-asymmetry.ts";
import { heterogeneity, type HeterogeneityColumns } from "./heterogeneity.ts";
import { influence, type InfluenceColumns } from "./influence.ts";
import { instrumentStrength, type InstrumentStrengthColumns } from "./instrument-strength.ts";
import { leaveOneOut, type LeaveOneOut } from "./leave-one-out.ts";
import { pleiotropy, type PleiotropyColumns } from "./pleiotropy.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { displayed } from "../result-display.ts";
import { sensitivityAccount } from "./sensitivity-account.ts";
import { simexEgger, type Simex, type SimexOptions } from "./simex.ts";
import { singleVariant, type SingleVariantColumns } from "./single-variant.ts";
import { steiger, type Steiger, type SteigerOptions } from "./steiger.ts";
import {
  dilutionCheck,
  funnelCheck,
  heterogeneityCheck,
  influenceCheck,
  leaveOneOutCheck,
  pleiotropyCheck,
  steigerCheck,
  strengthCheck,
  type Check,
} from "./verdicts.ts";

export type CheckColumns = {
  readonly check: readonly string[];
  /** `no concern`, `concern`, `not defined` or `not needed`. */
  readonly verdict: readonly string[];
  readonly sentence: readonly string[];
};

export interface SensitivityOptions {
  /** Of SIMEX, the only check that draws random numbers: 1. */
  readonly seed?: number | undefined;
  /** As for `mr.steiger`; `false` leaves the test out. */
  readonly steiger?: SteigerOptions | false | undefined;
  /** `true` or options: always; `false`: never; by default when I²_GX is below 0.9. */
  readonly simex?: boolean | Omit<SimexOptions, "seed"> | undefined;
}

interface Parts {
  readonly exposure: string;
  readonly outcome: string;
  readonly variantCount: number;
  readonly seed: number;
  /** A verdict and a sentence for each check. */
  readonly checks: Table<CheckColumns>;
  readonly strength: Table<InstrumentStrengthColumns>;
  readonly singleVariant: Table<SingleVariantColumns>;
  /** Undefined, as those below, where the check is not defined; its row of `checks` says why. */
  readonly heterogeneity: Table<HeterogeneityColumns> | undefined;
  readonly pleiotropy: Table<PleiotropyColumns> | undefined;
  readonly leaveOneOut: LeaveOneOut | undefined;
  readonly influence: Table<InfluenceColumns> | undefined;
  readonly funnelAsymmetry: Table<FunnelAsymmetryColumns> | undefined;
  readonly steiger: Steiger | undefined;
  readonly simex: Simex | undefined;
  readonly provenance: Provenance;
}

/** All checks of one analysis, each with its table, and what they say in words. */
export interface Sensitivity extends Parts {
  readonly kind: "sensitivity";
}

/**
 * Runs every check of a Mendelian randomization that summary data allow, and says in a sentence each what it found:
 * strength of the instruments, heterogeneity, pleiotropy, dilution of MR-Egger with its correction, leave-one-out,
 * outliers, funnel asymmetry and direction.
 *
 * @param input - harmonised data, or effects of k variants, which lack the sample sizes that the Steiger test needs
 * @param options.seed - of SIMEX; default 1
 * @param options.steiger - prevalence, sample sizes and reliabilities, as for `mr.steiger`
 * @param options.simex - by default only when I²_GX is below 0.9
 * @returns named tables; a check that is not defined for these data is undefined, and its row in `checks` says why
 * @throws NotEstimableError when there is no instrument
 * @throws InvalidArgumentError for a value that cannot be used
 * @example
 * const checks = mr.sensitivity(harmonised, { seed: 1 });
 * checks.heterogeneity?.columns.q;
 * @see Burgess et al. 2023, doi:10.12688/wellcomeopenres.15555.3 (guidelines)
 */
export function sensitivity(input: EffectsInput, options: SensitivityOptions = {}): Sensitivity {
  const { seed = 1 } = options;
  const effects = checkedEffects(input);
  const strength = instrumentStrength(effects);
  const checks: Check[] = [strengthCheck(strength)];
  const run = <T>(check: string, compute: () => T, judge: (value: T) => Check): T | undefined => {
    const { value, refusal } = attempt(compute);
    checks.push(
      refusal ? { check, verdict: "not defined", sentence: refusal.message } : judge(value),
    );
    return value;
  };
  const parts = {
    heterogeneity: run("Heterogeneity", () => heterogeneity(effects), heterogeneityCheck),
    pleiotropy: run("Directional pleiotropy", () => pleiotropy(effects), pleiotropyCheck),
    ...diluted(
      strength,
      () => simexEgger(effects, { ...simexOptions(options), seed }),
      options,
      checks,
    ),
    leaveOneOut: run("Leave-one-out", () => leaveOneOut(effects), leaveOneOutCheck),
    influence: run("Outliers and influence", () => influence(effects), influenceCheck),
    funnelAsymmetry: run("Funnel asymmetry", () => funnelAsymmetry(effects), funnelCheck),
    steiger:
      options.steiger === false
        ? undefined
        : run(
            "Direction (Steiger)",
            () => direction(input, options.steiger || {}),
            (value) => steigerCheck(value, effects),
          ),
  };
  const provenance = diagnosticProvenance("sensitivity analyses", effects, { seed });
  const result: Sensitivity = {
    kind: "sensitivity",
    exposure: effects.exposure,
    outcome: effects.outcome,
    variantCount: effects.variantId.length,
    seed,
    checks: new Table(
      {
        check: checks.map(({ check }) => check),
        verdict: checks.map(({ verdict }) => verdict),
        sentence: checks.map(({ sentence }) => sentence),
      },
      provenance,
    ),
    strength,
    singleVariant: singleVariant(effects),
    ...parts,
    provenance,
  };
  return displayed(result, sensitivityAccount);
}

function simexOptions({ simex }: SensitivityOptions): Omit<SimexOptions, "seed"> {
  return typeof simex === "object" ? simex : {};
}

function diluted(
  strength: Table<InstrumentStrengthColumns>,
  correct: () => Simex,
  { simex }: SensitivityOptions,
  checks: Check[],
): { simex: Simex | undefined } {
  const lowest = Math.min(strength.columns.value[2], strength.columns.value[3]);
  const isWanted = simex === undefined ? lowest < 0.9 : simex !== false;
  const { value, refusal } = isWanted ? attempt(correct) : {};
  const why = refusal?.what ?? "SIMEX was not asked for.";
  checks.push(dilutionCheck(strength, value, why));
  return { simex: value };
}

function direction(input: EffectsInput, options: SteigerOptions): Steiger {
  if (isHarmonised(input)) return steiger(input, options);
  throw new NotEstimableError("NEEDS_MORE_INPUT", {
    what: "The Steiger test needs sample sizes.",
    why: "Bare effects hold none.",
    remedy: "Pass harmonised data, from mr.harmonise or mr.fromArrays.",
  });
}
