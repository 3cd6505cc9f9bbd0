import { isAnalysisError, type AnalysisError } from "../../errors.ts";
import type { Provenance, Row, Table } from "../../table.ts";
import { steiger, type Steiger, type SteigerOptions } from "../diagnostics/steiger.ts";
import { listText, numberText, pText } from "../words.ts";
import { estimate, type EstimateOptions } from "../estimators/estimate.ts";
import type { MrEstimateColumns, MrEstimates } from "../estimators/mr-estimates.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import { readAssociationTable } from "../harmonise/association-reader.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import { traitOf } from "../harmonise/trait.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import type { Instruments } from "../instruments/instruments-table.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { chooseOf, type ChoiceOptions } from "./chosen-instruments.ts";
import { displayed } from "../result-display.ts";

export interface BidirectionalOptions extends ChoiceOptions, EstimateOptions {
  /** All associations of both traits: each gives its instruments and their effects on the other. */
  readonly a: Table;
  readonly b: Table;
  readonly policy?: HarmonisePolicy | undefined;
  /** Leave variants out that are instruments of both traits; false by default. */
  readonly removeShared?: boolean | undefined;
  /** Of a P value that the verdict calls evidence, 0.05 by default. */
  readonly significance?: number | undefined;
  readonly traitA?: Partial<MrTrait> | undefined;
  readonly traitB?: Partial<MrTrait> | undefined;
  /** Of each direction's Steiger test; its exposure is the trait that the direction begins with. */
  readonly steiger?: SteigerOptions | undefined;
}

/** One of two directions; what is not defined is absent, and `refusal` says why. */
export interface Direction {
  readonly instruments: Instruments;
  readonly harmonised: Harmonised | undefined;
  readonly estimates: MrEstimates | undefined;
  readonly steiger: Steiger | undefined;
  /** Of the estimates. */
  readonly refusal: AnalysisError | undefined;
  /** Of the Steiger test. */
  readonly steigerRefusal: AnalysisError | undefined;
}

export interface Bidirectional {
  readonly kind: "bidirectional";
  /** From a to b. */
  readonly forward: Direction;
  /** From b to a. */
  readonly backward: Direction;
  /** Variants that are instruments of both. */
  readonly shared: readonly string[];
  readonly verdict: string;
  readonly notices: readonly string[];
  readonly provenance: Provenance;
}

/**
 * Estimates both directions, each with its own instruments, and says which one the data speak for.
 *
 * @param options.removeShared - variants that are instruments of both traits do not tell the direction; but those that are
 * left are not a random part of them, which biases estimates
 * @returns instruments, harmonised data, estimates and Steiger tests of both directions; a direction that cannot be estimated
 * says why
 * @throws the first refusal when neither direction can be estimated; InvalidArgumentError, CancelledError
 * @example
 * const both = await mr.bidirectional({ a: exposure, b: outcome, methods: ["ivw", "weightedMedian"] });
 * console.log(both.verdict);
 * @see Davey Smith & Hemani 2014, doi:10.1093/hmg/ddu328; Burgess et al. 2023, doi:10.12688/wellcomeopenres.15555.3
 */
export async function bidirectional(options: BidirectionalOptions): Promise<Bidirectional> {
  const { a, b, removeShared = false, significance = 0.05 } = options;
  const traitA = { name: nameOf(a, options.traitA, "a"), ...options.traitA };
  const traitB = { name: nameOf(b, options.traitB, "b"), ...options.traitB };
  const chosenA = await chooseOf(a, traitA, options);
  const chosenB = await chooseOf(b, traitB, options);
  const own = new Set(chosenA.columns.variantId);
  const shared = chosenB.columns.variantId.filter((id) => own.has(id));
  const removed = removeShared ? shared : [];
  const forward = direction(chosenA, b, traitB, removed, options);
  const backward = direction(chosenB, a, traitA, removed, options);
  if (forward.refusal && backward.refusal) throw forward.refusal;
  const names = [traitA.name, traitB.name] as const;
  const verdict = verdictOf(forward, backward, names, significance);
  const notices = [
    ...(shared.length > 0
      ? [
          `${shared.length === 1 ? "1 variant is an instrument" : `${shared.length} variants are instruments`} of both traits and ${removeShared ? "left out" : "used in both directions"}: ${listText(shared)}.`,
        ]
      : []),
    ...directionNotices(forward, names),
    ...directionNotices(backward, [names[1], names[0]]),
  ];
  const both: Bidirectional = {
    kind: "bidirectional",
    ...{ forward, backward, shared, verdict, notices },
    provenance: {
      method: "bidirectional Mendelian randomization",
      a: traitA.name,
      b: traitB.name,
      threshold: options.threshold ?? 5e-8,
      shared: shared.length,
      removeShared,
      significance,
    },
  };
  return displayed(both, () => ({
    sentences: [verdict, ...notices],
    tables: [
      { title: names.join(" → "), table: forward.estimates },
      { title: names.toReversed().join(" → "), table: backward.estimates },
    ].flatMap(({ title, table }) => (table ? [{ title, table }] : [])),
  }));
}

function direction(
  from: Instruments,
  to: Table,
  outcomeTrait: Partial<MrTrait>,
  removed: readonly string[],
  options: BidirectionalOptions,
): Direction {
  const { policy } = options;
  const leftOut = new Set(removed);
  const isUsed = from.columns.variantId.map((id) => !leftOut.has(id));
  const harmonised = attempt(() => {
    if (!isUsed.includes(true)) throw noInstrument(from, removed.length);
    const whole = harmonise({ exposure: from, outcome: to, policy, outcomeTrait });
    return whole.without(...removed.filter((id) => whole.columns.variantId.includes(id)));
  });
  if (!harmonised.value) {
    const { refusal } = harmonised;
    return {
      instruments: from,
      ...{ harmonised: undefined, estimates: undefined, steiger: undefined },
      ...{ refusal, steigerRefusal: refusal },
    };
  }
  const { value } = harmonised;
  const { methods, seed, bootstraps, confidence, outcomeUnit } = options;
  const settings = Object.fromEntries(
    Object.entries({ methods, seed, bootstraps, confidence, outcomeUnit }).filter(
      ([, given]) => given !== undefined,
    ),
  ) as EstimateOptions;
  const estimates = attempt(() => estimate(value, settings));
  const tested = attempt(() => steiger(value, options.steiger));
  return {
    instruments: from,
    harmonised: value,
    estimates: estimates.value,
    steiger: tested.value,
    refusal: estimates.refusal,
    steigerRefusal: tested.refusal,
  };
}

function attempt<T>(run: () => T): { value?: T; refusal: AnalysisError | undefined } {
  try {
    return { value: run(), refusal: undefined };
  } catch (error) {
    const isRefusal = ["not-estimable", "no-overlap", "build-mismatch"].some((tag) =>
      isAnalysisError(error, tag),
    );
    if (isRefusal) return { refusal: error as AnalysisError };
    throw error;
  }
}

function noInstrument({ exposure, rowCount }: Instruments, removed: number): NotEstimableError {
  return new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${exposure.name} has no instrument${removed > 0 ? " of its own" : ""}.`,
    why:
      rowCount > 0
        ? `All ${rowCount} are instruments of the other trait, too.`
        : "No variant passes the threshold.",
    remedy: "Raise the threshold, or use one direction alone.",
  });
}

function nameOf(table: Table, given: Partial<MrTrait> | undefined, fallback: string): string {
  return traitOf(readAssociationTable(table, fallback), given, fallback).name;
}

/** The first estimate of a direction. */
function headline({ estimates }: Direction): Row<MrEstimateColumns> | undefined {
  return estimates?.toRows().find(({ errorCode }) => errorCode === "");
}

function verdictOf(
  forward: Direction,
  backward: Direction,
  [a, b]: readonly [string, string],
  significance: number,
): string {
  const least = -Math.log10(significance);
  const told = (row: Row<MrEstimateColumns> | undefined): string =>
    row
      ? `${numberText(row.beta)} (${numberText(row.ciLower)} to ${numberText(row.ciUpper)}, ${pText(row.negLog10PValue)})`
      : "not estimable";
  const [there, back] = [headline(forward), headline(backward)];
  const isThere = there !== undefined && there.negLog10PValue > least;
  const isBack = back !== undefined && back.negLog10PValue > least;
  const numbers = `${a} → ${b}: ${told(there)}; ${b} → ${a}: ${told(back)}.`;
  if (isThere && isBack) {
    const both = `${numbers} There is evidence in both directions`;
    const [holdsThere, holdsBack] = [forward, backward].map(
      (one) => one.steiger?.overall.isExposureToOutcome,
    );
    if (holdsThere === undefined || holdsBack === undefined || holdsThere === holdsBack) {
      return `${both}: a loop, or instruments that reach one trait through the other.`;
    }
    const [from, to] = holdsThere ? [a, b] : [b, a];
    return `${both}, but the instruments of ${to} explain more of ${from}: they may act through it, and all agrees with ${from} → ${to} alone.`;
  }
  if (!isThere && !isBack) return `${numbers} There is no evidence in either direction.`;
  const [from, to, other] = isThere ? [a, b, back] : [b, a, there];
  return `${numbers} The evidence is for ${from} → ${to}${other ? "" : " alone as the other direction could not be estimated"}.`;
}

function directionNotices(
  { refusal, steiger: tested }: Direction,
  [from, to]: readonly [string, string],
): string[] {
  if (refusal) return [`${from} → ${to}: ${refusal.message}`];
  return tested && !tested.overall.isExposureToOutcome
    ? [
        `The instruments of ${from} explain more of ${to} (Steiger, ${pText(tested.overall.negLog10PValue)}): they may act through ${to}.`,
      ]
    : [];
}
