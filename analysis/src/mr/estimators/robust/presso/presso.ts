import { InvalidArgumentError } from "../../../../errors.ts";
import { randomStream } from "../../../../random.ts";
import { Table } from "../../../../table.ts";
import { runTask, type TaskOptions } from "../../../../task.ts";
import { displayed } from "../../../result-display.ts";
import { distortionExceeding } from "./distortion.ts";
import { nullDistribution } from "./null-distribution.ts";
import { pressoAccount } from "./presso-account.ts";
import { collinear, pressoProblem, type PressoInput } from "./problem.ts";
import { regression, type PressoEstimateColumns } from "./regression.ts";

export interface PressoSettings {
  /** Data sets drawn under no pleiotropy; more than variants / significance. 10,000, and more for over 250 variants. */
  readonly simulations?: number | undefined;
  /** Of the global test and, after Bonferroni, of each variant: 0.05. */
  readonly significance?: number | undefined;
  /** Of the random draws: 1. */
  readonly seed?: number | undefined;
}

/** A P value counted in simulations. */
export interface SimulatedP {
  /** Simulations beyond what was observed. */
  readonly exceeding: number;
  /** Their part of all; where there is none, the smallest that so many simulations can show. */
  readonly pValue: number;
  /** True where P is only known to be less than `pValue`. */
  readonly isUpperBound: boolean;
}

export type PressoOutlierColumns = {
  readonly variantId: readonly string[];
  /** (y − θ₋ⱼ x)², the squared distance from the line of all other variants. */
  readonly distance: Float64Array;
  /** Simulations with a larger distance. */
  readonly exceeding: Int32Array;
  /** Bonferroni-corrected; where nothing exceeds, the least that the simulations can show. */
  readonly pValue: Float64Array;
  readonly isUpperBound: Uint8Array;
  readonly isOutlier: Uint8Array;
};

export interface PressoDistortion {
  readonly exposure: string;
  /** 100 · (raw − corrected) / |corrected|. */
  readonly percent: number;
  readonly p: SimulatedP;
}

/** The three tests of MR-PRESSO and the estimates before and after leaving outliers out. */
export interface PressoResult {
  readonly outcome: string;
  readonly simulations: number;
  readonly significance: number;
  readonly seed: number;
  readonly global: SimulatedP & { readonly rssObserved: number };
  /** One row a variant; outliers are called only where the global test is significant. */
  readonly outlierTest: Table<PressoOutlierColumns>;
  readonly outliers: readonly string[];
  /** Absent when there are no outliers, or too few variants beside them. */
  readonly distortion: readonly PressoDistortion[] | undefined;
  readonly raw: Table<PressoEstimateColumns>;
  /** Absent when there are no outliers, or too few variants beside them. */
  readonly corrected: Table<PressoEstimateColumns> | undefined;
  readonly notes: readonly string[];
}

/**
 * MR-PRESSO: is there pleiotropy at all (global test), in which variants (outlier test), and do they change the
 * estimate (distortion test).
 *
 * Leave-one-out lines come from one fit, so that a simulation costs O(k).
 *
 * @param input - `mr.Harmonised`, or effects of k variants on one exposure or on several
 * @returns tests, and the IVW estimates with and without the outliers
 * @throws NotEstimableError for fewer than exposures + 3 variants
 * @throws InvalidArgumentError when the simulations are too few to show the significance, with the number needed
 * @throws CollinearityError when the exposures cannot be told apart
 * @example
 * const presso = await mr.presso(harmonised, { simulations: 3000, seed: 7 });
 * console.log(presso.global.pValue, presso.outliers);
 * @see Verbanck et al. 2018, doi:10.1038/s41588-018-0099-7
 */
export async function presso(
  input: PressoInput,
  options: PressoSettings & TaskOptions = {},
): Promise<PressoResult> {
  const run = preparePresso(input, options);
  return runTask("MR-PRESSO", run.simulations, "simulations", options, async (task) => {
    for (let done = 0; done < run.simulations;) {
      const count = Math.min(run.batch, run.simulations - done);
      run.simulate(count);
      done += count;
      await task.step(done);
    }
    return run.finish();
  });
}

/** The same without pauses, for estimators. */
export function pressoAtOnce(input: PressoInput, settings: PressoSettings): PressoResult {
  const run = preparePresso(input, settings);
  run.simulate(run.simulations);
  return run.finish();
}

// About 10 ms of work between two looks at the clock.
const DRAWS_A_BATCH = 300_000;

interface PressoRun {
  readonly simulations: number;
  readonly batch: number;
  readonly simulate: (count: number) => void;
  readonly finish: () => PressoResult;
}

function preparePresso(input: PressoInput, settings: PressoSettings): PressoRun {
  const problem = pressoProblem(input);
  const { k, p, exposures, variantId } = problem;
  const { seed = 1, significance = 0.05 } = settings;
  if (!(significance > 0 && significance < 1)) {
    throw new InvalidArgumentError("significance", {
      what: `significance is ${significance}.`,
      why: "It is a probability between 0 and 1.",
      remedy: "Give for example 0.05.",
    });
  }
  const needed = Math.floor(k / significance) + 1;
  const simulations = settings.simulations ?? Math.max(10_000, 2 * needed);
  if (!(Number.isInteger(simulations) && simulations >= needed)) {
    throw new InvalidArgumentError("simulations", {
      what: `${simulations} simulations cannot show a variant of ${k} to be an outlier at ${significance}.`,
      why: `The smallest P value that they can show is ${k} / ${simulations} after correction for ${k} tests.`,
      remedy: `Give simulations: ${needed} or more, or leave it out.`,
    });
  }
  const nulls = nullDistribution(problem, randomStream(seed, "mr.presso"));
  const all = variantId.map((_, i) => i);
  const raw = regression(problem, all);
  if (!nulls || !raw) throw collinear(exposures);

  const finish = (): PressoResult => {
    const notes: string[] = [];
    const global = {
      rssObserved: nulls.rssObserved,
      ...simulatedP(nulls.globalExceeding(), simulations, 1),
    };
    const each = Array.from(nulls.exceeding, (count) => simulatedP(count, simulations, k));
    const isGlobal = global.exceeding / simulations < significance;
    const outliers = all.filter((i) => isGlobal && each[i].pValue <= significance);
    const rest = all.filter((i) => !outliers.includes(i));
    const corrected = outliers.length > 0 ? regression(problem, rest) : undefined;
    if (!isGlobal) notes.push("The global test shows no pleiotropy; no outlier was looked for.");
    else if (outliers.length === 0) {
      notes.push("The global test is significant, but no single variant stands out.");
    } else if (!corrected) {
      notes.push(`Beside ${outliers.length} outliers too few variants are left for an estimate.`);
    }
    const result: PressoResult = {
      outcome: ("effects" in input ? input.effects : input).outcome,
      simulations,
      significance,
      seed,
      global,
      outlierTest: new Table(
        {
          variantId,
          distance: nulls.distance,
          exceeding: nulls.exceeding,
          pValue: Float64Array.from(each, (test) => test.pValue),
          isUpperBound: Uint8Array.from(each, (test) => Number(test.isUpperBound)),
          isOutlier: Uint8Array.from(all, (i) => Number(outliers.includes(i))),
        },
        { method: "MR-PRESSO outlier test", simulations, significance, seed },
      ),
      outliers: outliers.map((i) => variantId[i]),
      distortion: corrected && distortionOf(corrected),
      raw,
      corrected,
      notes,
    };
    return displayed(result, pressoAccount);

    function distortionOf(without: Table<PressoEstimateColumns>): PressoDistortion[] {
      const before = raw!.columns.beta;
      const observed = without.columns.beta.map((b, a) => (before[a] - b) / Math.abs(b));
      const random = randomStream(seed, "mr.presso distortion");
      const counts = distortionExceeding(problem, outliers, before, observed, simulations, random);
      return exposures.map((exposure, a) => ({
        exposure,
        percent: 100 * observed[a],
        p: simulatedP(counts[a], simulations, 1),
      }));
    }
  };
  return {
    simulations,
    batch: Math.max(1, Math.floor(DRAWS_A_BATCH / (k * (p + 1)))),
    simulate: nulls.simulate,
    finish,
  };
}

function simulatedP(exceeding: number, simulations: number, tests: number): SimulatedP {
  return {
    exceeding,
    pValue: Math.min(1, (Math.max(1, exceeding) * tests) / simulations),
    isUpperBound: exceeding === 0,
  };
}
