import { InvalidArgumentError } from "../../errors.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table, type Provenance } from "../../table.ts";
import { listText, numberText } from "../words.ts";
import { checkSettings, estimate } from "../estimators/estimate.ts";
import type { MethodId } from "../estimators/registry.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import { readAssociationTable } from "../harmonise/association-reader.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import { traitOf } from "../harmonise/trait.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import { instruments } from "../instruments/instruments.ts";
import type { Instruments } from "../instruments/instruments-table.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { harmoniseMultivariable } from "../multivariable/harmonise-multivariable.ts";
import { multivariable } from "../multivariable/multivariable.ts";
import type { MultivariableHarmonised } from "../multivariable/multivariable-harmonised.ts";
import { chooseOf, type ChoiceOptions } from "./chosen-instruments.ts";
import {
  effectRows,
  type EffectRow,
  type Found,
  type MediationEffect,
} from "./mediation-effects.ts";

export interface MediationOptions extends ChoiceOptions {
  /** All associations of the three traits. */
  readonly exposure: Table;
  readonly mediator: Table;
  readonly outcome: Table;
  /** Instruments chosen elsewhere, such as in another study, in place of those by `threshold` and `clump`. */
  readonly instruments?:
    { readonly exposure?: Table | undefined; readonly mediator?: Table | undefined } | undefined;
  readonly policy?: HarmonisePolicy | undefined;
  /** Of the two steps and the total effect, `ivw` by default. */
  readonly method?: MethodId | undefined;
  /** Of the bootstrap, 1 by default. */
  readonly seed?: number | undefined;
  /** Parametric bootstrap samples, 10,000 by default. */
  readonly bootstraps?: number | undefined;
  /** Of intervals, 0.95 by default. */
  readonly confidence?: number | undefined;
  readonly exposureTrait?: Partial<MrTrait> | undefined;
  readonly mediatorTrait?: Partial<MrTrait> | undefined;
  readonly outcomeTrait?: Partial<MrTrait> | undefined;
}

export type MediationColumns = {
  readonly effect: readonly MediationEffect[];
  readonly beta: Float64Array;
  /** By the delta method for products, differences and proportions. */
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  /** Percentiles of the bootstrap; NaN where there is none. */
  readonly bootstrapCiLower: Float64Array;
  readonly bootstrapCiUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly variantCount: Int32Array;
  /** NaN where nothing is random. */
  readonly seed: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/** How much of an effect passes through a mediator, a row an effect. */
export class MrMediation extends Table<MediationColumns> {
  readonly exposureOnMediator: Harmonised;
  /** Without the variants that are instruments of the exposure, too. */
  readonly mediatorOnOutcome: Harmonised;
  readonly exposureOnOutcome: Harmonised;
  readonly together: MultivariableHarmonised;
  /** Instruments of both exposure and mediator. */
  readonly shared: readonly string[];
  readonly verdict: string;
  readonly notices: readonly string[];

  constructor(
    columns: MediationColumns,
    provenance: Provenance,
    account: Pick<
      MrMediation,
      | "exposureOnMediator"
      | "mediatorOnOutcome"
      | "exposureOnOutcome"
      | "together"
      | "shared"
      | "verdict"
      | "notices"
    >,
  ) {
    super(columns, provenance);
    this.exposureOnMediator = account.exposureOnMediator;
    this.mediatorOnOutcome = account.mediatorOnOutcome;
    this.exposureOnOutcome = account.exposureOnOutcome;
    this.together = account.together;
    this.shared = account.shared;
    this.verdict = account.verdict;
    this.notices = account.notices;
  }
}

/**
 * Divides the effect of an exposure into what passes through a mediator and what does not, in two ways: the product of the
 * effects exposure → mediator → outcome, and the total effect less the direct one of multivariable IVW.
 *
 * Instruments of both traits are named and left out of the step from mediator to outcome. Standard errors of products,
 * differences and proportions are the delta method's and take the estimates as independent, as is usual with summary data.
 *
 * @returns eight rows; a proportion of a total effect that may be 0 is refused in words
 * @throws NotEstimableError where a step has no instrument; NoOverlapError, InvalidArgumentError, CancelledError
 * @example
 * const paths = await mr.mediation({
 *   exposure,
 *   mediator: mr.simulate({ seed: 1, nullVariants: 200, causalEffect: 0.5 }).outcome,
 *   outcome,
 *   instruments: { exposure: instruments.take([0, 1, 2, 3, 4, 5]), mediator: instruments.take([6, 7, 8, 9, 10]) },
 *   exposureTrait: { name: "exposure" },
 *   mediatorTrait: { name: "mediator" },
 * });
 * console.log(paths.verdict);
 * @see Carter et al. 2021, doi:10.1007/s10654-021-00757-1
 */
export async function mediation(options: MediationOptions): Promise<MrMediation> {
  const { exposure, mediator, outcome, policy, method = "ivw" } = options;
  const { seed = 1, bootstraps = 10_000, confidence = 0.95 } = options;
  checkSettings({ seed, bootstraps, confidence });
  const traits = [
    named(exposure, options.exposureTrait, "exposure"),
    named(mediator, options.mediatorTrait, "mediator"),
    named(outcome, options.outcomeTrait, "outcome"),
  ] as const;
  const [x, m, y] = traits;
  refuseSameName(traits);
  const ofExposure = await chosenOrGiven(options.instruments?.exposure, exposure, x, options);
  const ofMediator = await chosenOrGiven(options.instruments?.mediator, mediator, m, options);
  const own = new Set(ofExposure.columns.variantId);
  const shared = ofMediator.columns.variantId.filter((id) => own.has(id));
  refuseNone(x.name, ofExposure.rowCount, 0);
  refuseNone(m.name, ofMediator.rowCount, shared.length);

  const align = (from: Instruments, to: Table, outcomeTrait: Partial<MrTrait>): Harmonised =>
    harmonise({ exposure: from, outcome: to, policy, outcomeTrait });
  const exposureOnMediator = align(ofExposure, mediator, m);
  const exposureOnOutcome = align(ofExposure, outcome, y);
  const mediatorOnOutcome = align(ofMediator, outcome, y).without(...shared);
  const together = await harmonisedTogether(options, [ofExposure, ofMediator], traits);

  const one = (harmonised: Harmonised): Found => {
    const found = estimate(harmonised, { methods: [method], seed, confidence });
    return { ...found.row(0), isRandom: !Number.isNaN(found.columns.seed[0]) };
  };
  const a = one(exposureOnMediator);
  const b = one(mediatorOnOutcome);
  const total = one(exposureOnOutcome);
  const held = multivariable(together, { methods: ["ivw"], confidence });
  const direct: Found = { ...held.row(0), isRandom: false };
  const paths = { a, b, total, direct };
  const rows = effectRows(paths, { seed, bootstraps, confidence, x: x.name });
  const numbers = (name: NumberName): Float64Array => Float64Array.from(rows, (row) => row[name]);
  const negLog10PValue = numbers("negLog10PValue");
  return new MrMediation(
    {
      effect: rows.map(({ effect }) => effect),
      beta: numbers("beta"),
      standardError: numbers("standardError"),
      ciLower: numbers("ciLower"),
      ciUpper: numbers("ciUpper"),
      bootstrapCiLower: numbers("bootstrapCiLower"),
      bootstrapCiUpper: numbers("bootstrapCiUpper"),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      variantCount: Int32Array.from(rows, ({ variantCount }) => variantCount),
      seed: Float64Array.from(rows, ({ isRandom }) => (isRandom ? seed : NaN)),
      errorCode: rows.map(({ reason }) => (reason === "" ? "" : "NEEDS_MORE_INPUT")),
      reason: rows.map(({ reason }) => reason),
    },
    {
      method: "two-step and multivariable mediation",
      exposure: x.name,
      mediator: m.name,
      outcome: y.name,
      estimator: method,
      threshold: options.threshold ?? 5e-8,
      ...{ confidence, seed, bootstraps, shared: shared.length },
    },
    {
      ...{ exposureOnMediator, mediatorOnOutcome, exposureOnOutcome, together, shared },
      verdict: verdictOf(rows, [x.name, m.name, y.name]),
      notices: [
        ...(shared.length > 0
          ? [
              `${shared.length} ${shared.length === 1 ? "instrument" : "instruments"} of both ${x.name} and ${m.name} left out of the second step: ${listText(shared)}.`,
            ]
          : []),
        "Intervals of indirect effects take the estimates they are made of as independent.",
        ...held.notices,
      ],
    },
  );
}

/** Given instruments are a choice already, whatever their P. */
function chosenOrGiven(
  given: Table | undefined,
  table: Table,
  trait: MrTrait,
  options: MediationOptions,
): Instruments | Promise<Instruments> {
  if (!given) return chooseOf(table, trait, options);
  return instruments(given, { threshold: 1, clump: false, exposureTrait: trait });
}

async function harmonisedTogether(
  options: MediationOptions,
  chosenOf: readonly Instruments[],
  [x, m, y]: readonly [MrTrait, MrTrait, MrTrait],
): Promise<MultivariableHarmonised> {
  const { exposure, mediator, outcome, policy, clump, compute, signal, onProgress } = options;
  const given = {
    exposures: [exposure, mediator],
    instruments: chosenOf,
    exposureTraits: [x, m],
    outcomeTrait: y,
    ...{ outcome, policy, compute, signal, onProgress },
  };
  if (clump?.genotypes) return harmoniseMultivariable({ ...given, clump });
  return harmoniseMultivariable({ ...given, clump });
}

function named(table: Table, given: Partial<MrTrait> | undefined, role: string): MrTrait {
  return traitOf(readAssociationTable(table, role), given, role);
}

function refuseSameName(traits: readonly MrTrait[]): void {
  const names = traits.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice === undefined) return;
  throw new InvalidArgumentError("mediatorTrait", {
    what: `Two of the traits are named ${twice}.`,
    why: "Exposure, mediator and outcome are told apart by name.",
    remedy: 'Name them, as in mediatorTrait: { name: "body mass index" }.',
  });
}

function refuseNone(name: string, count: number, shared: number): void {
  if (count > shared) return;
  throw new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${name} has no instrument${shared > 0 ? " of its own" : ""}.`,
    why:
      shared > 0
        ? `All ${count} are instruments of the exposure, too.`
        : "No variant passes the threshold.",
    remedy: "Raise the threshold, or use a larger study.",
  });
}

type NumberName = Exclude<keyof EffectRow, "effect" | "reason" | "isRandom">;

function verdictOf(
  rows: readonly EffectRow[],
  [x, m, y]: readonly [string, string, string],
): string {
  const row = (effect: MediationEffect): EffectRow => rows.find((one) => one.effect === effect)!;
  const interval = ({ beta, ciLower, ciUpper }: Found): string =>
    `${numberText(beta)} (${numberText(ciLower)} to ${numberText(ciUpper)})`;
  const product = row("indirect, product of coefficients");
  const difference = row("indirect, difference");
  const share = row("proportion mediated, product of coefficients");
  const isThrough = product.ciLower > 0 || product.ciUpper < 0;
  return [
    `Of the effect of ${x} on ${y}, ${interval(row("total"))}, ${interval(product)} passes through ${m} by the product of coefficients, ${interval(difference)} by the difference.`,
    isThrough
      ? share.reason === ""
        ? `That is a proportion of ${interval(share)}.`
        : share.reason
      : `There is no evidence that any passes through ${m}.`,
  ].join(" ");
}
