import { runTask } from "../../task.ts";
import { checkSettings, type EstimateOptions } from "../estimators/estimate.ts";
import { estimatorsOf } from "../estimators/registry.ts";
import type { HarmonisePolicy } from "../harmonise/align-variant.ts";
import type { InstrumentOptions } from "../instruments/instrument-options.ts";
import { runPairs } from "./run-pairs.ts";
import { lookIn, type ScannedPair } from "./scan-pair.ts";
import {
  chooseInstruments,
  countOf,
  namedStudies,
  type ChosenExposure,
  type ScanInputs,
} from "./scan-studies.ts";
import { MrScan, pairsTable, scanColumns } from "./scan-table.ts";
import { wantedVariants } from "./wanted-rows.ts";

export interface ScanOptions
  extends
    Omit<InstrumentOptions, "exposureTrait" | "cis">,
    Pick<EstimateOptions, "methods" | "seed" | "bootstraps" | "confidence"> {
  /** Tables of associations, or of instruments, which are taken as they are; under their traits' names or given ones. */
  readonly exposures: ScanInputs;
  readonly outcomes: ScanInputs;
  /** `inferByFrequency` by default. */
  readonly policy?: HarmonisePolicy | undefined;
}

/** Pairs that are estimated together; the effects of two such batches are in memory at a time. */
const PAIRS_AT_ONCE = 256;
const TITLE = "Mendelian randomization scan";

/**
 * Estimates the effect of each exposure on each outcome: a thousand exposures on one outcome, or one on many outcomes.
 *
 * The instruments of all exposures are chosen first, then each outcome is read once, and estimates are made on all cores;
 * the result does not depend on how many there are. A pair that cannot be estimated is there with the reason. Methods
 * given as estimators in place of their ids run on one core.
 *
 * @param options.exposures - of a generator that opens files one after another, only one is in memory at a time
 * @param options.clump - as of `mr.instruments`; by distance of 10,000 kb when left out
 * @returns a row for each pair and method, adjusted for the number of pairs; `pairs` tells what became of the variants
 * @throws InvalidArgumentError for settings, never because of one study; CancelledError
 * @example
 * const scan = await mr.scan({
 *   exposures: [{ name: "LDL cholesterol", table: exposure }, { name: "the same again", table: instruments }],
 *   outcomes: outcome,
 *   methods: ["ivw", "weightedMedian"],
 * });
 * const found = scan.filter((row) => row.negLog10BonferroniP > 1.3);
 */
export async function scan(options: ScanOptions): Promise<MrScan> {
  const { exposures, outcomes, methods, policy, seed = 1 } = options;
  const { bootstraps = 1000, confidence = 0.95 } = options;
  checkSettings({ seed, bootstraps, confidence });
  const { length: methodCount } = estimatorsOf(methods, 3);
  const chosen = await chooseAll(exposures, options);
  const wanted = wantedVariants(chosen.flatMap(({ reader }) => reader ?? []));
  const pairs: ScannedPair[] = [];
  const total = chosen.length * Math.max(1, countOf(outcomes));
  await runTask(TITLE, total, "pairs", options, async (task) => {
    let waiting: ScannedPair[] = [];
    let estimated = 0;
    let running: Promise<void> = Promise.resolve();
    const estimateAll = async (batch: readonly ScannedPair[]): Promise<void> => {
      const before = estimated;
      const results = await runPairs(
        batch.map(({ pending }) => pending!),
        methods,
        { bootstraps, confidence },
        {
          title: TITLE,
          signal: options.signal,
          // A cancel is noticed by what runs, and thrown from there.
          onProgress: ({ done }) => void task.step(before + done).catch(() => undefined),
        },
      );
      for (const result of results) batch[result.pair].results.push(result);
      for (const pair of batch) pair.pending = undefined;
      estimated = before + batch.length;
    };
    // Workers estimate one batch while the next is harmonised here.
    const send = async (): Promise<void> => {
      await running;
      running = estimateAll(waiting);
      running.catch(() => undefined);
      waiting = [];
    };
    for await (const study of namedStudies(outcomes, "outcome")) {
      const look = lookIn(study, wanted, { policy, seed });
      for (const exposure of chosen) {
        const pair = look(exposure);
        pairs.push(pair);
        if (pair.pending) waiting.push(pair);
        await task.step(estimated);
        if (waiting.length === PAIRS_AT_ONCE) await send();
      }
    }
    if (waiting.length > 0) await send();
    await running;
    await task.step(pairs.length);
  });
  const refused = pairs.filter(({ refusal }) => refusal).length;
  return new MrScan(
    scanColumns(pairs, methods),
    {
      method: "Mendelian randomization scan",
      pairs: pairs.length,
      refused,
      methods: methodCount,
      threshold: options.threshold ?? 5e-8,
      policy: policy ?? "inferByFrequency",
      confidence,
      seed,
      bootstraps,
    },
    {
      pairs: pairsTable(pairs),
      notices: [
        ...(refused > 0
          ? [`${refused} of ${pairs.length} pairs have no estimate; pairs.columns.reason says why.`]
          : []),
        "Estimates take the instruments of an exposure as independent.",
      ],
    },
  );
}

/** Chooses all instruments, one exposure's table after another. */
async function chooseAll(
  exposures: ScanInputs,
  options: ScanOptions,
): Promise<readonly ChosenExposure[]> {
  const { threshold, clump, minimumF, sampleSize, compute, signal } = options;
  const chosen: ChosenExposure[] = [];
  const total = countOf(exposures);
  return runTask("Choosing instruments", total, "exposures", options, async (task) => {
    for await (const study of namedStudies(exposures, "exposure")) {
      const choice = { threshold, clump, minimumF, sampleSize, compute, signal };
      chosen.push(await chooseInstruments(study, choice));
      await task.step(chosen.length);
    }
    return chosen;
  });
}
