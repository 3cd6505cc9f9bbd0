import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import { attritionTable, type AttritionStep } from "../../genotypes/attrition.ts";
import type { Table } from "../../table.ts";
import { Harmonised, type MrTrait } from "../harmonised.ts";
import { Instruments } from "../instruments/instruments-table.ts";
import { POLICIES, type HarmonisePolicy } from "./align-variant.ts";
import { readAssociationTable, type AssociationReader } from "./association-reader.ts";
import { BuildMismatchError, buildName, buildOfRows } from "./build-evidence.ts";
import { refuseWrongUnits, statedPNotice } from "./effect-scale.ts";
import { harmonisedColumns } from "./harmonised-columns.ts";
import { judgeVariants, type JudgedVariant } from "./judge-variants.ts";
import type { ProxyTable } from "./proxy-table.ts";
import { traitOf } from "./trait.ts";

export interface HarmoniseOptions {
  /** Instruments, or any table of associations with the exposure; every row of it is looked for in the outcome. */
  readonly exposure: Table;
  readonly outcome: Table;
  /** `inferByFrequency` by default. */
  readonly policy?: HarmonisePolicy | undefined;
  /** How near 0.5 a frequency tells nothing, 0.08 by default. */
  readonly frequencyTolerance?: number | undefined;
  /** What the tables do not say of themselves, or say wrongly. */
  readonly exposureTrait?: Partial<MrTrait> | undefined;
  readonly outcomeTrait?: Partial<MrTrait> | undefined;
  /** Stand-ins for instruments that the outcome lacks, from `mr.proxies`. */
  readonly proxies?: ProxyTable | undefined;
}

/**
 * Puts exposure and outcome on the same alleles, with a verdict and its reason for each variant.
 *
 * Variants are matched by `variantId`, then by `rsid`, then, where both studies are of one build, by chromosome, position
 * and alleles. Alleles may be swapped, on the other strand, or coded I and D; a study may lack its other allele. Odds
 * ratios become log-odds. Nothing is dropped: rows that estimators must not use stay, with `isKept` 0.
 *
 * @returns a row for each row of the exposure, in its order; `attrition` counts the steps, `notices` says what is odd
 * @throws NoOverlapError when no variant is in the outcome, BuildMismatchError when that is because of the builds,
 * InvalidArgumentError when columns are missing or effects are on another scale than their name says
 * @example
 * const aligned = mr.harmonise({ exposure: instruments, outcome, policy: "inferByFrequency" });
 * @see Hartwig et al. 2016, doi:10.1093/ije/dyx028 (pitfalls of palindromic variants)
 */
export function harmonise(options: HarmoniseOptions): Harmonised {
  const { policy = "inferByFrequency", frequencyTolerance = 0.08, proxies } = options;
  refusePolicy(policy, frequencyTolerance);
  const exposure = readAssociationTable(options.exposure, "exposure");
  const outcome = readAssociationTable(options.outcome, "outcome");
  for (const [role, reader] of [
    ["exposure", exposure],
    ["outcome", outcome],
  ] as const)
    refuseWithoutAlleles(role, reader);
  const traits = {
    exposure: withBuild(traitOf(exposure, options.exposureTrait, "exposure"), exposure),
    outcome: withBuild(traitOf(outcome, options.outcomeTrait, "outcome"), outcome),
  };
  const judged = judgeVariants(exposure, outcome, {
    policy,
    frequencyTolerance,
    proxies,
    builds: [traits.exposure.build, traits.outcome.build],
  });
  refuseNoOverlap(judged, traits);
  refuseWrongUnits(
    "exposure",
    judged.flatMap((variant) => variant.exposureRow),
    exposure,
  );
  refuseWrongUnits(
    "outcome",
    judged.flatMap((variant) => variant.outcomeRow ?? []),
    outcome,
  );
  const kept = judged.reduce((sum, { isKept }) => sum + Number(isKept), 0);
  const instruments = options.exposure instanceof Instruments ? options.exposure : undefined;
  return new Harmonised(
    harmonisedColumns(judged),
    {
      method: "harmonisation",
      policy,
      frequencyTolerance,
      trait: `${traits.exposure.name} → ${traits.outcome.name}`,
      variants: judged.length,
      kept,
      ...(traits.exposure.source && { exposureSource: traits.exposure.source }),
      ...(traits.outcome.source && { outcomeSource: traits.outcome.source }),
      ...(traits.exposure.build && { exposureBuild: traits.exposure.build }),
      ...(traits.outcome.build && { outcomeBuild: traits.outcome.build }),
    },
    {
      ...traits,
      attrition: attritionTable([
        ...(instruments ? stepsOf(instruments) : []),
        ...attritionSteps(judged, instruments !== undefined),
      ]),
      notices: [
        ...(instruments?.notices ?? []),
        ...noticesOf(judged, traits),
        ...statedPNotice(
          "exposure",
          judged.flatMap((variant) => variant.exposureRow),
          exposure,
        ),
        ...statedPNotice(
          "outcome",
          judged.flatMap((variant) => variant.outcomeRow ?? []),
          outcome,
        ),
      ],
      correlation: undefined,
    },
  );
}

function refusePolicy(policy: HarmonisePolicy, tolerance: number): void {
  if (!POLICIES.includes(policy)) {
    throw new InvalidArgumentError("policy", {
      what: `policy is ${policy as string}.`,
      why: `Policies are ${POLICIES.join(", ")}: TwoSampleMR's actions 1, 2 and 3.`,
      remedy: "Choose one; inferByFrequency is taken when it is left out.",
    });
  }
  if (tolerance >= 0 && tolerance <= 0.5) return;
  throw new InvalidArgumentError("frequencyTolerance", {
    what: `frequencyTolerance is ${tolerance}.`,
    why: "It is a distance from a frequency of 0.5, between 0 and 0.5.",
    remedy: "Leave it out for 0.08.",
  });
}

function refuseWithoutAlleles(role: string, reader: AssociationReader): void {
  if (reader.hasAlleles) return;
  throw new InvalidArgumentError(role, {
    what: `The ${role} has no column effectAllele.`,
    why: `Effects are put on the same allele; its columns are ${reader.columnNames.join(", ")}.`,
    remedy:
      "Name the column effectAllele, or give effects that are aligned already to mr.fromArrays.",
  });
}

function withBuild(trait: MrTrait, reader: AssociationReader): MrTrait {
  return { ...trait, build: buildName(trait.build) ?? buildOfRows(reader) };
}

function refuseNoOverlap(
  judged: readonly JudgedVariant[],
  { exposure, outcome }: { readonly exposure: MrTrait; readonly outcome: MrTrait },
): void {
  if (judged.length === 0) {
    throw new NoOverlapError({
      what: "The exposure has no variant.",
      why: "There is nothing to look for in the outcome.",
      remedy: "See the attrition of the instruments: a lower threshold may leave some.",
    });
  }
  const isUnmatched = ({ verdict }: JudgedVariant): boolean =>
    verdict === "not in outcome" || verdict === "other build";
  const isMatched = ({ outcomeRow }: JudgedVariant): boolean => outcomeRow !== undefined;
  if (judged.some(isMatched) || !judged.some(isUnmatched)) return;
  const differ = exposure.build && outcome.build && exposure.build !== outcome.build;
  const first = judged
    .slice(0, 3)
    .map(({ exposure: { variantId } }) => variantId)
    .join(", ");
  const what = `None of the ${judged.length} variants of ${exposure.name} is in ${outcome.name}: ${first}${judged.length > 3 ? ", …" : ""}.`;
  if (differ) {
    throw new BuildMismatchError({
      what,
      why: `The positions are of ${exposure.build} in the exposure and of ${outcome.build} in the outcome.`,
      remedy: "Lift one of them over to the other's build, or name variants by rsid in both.",
    });
  }
  throw new NoOverlapError({
    what,
    why: "Variants are matched by variantId, rsid, or place in the same build.",
    remedy:
      "Compare how both files name their variants; give exposureTrait.build and outcomeTrait.build to match by place, or proxies.",
  });
}

function stepsOf({ attrition }: Instruments): AttritionStep[] {
  return attrition.toRows() as unknown as AttritionStep[];
}

function attritionSteps(
  judged: readonly JudgedVariant[],
  hasInstruments: boolean,
): AttritionStep[] {
  const steps: AttritionStep[] = [];
  let remaining = judged.length;
  if (!hasInstruments) {
    steps.push({
      step: "exposure",
      kind: "variant",
      removed: 0,
      remaining,
      reason: "Rows of the exposure.",
    });
  }
  const add = (step: string, reason: string, verdicts: readonly string[]): void => {
    const removed = judged.reduce(
      (sum, { verdict }) => sum + Number(verdicts.includes(verdict)),
      0,
    );
    remaining -= removed;
    steps.push({ step, kind: "variant", removed, remaining, reason });
  };
  add("once in each study", "Named more than once with different numbers.", ["duplicated"]);
  add("in outcome", "The outcome has no such variant.", ["not in outcome"]);
  add("same build", "Named by their place, and the builds differ.", ["other build"]);
  add("usable numbers", "No effect, no standard error, or one of 0.", [
    "missing value",
    "zero standard error",
  ]);
  add("same alleles", "Alleles do not fit on either strand.", ["alleles differ"]);
  add("strand known", "Palindromic or incomplete alleles whose strand nothing tells.", [
    "palindromic",
    "ambiguous strand",
  ]);
  return steps;
}

function noticesOf(
  judged: readonly JudgedVariant[],
  { exposure, outcome }: { readonly exposure: MrTrait; readonly outcome: MrTrait },
): string[] {
  const notices: string[] = [];
  if (exposure.build && outcome.build && exposure.build !== outcome.build) {
    notices.push(
      `${exposure.name} has positions of ${exposure.build}, ${outcome.name} of ${outcome.build}: variants were matched by name only.`,
    );
  }
  const matched = judged.filter(({ outcome: found }) => found !== undefined);
  const moved = matched.filter(
    ({ exposure: own, outcome: found, proxy }) =>
      proxy === undefined &&
      own.basePairLocation > 0 &&
      found!.basePairLocation > 0 &&
      own.basePairLocation !== found!.basePairLocation,
  );
  if (moved.length > 0 && exposure.build === outcome.build) {
    notices.push(
      `${moved.length} of ${matched.length} variants lie at another position in the outcome than in the exposure: are both of one build?`,
    );
  }
  const apart = judged.filter(
    ({ isKept, exposure: own, frequencyOutcome }) =>
      isKept && Math.abs(own.effectAlleleFrequency - frequencyOutcome) > 0.2,
  );
  if (apart.length > 0) {
    notices.push(
      `${apart.length} kept ${apart.length === 1 ? "variant differs" : "variants differ"} by more than 0.2 in effect allele frequency between the studies: are both of one ancestry? ${named(apart)}`,
    );
  }
  const proxies = judged.filter(({ isKept, proxy }) => isKept && proxy !== undefined);
  if (proxies.length > 0)
    notices.push(
      `${proxies.length} of the kept variants are represented by a proxy in the outcome.`,
    );
  return notices;
}

function named(variants: readonly JudgedVariant[]): string {
  const ids = variants.slice(0, 3).map(({ exposure: { variantId } }) => variantId);
  return `(${ids.join(", ")}${variants.length > 3 ? ", …" : ""})`;
}
