import { InvalidArgumentError } from "../../errors.ts";
import { attritionTable } from "../../genotypes/attrition.ts";
import { Harmonised, type MrTrait } from "../harmonised.ts";
import { isPalindromic } from "../../sumstats/alleles.ts";
import { wald } from "./association-reader.ts";
import { checkLength } from "./associations.ts";
import { squareOf } from "./correlation-matrix.ts";
import { judgeNumbers } from "./judge-numbers.ts";
import { correlationOfKept } from "./kept-correlation.ts";

/** Effects that are aligned already; k values each. */
export interface GivenEffects {
  readonly exposure: string | MrTrait;
  readonly outcome: string | MrTrait;
  readonly betaExposure: ArrayLike<number>;
  readonly standardErrorExposure: ArrayLike<number>;
  readonly betaOutcome: ArrayLike<number>;
  readonly standardErrorOutcome: ArrayLike<number>;
  /** `v1` … when left out. */
  readonly variantId?: readonly string[] | undefined;
  readonly effectAllele?: readonly string[] | undefined;
  readonly otherAllele?: readonly string[] | undefined;
  readonly effectAlleleFrequencyExposure?: ArrayLike<number> | undefined;
  readonly effectAlleleFrequencyOutcome?: ArrayLike<number> | undefined;
  readonly chromosome?: ArrayLike<number> | undefined;
  readonly basePairLocation?: ArrayLike<number> | undefined;
  readonly nExposure?: number | ArrayLike<number> | undefined;
  readonly nOutcome?: number | ArrayLike<number> | undefined;
  /** Of the effect alleles: k × k row-major, or k rows. */
  readonly correlation?: ArrayLike<number> | readonly ArrayLike<number>[] | undefined;
}

/**
 * Effects on exposure and outcome that are on the same alleles already, as the object that estimators take.
 *
 * Variants with a missing value or a standard error of 0 stay in the table with the reason and are not used.
 *
 * @param given - equally long arrays; both effects per copy of the same allele
 * @throws LengthMismatchError, InvalidArgumentError for a negative standard error or a matrix that is no correlation
 * @example
 * const typed = mr.fromArrays({
 *   exposure: "LDL cholesterol",
 *   outcome: "coronary heart disease",
 *   betaExposure: [0.12, 0.08, 0.2],
 *   standardErrorExposure: [0.01, 0.01, 0.02],
 *   betaOutcome: [0.05, 0.04, 0.09],
 *   standardErrorOutcome: [0.02, 0.02, 0.03],
 * });
 */
export function fromArrays(given: GivenEffects): Harmonised {
  const count = given.betaExposure.length;
  const numbers = (name: keyof GivenEffects): Float64Array => {
    const values = given[name] as number | ArrayLike<number> | undefined;
    if (typeof values !== "object") return new Float64Array(count).fill(values ?? NaN);
    return Float64Array.from(checkLength(values, name, count));
  };
  const texts = (name: keyof GivenEffects, fallback: (i: number) => string): string[] => {
    const values = given[name] as readonly string[] | undefined;
    return values
      ? Array.from(checkLength(values, name, count))
      : Array.from({ length: count }, (_, i) => fallback(i));
  };
  const variantId = texts("variantId", (i) => `v${i + 1}`);
  const effectAllele = texts("effectAllele", () => "").map((allele) => allele.toUpperCase());
  const otherAllele = texts("otherAllele", () => "").map((allele) => allele.toUpperCase());
  const betaExposure = numbers("betaExposure");
  const standardErrorExposure = numbers("standardErrorExposure");
  const betaOutcome = numbers("betaOutcome");
  const standardErrorOutcome = numbers("standardErrorOutcome");
  const seen = new Set<string>();
  const judged = variantId.map((id, i) => {
    refuseNegative(id, standardErrorExposure[i], standardErrorOutcome[i]);
    const isRepeated = seen.has(id);
    seen.add(id);
    if (isRepeated) return { verdict: "duplicated" as const, reason: `${id} came before.` };
    return (
      judgeNumbers("exposure", betaExposure[i], standardErrorExposure[i]) ??
      judgeNumbers("outcome", betaOutcome[i], standardErrorOutcome[i]) ?? {
        verdict: "kept" as const,
        reason: "Given on the same allele.",
      }
    );
  });
  const isKept = Uint8Array.from(judged, ({ verdict }) => Number(verdict === "kept"));
  const kept = isKept.reduce((sum, value) => sum + value, 0);
  const correlation = given.correlation && squareOf(given.correlation, count);
  const named = (trait: string | MrTrait): MrTrait =>
    typeof trait === "string" ? { name: trait } : trait;
  return new Harmonised(
    {
      variantId,
      chromosome: Uint8Array.from(numbers("chromosome"), (value) => value || 0),
      basePairLocation: Int32Array.from(numbers("basePairLocation"), (value) => value || 0),
      effectAllele,
      otherAllele,
      effectAlleleFrequencyExposure: numbers("effectAlleleFrequencyExposure"),
      effectAlleleFrequencyOutcome: numbers("effectAlleleFrequencyOutcome"),
      betaExposure,
      standardErrorExposure,
      negLog10PValueExposure: betaExposure.map((beta, i) => wald(beta, standardErrorExposure[i])),
      nExposure: numbers("nExposure"),
      betaOutcome,
      standardErrorOutcome,
      negLog10PValueOutcome: betaOutcome.map((beta, i) => wald(beta, standardErrorOutcome[i])),
      nOutcome: numbers("nOutcome"),
      proxyVariantId: variantId.map(() => ""),
      isPalindromic: Uint8Array.from(effectAllele, (allele, i) =>
        Number(isPalindromic(allele, otherAllele[i])),
      ),
      isKept,
      verdict: judged.map(({ verdict }) => verdict),
      reason: judged.map(({ reason }) => reason),
    },
    { method: "effects given by hand", variants: count, kept },
    {
      exposure: named(given.exposure),
      outcome: named(given.outcome),
      attrition: attritionTable([
        { step: "given", kind: "variant", removed: 0, remaining: count, reason: "Given by hand." },
        {
          step: "usable numbers",
          kind: "variant",
          removed: count - kept,
          remaining: kept,
          reason: "Each variant once, with finite effects and positive standard errors.",
        },
      ]),
      notices: [],
      correlation: correlation && correlationOfKept(correlation, isKept),
    },
  );
}

function refuseNegative(id: string, ...errors: readonly number[]): void {
  const negative = errors.find((value) => value < 0);
  if (negative === undefined) return;
  throw new InvalidArgumentError("standardError", {
    what: `A standard error of ${id} is ${negative}.`,
    why: "A standard error is positive.",
    remedy: "Check whether the columns were exchanged.",
  });
}
