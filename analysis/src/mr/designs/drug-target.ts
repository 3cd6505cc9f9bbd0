import { Matrix, SingularValueDecomposition } from "ml-matrix";
import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { Provenance, Row, Table } from "../../table.ts";
import { numberText, pText } from "../words.ts";
import { estimate, type EstimateOptions } from "../estimators/estimate.ts";
import type { MrEstimateColumns, MrEstimates } from "../estimators/mr-estimates.ts";
import { methods as registry } from "../estimators/registry.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import type { CisRegion } from "../instruments/cis-region.ts";
import type { Instruments } from "../instruments/instruments-table.ts";
import { instruments } from "../instruments/instruments.ts";
import { displayed } from "../result-display.ts";
import { ldConsistency, type LdConsistency } from "./ld-consistency.ts";
import { principalComponentsIvw } from "./principal-components-ivw.ts";

/** What a hook has to tell: the probability that a region's variants cause both traits through one of them. */
export interface SharedCause {
  readonly h4: number;
}

export type ColocalisationHook<C extends SharedCause = SharedCause> = (
  region: Harmonised,
) => C | Promise<C>;

export interface DrugTargetOptions<C extends SharedCause = SharedCause>
  extends ComputeOptions, Pick<EstimateOptions, "methods" | "seed" | "bootstraps" | "confidence"> {
  /** All associations with the target: levels of the protein, expression of the gene, or what it acts on. */
  readonly exposure: Table;
  readonly outcome: Table;
  /** The gene, with `flank` base pairs on each side, 100,000 by default. */
  readonly cis: CisRegion;
  /** Panel of genotypes for correlations. */
  readonly genotypes: Genotypes;
  /** Largest P of an instrument, 5e-8 by default. */
  readonly threshold?: number | undefined;
  /** Instruments are correlated by less than this, 0.1 by default; the estimates take the rest into account. */
  readonly r2?: number | undefined;
  readonly policy?: HarmonisePolicy | undefined;
  /** `mr.colocalisation` or another; without it the gate is not run, and the verdict says so. */
  readonly colocalisation?: ColocalisationHook<C> | undefined;
  /** Least probability of a shared causal variant for a headline, 0.8 by default. */
  readonly h4?: number | undefined;
  readonly exposureTrait?: Partial<MrTrait> | undefined;
  readonly outcomeTrait?: Partial<MrTrait> | undefined;
}

export type ColocalisationGate = "supported" | "not supported" | "not run";

/** What the variants at one gene tell of acting on its product. */
export interface DrugTarget<C extends SharedCause = SharedCause> {
  readonly kind: "drug target";
  readonly instruments: Instruments;
  /** The instruments with their correlation. */
  readonly harmonised: Harmonised;
  readonly estimates: MrEstimates;
  /** The first estimate, unless colocalisation does not support it. */
  readonly headline: Row<MrEstimateColumns> | undefined;
  readonly gate: ColocalisationGate;
  /** As the hook gave it. */
  readonly colocalisation: C | undefined;
  readonly consistency: LdConsistency | undefined;
  /** Largest over smallest singular value of the instruments' correlations. */
  readonly conditionNumber: number;
  readonly verdict: string;
  readonly notices: readonly string[];
  readonly provenance: Provenance;
}

/** Beyond this the inverse of a correlation matrix magnifies errors of a panel of thousands past the matrix itself. */
const NEAR_SINGULAR = 1000;

/**
 * Estimates the effect of a drug's target from variants at its gene: chosen in the region, clumped loosely, weighted with
 * their correlations, and headlined only where exposure and outcome share a causal variant.
 *
 * Where the correlations are near singular, inverse variance weighting of principal components comes first.
 *
 * @param options.colocalisation - the gate, such as `mr.colocalisation`; estimates that it does not support stay in `estimates`
 * @returns estimates, the gate's verdict in words, and whether panel and exposure fit each other
 * @throws NotEstimableError without an instrument in the region, NoOverlapError, InvalidArgumentError, CancelledError
 * @example
 * const { chromosome, basePairLocation } = instruments.row(0);
 * const target = await mr.drugTarget({
 *   exposure,
 *   outcome,
 *   genotypes: panel,
 *   cis: { chromosome, from: basePairLocation, to: basePairLocation, flank: 500_000 },
 *   colocalisation: mr.colocalisation,
 * });
 * console.log(target.verdict);
 * @see Gill et al. 2021, doi:10.12688/wellcomeopenres.16544.2
 */
export async function drugTarget<C extends SharedCause = SharedCause>(
  options: DrugTargetOptions<C>,
): Promise<DrugTarget<C>> {
  const { exposure, outcome, cis, genotypes, policy, h4: least = 0.8, r2 = 0.1 } = options;
  const { threshold = 5e-8, exposureTrait, outcomeTrait, compute, signal, onProgress } = options;
  if (!(least > 0 && least <= 1)) {
    throw new InvalidArgumentError("h4", {
      what: `h4 is ${least}.`,
      why: "It is a probability, above 0 and up to 1.",
      remedy: "Leave it out for 0.8.",
    });
  }
  const running = { compute, signal, onProgress };
  const chosen = await instruments(exposure, {
    ...{ threshold, cis, exposureTrait, ...running },
    clump: { genotypes, r2 },
  });
  refuseNone(chosen, threshold);
  const aligned = harmonise({ exposure: chosen, outcome, policy, outcomeTrait });
  const isAlone = aligned.keptRows.length < 2;
  const harmonised = isAlone ? aligned : await aligned.withCorrelation({ genotypes, ...running });
  const region = harmonise({
    exposure: instruments(exposure, { threshold: 1, cis, clump: false, exposureTrait }),
    ...{ outcome, policy, outcomeTrait },
  });
  const conditionNumber = conditionOf(harmonised);
  const isNearSingular = conditionNumber > NEAR_SINGULAR;
  const estimates = estimate(harmonised, {
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.bootstraps !== undefined && { bootstraps: options.bootstraps }),
    ...(options.confidence !== undefined && { confidence: options.confidence }),
    methods: options.methods ?? usualMethods(isAlone, isNearSingular),
  });
  const consistency = await ldConsistency(region, genotypes, running);
  const shared = await options.colocalisation?.(region);
  const gate = !shared ? "not run" : shared.h4 >= least ? "supported" : "not supported";
  const first = estimates.toRows().find(({ errorCode }) => errorCode === "");
  const headline = gate === "not supported" ? undefined : first;
  const notices = [
    ...new Set([
      ...harmonised.notices,
      ...estimates.notices,
      ...(isNearSingular
        ? [
            `The instruments' correlations are near singular (condition number ${numberText(conditionNumber)}): principal components come first.`,
          ]
        : []),
    ]),
  ];
  const verdict = verdictOf(harmonised, first, gate, shared?.h4, least);
  return displayed<DrugTarget<C>>(
    {
      kind: "drug target",
      ...{ instruments: chosen, harmonised, estimates, headline, gate },
      ...{ colocalisation: shared, consistency, conditionNumber, verdict, notices },
      provenance: {
        method: "drug target Mendelian randomization",
        exposure: harmonised.exposure.name,
        outcome: harmonised.outcome.name,
        region: `${cis.chromosome}:${cis.from}-${cis.to}`,
        flank: cis.flank ?? 100_000,
        panel: genotypes.source,
        ...{ threshold, clumpR2: r2, gate, leastH4: least },
        ...(shared && { h4: shared.h4 }),
      },
    },
    () => ({
      sentences: [verdict, ...(consistency ? [consistency.sentence] : []), ...notices],
      tables: [{ table: estimates }],
    }),
  );
}

function usualMethods(isAlone: boolean, isNearSingular: boolean): EstimateOptions["methods"] {
  if (isAlone) return ["waldRatio"];
  const correlated = [registry.ivw(), registry.egger()];
  const components = principalComponentsIvw();
  return isNearSingular
    ? [components, ...correlated, registry.gsmr()]
    : [...correlated, registry.gsmr(), components];
}

function verdictOf(
  { exposure, outcome, keptRows }: Harmonised,
  first: Row<MrEstimateColumns> | undefined,
  gate: ColocalisationGate,
  h4: number | undefined,
  least: number,
): string {
  const variants = keptRows.length === 1 ? "1 variant" : `${keptRows.length} variants`;
  const number = first
    ? `${first.method} of ${variants}: ${numberText(first.beta)} (${numberText(first.ciLower)} to ${numberText(first.ciUpper)}, ${pText(first.negLog10PValue)}) per unit of ${exposure.name} on ${outcome.name}.`
    : "";
  if (gate === "not run") {
    return `${number} The colocalisation gate was not run: this may be another variant nearby.`;
  }
  if (gate === "supported") {
    return `${number} Supported by colocalisation (PP.H4 ${numberText(h4!)}, at least ${least}).`;
  }
  return `An effect of ${exposure.name} on ${outcome.name} is not supported by colocalisation (PP.H4 ${numberText(h4!)}, below ${least}): there is no headline, and the numbers are in estimates.`;
}

function conditionOf({ correlation, keptRows }: Harmonised): number {
  const k = keptRows.length;
  if (!correlation || k < 2) return 1;
  const rows = Array.from({ length: k }, (_, i) =>
    Array.from(correlation.subarray(i * k, (i + 1) * k)),
  );
  const { diagonal } = new SingularValueDecomposition(new Matrix(rows));
  return diagonal[0] / diagonal[k - 1];
}

function refuseNone({ rowCount, exposure, removed }: Instruments, threshold: number): void {
  if (rowCount > 0) return;
  const isAbsent = removed.columns.step.includes("in panel");
  throw new NoOverlapError({
    what: `There is no instrument of ${exposure.name} in the region.`,
    why: isAbsent
      ? "The panel lacks all variants that are strong enough."
      : `No variant there has P up to ${threshold}.`,
    remedy: isAbsent
      ? "Take a panel of the same build, ancestry and names of variants."
      : "Widen the flank or raise the threshold, and mind weak instruments.",
  });
}
