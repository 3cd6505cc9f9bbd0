import { InvalidArgumentError } from "../../errors.ts";
import { attritionTable } from "../../genotypes/attrition.ts";
import { isPalindromic } from "../../sumstats/alleles.ts";
import { checkLength } from "../harmonise/associations.ts";
import { squareOf } from "../harmonise/correlation-matrix.ts";
import { judgeNumbers } from "../harmonise/judge-numbers.ts";
import { correlationOfKept } from "../harmonise/kept-correlation.ts";
import type { MrTrait } from "../harmonised.ts";
import { instrumentNotices } from "./instrument-notices.ts";
import { MultivariableHarmonised, type MultivariableVerdict } from "./multivariable-harmonised.ts";

/** A trait with its effects, k values each, per copy of the same alleles as those of all other traits. */
export interface GivenTrait extends MrTrait {
  readonly beta: ArrayLike<number>;
  readonly standardError: ArrayLike<number>;
  /** People behind the effects. */
  readonly n?: number | undefined;
}

export interface GivenMultivariableEffects {
  readonly exposures: readonly GivenTrait[];
  readonly outcome: GivenTrait;
  /** `v1` … when left out. */
  readonly variantId?: readonly string[] | undefined;
  readonly effectAllele?: readonly string[] | undefined;
  readonly otherAllele?: readonly string[] | undefined;
  readonly chromosome?: ArrayLike<number> | undefined;
  readonly basePairLocation?: ArrayLike<number> | undefined;
  /** Of the effect alleles: k × k row-major, or k rows. */
  readonly correlation?: ArrayLike<number> | readonly ArrayLike<number>[] | undefined;
}

/**
 * Effects on several exposures and one outcome that are on the same alleles already, as the object that
 * `mr.multivariable` takes.
 *
 * Variants with a missing value or a standard error of 0 stay in the table with the reason and are not used.
 *
 * @param given.exposures - p traits, each with k effects and standard errors
 * @throws LengthMismatchError, InvalidArgumentError
 * @example
 * const typed = mr.multivariableFromArrays({
 *   exposures: [
 *     { name: "LDL", beta: [0.3, 0.1, -0.2], standardError: [0.01, 0.01, 0.02] },
 *     { name: "HDL", beta: [-0.1, 0.2, 0.05], standardError: [0.01, 0.01, 0.02] },
 *   ],
 *   outcome: { name: "CHD", beta: [0.16, 0.03, -0.11], standardError: [0.02, 0.02, 0.03] },
 * });
 */
export function multivariableFromArrays(given: GivenMultivariableEffects): MultivariableHarmonised {
  const { exposures, outcome } = given;
  refuseTraits(exposures);
  const k = outcome.beta.length;
  const numbers = (values: ArrayLike<number>, name: string): Float64Array =>
    Float64Array.from(checkLength(values, name, k));
  const texts = (values: readonly string[] | undefined, name: string): string[] =>
    values ? Array.from(checkLength(values, name, k)) : new Array<string>(k).fill("");
  const traits = [...exposures, outcome];
  const beta = traits.map((trait) => numbers(trait.beta, `beta of ${trait.name}`));
  const standardError = traits.map((trait) =>
    numbers(trait.standardError, `standardError of ${trait.name}`),
  );
  const variantId = given.variantId
    ? texts(given.variantId, "variantId")
    : Array.from({ length: k }, (_, j) => `v${j + 1}`);
  const effectAllele = texts(given.effectAllele, "effectAllele").map((a) => a.toUpperCase());
  const otherAllele = texts(given.otherAllele, "otherAllele").map((a) => a.toUpperCase());
  const seen = new Set<string>();
  const judged = variantId.map((id, j): { verdict: MultivariableVerdict; reason: string } => {
    const isRepeated = seen.has(id);
    seen.add(id);
    if (isRepeated) return { verdict: "duplicated", reason: `${id} came before.` };
    for (const [i, { name }] of traits.entries()) {
      if (standardError[i][j] < 0) throw negativeError(name, id, standardError[i][j]);
      // Only a ratio needs an effect other than 0, and there is none here.
      const problem = judgeNumbers("outcome", beta[i][j], standardError[i][j]);
      if (problem) return { ...problem, reason: problem.reason.replace("outcome", name) };
    }
    return { verdict: "kept", reason: "Given on the same allele." };
  });
  const isKept = Uint8Array.from(judged, ({ verdict }) => Number(verdict === "kept"));
  const kept = isKept.reduce((sum, value) => sum + value, 0);
  const correlation = given.correlation && squareOf(given.correlation, k);
  const whole = (values: ArrayLike<number> | undefined, name: string): ArrayLike<number> =>
    values ? checkLength(values, name, k) : new Uint8Array(k);
  return new MultivariableHarmonised(
    {
      variantId,
      chromosome: Uint8Array.from(whole(given.chromosome, "chromosome")),
      basePairLocation: Int32Array.from(whole(given.basePairLocation, "basePairLocation")),
      effectAllele,
      otherAllele,
      instrumentOf: variantId.map(() => ""),
      ...Object.fromEntries(
        exposures.flatMap((_, i) => [
          [`betaExposure${i + 1}`, beta[i]],
          [`standardErrorExposure${i + 1}`, standardError[i]],
        ]),
      ),
      betaOutcome: beta[exposures.length],
      standardErrorOutcome: standardError[exposures.length],
      isPalindromic: Uint8Array.from(effectAllele, (allele, j) =>
        Number(isPalindromic(allele, otherAllele[j])),
      ),
      isKept,
      verdict: judged.map(({ verdict }) => verdict),
      reason: judged.map(({ reason }) => reason),
    },
    {
      method: "effects given by hand",
      exposures: exposures.map(({ name }) => name),
      outcome: outcome.name,
      variants: k,
      kept,
    },
    {
      exposures: exposures.map(traitAlone),
      outcome: traitAlone(outcome),
      attrition: attritionTable([
        { step: "given", kind: "variant", removed: 0, remaining: k, reason: "Given by hand." },
        {
          step: "usable numbers",
          kind: "variant",
          removed: k - kept,
          remaining: kept,
          reason: "Each variant once, with finite effects and positive standard errors.",
        },
      ]),
      notices: instrumentNotices(
        exposures.map(({ name }, i) => ({
          name,
          beta: beta[i].filter((_, j) => isKept[j] === 1),
          standardError: standardError[i].filter((_, j) => isKept[j] === 1),
        })),
      ),
      sampleSizes: traits.map(({ n }) => n ?? NaN),
      correlation: correlation && correlationOfKept(correlation, isKept),
    },
  );
}

function traitAlone({
  name,
  unit,
  cases,
  controls,
  prevalence,
  build,
  source,
}: GivenTrait): MrTrait {
  return { name, unit, cases, controls, prevalence, build, source };
}

/** @throws InvalidArgumentError for no exposure, and for two of one name */
export function refuseTraits(exposures: readonly { readonly name: string }[]): void {
  if (exposures.length === 0) {
    throw new InvalidArgumentError("exposures", {
      what: "There is no exposure.",
      why: "Direct effects are those of exposures.",
      remedy: "Give one or more.",
    });
  }
  const names = exposures.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice === undefined) return;
  throw new InvalidArgumentError("exposures", {
    what: `Two exposures are named ${twice}.`,
    why: "Results are told apart by the exposures' names.",
    remedy: "Give each its own name.",
  });
}

function negativeError(trait: string, id: string, value: number): InvalidArgumentError {
  return new InvalidArgumentError("standardError", {
    what: `The standard error of ${id} in ${trait} is ${value}.`,
    why: "A standard error is positive.",
    remedy: "Check whether the columns were exchanged.",
  });
}
