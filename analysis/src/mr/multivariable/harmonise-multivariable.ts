import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import { attritionTable, type AttritionStep } from "../../genotypes/attrition.ts";
import type { Table } from "../../table.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import { readAssociationTable } from "../harmonise/association-reader.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import { traitOf } from "../harmonise/trait.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import { instruments } from "../instruments/instruments.ts";
import type { PanelClumping, WindowClumping } from "../instruments/instrument-options.ts";
import type { Instruments } from "../instruments/instruments-table.ts";
import { instrumentNotices } from "./instrument-notices.ts";
import { uniteInstruments, unionTable, type UnionVariant } from "./instrument-union.ts";
import { refuseTraits } from "./multivariable-from-arrays.ts";
import { MultivariableHarmonised, type MultivariableVerdict } from "./multivariable-harmonised.ts";

export interface HarmoniseMultivariableOptions extends ComputeOptions {
  /** All associations of each exposure: a variant that instruments one of them needs its effects on the others. */
  readonly exposures: readonly Table[];
  readonly outcome: Table;
  /** Instruments of each exposure, in the order of `exposures`; all their variants up to `threshold` when left out. */
  readonly instruments?: readonly Table[] | undefined;
  /** Largest P value of an instrument, 5e-8 by default; not for `instruments` that are given. */
  readonly threshold?: number | undefined;
  /**
   * One variant of those that are inherited together, the strongest for any exposure: by distance of 10,000 kb when left
   * out, false for all.
   */
  readonly clump?: false | WindowClumping | PanelClumping | undefined;
  /** `inferByFrequency` by default. */
  readonly policy?: HarmonisePolicy | undefined;
  /** How near 0.5 a frequency tells nothing, 0.08 by default. */
  readonly frequencyTolerance?: number | undefined;
  /** What the tables do not say of themselves, in the order of `exposures`. */
  readonly exposureTraits?: readonly Partial<MrTrait>[] | undefined;
  readonly outcomeTrait?: Partial<MrTrait> | undefined;
}

/**
 * Puts the instruments of several exposures, with their effects on all exposures and on the outcome, on the same alleles.
 *
 * The instruments are those of any exposure, clumped together, because clumps of different exposures may be linked. Each
 * variant's alleles are those of the exposure it is strongest for, and all others are laid on them as `mr.harmonise` does:
 * palindromic variants follow the policy in every study. A variant is used when every study has it; rows that estimators
 * must not use stay, with `isKept` 0 and the reason. With a panel of genotypes the result is a promise.
 *
 * @returns a row for each variant of the union; `effects` is what `mr.multivariable` takes
 * @throws NoOverlapError when a study has none of the variants, InvalidArgumentError when columns are missing
 * @example
 * const twoTraits = mr.harmoniseMultivariable({
 *   exposures: [exposure, outcome],
 *   outcome,
 *   exposureTraits: [{ name: "first" }, { name: "second" }],
 *   threshold: 1e-3,
 *   policy: "dropPalindromic",
 * });
 * @see Sanderson et al. 2019, doi:10.1093/ije/dyy262
 */
export function harmoniseMultivariable(
  options: HarmoniseMultivariableOptions & { readonly clump: PanelClumping },
): Promise<MultivariableHarmonised>;
export function harmoniseMultivariable(
  options: HarmoniseMultivariableOptions & {
    readonly clump?: false | WindowClumping | undefined;
  },
): MultivariableHarmonised;
export function harmoniseMultivariable(
  options: HarmoniseMultivariableOptions,
): MultivariableHarmonised | Promise<MultivariableHarmonised> {
  const { exposures, threshold = 5e-8, clump = {} } = options;
  const traits = exposures.map((table, i) =>
    traitOf(
      readAssociationTable(table, `exposure ${i + 1}`),
      options.exposureTraits?.[i],
      `exposure ${i + 1}`,
    ),
  );
  refuseTraits(traits);
  const chosen =
    options.instruments ??
    exposures.map((table, i) =>
      instruments(table, { threshold, clump: false, exposureTrait: traits[i] }),
    );
  if (chosen.length !== exposures.length) {
    throw new InvalidArgumentError("instruments", {
      what: `${chosen.length} tables of instruments for ${exposures.length} exposures.`,
      why: "Each exposure has its own.",
      remedy: "Give them in the order of exposures, or leave instruments out.",
    });
  }
  const { variants, steps } = uniteInstruments(
    chosen,
    traits.map(({ name }) => name),
  );
  if (variants.length === 0) {
    throw new NoOverlapError({
      what: "No exposure has an instrument.",
      why: options.instruments ? "The tables are empty." : `No variant has P up to ${threshold}.`,
      remedy: "Choose a larger threshold, and mind weak instruments.",
    });
  }
  const finish = (leads?: Instruments): MultivariableHarmonised =>
    align({ ...options, traits }, ...clumped(variants, steps, leads));
  if (clump === false) return finish();
  const clumping = { threshold: 1, exposureTrait: { name: "union", build: traits[0].build } };
  const union = unionTable(variants);
  if (clump.genotypes) {
    const { compute, signal, onProgress } = options;
    return instruments(union, { ...clumping, clump, compute, signal, onProgress }).then(finish);
  }
  return finish(instruments(union, { ...clumping, clump }));
}

function clumped(
  variants: readonly UnionVariant[],
  steps: readonly AttritionStep[],
  leads: Instruments | undefined,
): [readonly UnionVariant[], readonly AttritionStep[], readonly string[]] {
  if (!leads) return [variants, steps, []];
  const ids = new Set(leads.columns.variantId);
  const left = variants.filter(({ variantId }) => ids.has(variantId));
  const step: AttritionStep = {
    step: "clumped together",
    kind: "variant",
    removed: variants.length - left.length,
    remaining: left.length,
    reason: "Linked to a variant that is stronger for one of the exposures.",
  };
  return [left, [...steps, step], leads.notices];
}

function align(
  options: HarmoniseMultivariableOptions & { readonly traits: readonly MrTrait[] },
  variants: readonly UnionVariant[],
  steps: readonly AttritionStep[],
  notices: readonly string[],
): MultivariableHarmonised {
  const { exposures, traits, policy = "inferByFrequency", frequencyTolerance } = options;
  const exposure = unionTable(variants);
  const p = exposures.length;
  const studies = [...exposures, options.outcome].map((table, i) =>
    harmonise({
      exposure,
      outcome: table,
      policy,
      frequencyTolerance,
      exposureTrait: { name: "the instruments", build: traits[0].build },
      outcomeTrait: i < p ? traits[i] : options.outcomeTrait,
    }),
  );
  const outcome = studies[p].outcome;
  const names = [...traits.map(({ name }) => name), outcome.name];
  const judged = variants.map((_, row) => judge(studies, names, row));
  const isKept = Uint8Array.from(judged, ({ verdict }) => Number(verdict.startsWith("kept")));
  const kept = (values: Float64Array): Float64Array => values.filter((_, row) => isKept[row] === 1);
  const sizes = studies.map(({ columns }) => medianOf(kept(columns.nOutcome)));
  const keptCount = isKept.reduce((sum, value) => sum + value, 0);
  return new MultivariableHarmonised(
    {
      variantId: exposure.columns["variantId"] as readonly string[],
      chromosome: exposure.columns["chromosome"] as Uint8Array,
      basePairLocation: exposure.columns["basePairLocation"] as Int32Array,
      effectAllele: studies[p].columns.effectAllele,
      otherAllele: studies[p].columns.otherAllele,
      instrumentOf: variants.map(({ instrumentOf }) =>
        instrumentOf.map((i) => names[i]).join(", "),
      ),
      ...Object.fromEntries(
        traits.flatMap((__, i) => [
          [`betaExposure${i + 1}`, studies[i].columns.betaOutcome],
          [`standardErrorExposure${i + 1}`, studies[i].columns.standardErrorOutcome],
        ]),
      ),
      betaOutcome: studies[p].columns.betaOutcome,
      standardErrorOutcome: studies[p].columns.standardErrorOutcome,
      isPalindromic: studies[p].columns.isPalindromic,
      isKept,
      verdict: judged.map(({ verdict }) => verdict),
      reason: judged.map(({ reason }) => reason),
    },
    {
      method: "multivariable harmonisation",
      policy,
      exposures: names.slice(0, p),
      outcome: outcome.name,
      variants: variants.length,
      kept: keptCount,
    },
    {
      exposures: studies.slice(0, p).map((study) => study.outcome),
      outcome,
      attrition: attritionTable([...steps, ...stepsOf(judged)]),
      notices: [
        ...new Set([
          ...notices,
          ...studies.flatMap((study, i) => study.notices.map((text) => named(text, names[i]))),
          ...instrumentNotices(
            traits.map(({ name }, i) => ({
              name,
              beta: kept(studies[i].columns.betaOutcome),
              standardError: kept(studies[i].columns.standardErrorOutcome),
            })),
          ),
        ]),
      ],
      sampleSizes: sizes,
      correlation: undefined,
    },
  );
}

interface Judged {
  readonly verdict: MultivariableVerdict;
  readonly reason: string;
}

function judge(studies: readonly Harmonised[], names: readonly string[], row: number): Judged {
  const odd = studies.findIndex(({ columns }) => columns.isKept[row] === 0);
  if (odd >= 0) {
    const { verdict, reason } = studies[odd].columns;
    const isExposure = odd < studies.length - 1;
    return {
      verdict:
        verdict[row] === "not in outcome" && isExposure ? "not in every exposure" : verdict[row],
      reason: named(reason[row], names[odd]),
    };
  }
  const turned = studies.flatMap(({ columns }, i) =>
    columns.verdict[row] === "kept" ? [] : [`${names[i]}: ${columns.verdict[row].slice(6)}`],
  );
  return {
    verdict: "kept",
    reason: turned.length === 0 ? "The same alleles in every study." : `${turned.join("; ")}.`,
  };
}

/** Words of `harmonise`, in which each study was the outcome. */
function named(text: string, study: string): string {
  return text
    .replaceAll("the outcome", study)
    .replaceAll("The outcome", study)
    .replaceAll("the exposure", "the instruments' study");
}

const STEPS: readonly (readonly [step: string, reason: string, verdicts: readonly string[]])[] = [
  ["once in each study", "Named more than once with different numbers.", ["duplicated"]],
  ["in every exposure", "An exposure has no such variant.", ["not in every exposure"]],
  ["in outcome", "The outcome has no such variant.", ["not in outcome"]],
  ["same build", "Named by their place, and the builds differ.", ["other build"]],
  [
    "usable numbers",
    "No effect, no standard error, or one of 0.",
    ["missing value", "zero standard error"],
  ],
  ["same alleles", "Alleles do not fit on either strand.", ["alleles differ"]],
  [
    "strand known",
    "Palindromic or incomplete alleles whose strand nothing tells.",
    ["palindromic", "ambiguous strand"],
  ],
];

function stepsOf(judged: readonly Judged[]): AttritionStep[] {
  let remaining = judged.length;
  return STEPS.map(([step, reason, verdicts]) => {
    const removed = judged.reduce(
      (sum, { verdict }) => sum + Number(verdicts.includes(verdict)),
      0,
    );
    remaining -= removed;
    return { step, kind: "variant", removed, remaining, reason };
  });
}

function medianOf(values: Float64Array): number {
  const sorted = values.filter((value) => value > 0).sort();
  return sorted.length === 0 ? NaN : sorted[sorted.length >> 1];
}
