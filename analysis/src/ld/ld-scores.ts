import { compiledModule } from "../compute/engine/compiled-module.ts";
import { sharedFloat64 } from "../compute/engine/shared-arrays.ts";
import { deviceProvenance } from "../compute/run-method.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { founderMask, maskSize } from "../genotypes/qc-counts.ts";
import { frequency } from "../genotypes/qc-frequency.ts";
import { Table, type Provenance } from "../table.ts";
import { runTask } from "../task.ts";
import type { LdPanel, LdVariants } from "./ld-panel.ts";
import { sumSquaredCorrelations, type LdScoreSetup } from "./ld-score-program.ts";
import { runPairs } from "./pair-run.ts";
import type { LdWindowOptions } from "./panel-options.ts";
import { unbiasedR2 } from "./unbiased-r2.ts";
import { checkWindow, diploidVariants, ldWindows } from "./windowed-variants.ts";

/** Of genotypes; a panel has its window already. */
export type LdScoreOptions = LdWindowOptions;

export type LdScoreColumns = {
  readonly chromosome: Uint8Array;
  readonly variantId: readonly string[];
  readonly basePairLocation: Int32Array;
  readonly effectAlleleFrequency: Float64Array;
  /** Σ of unbiased r² with all variants of the window, itself (1) included. */
  readonly ldScore: Float64Array;
};
export type LdScoreTable = Table<LdScoreColumns>;

const PROGRAM = {
  module: compiledModule("./ld-score-program.js", import.meta.url),
  name: "sumSquaredCorrelations",
};

/** About one centimorgan, LDSC's window. */
const WINDOW_BASE_PAIRS = 1_000_000;
/** Minor alleles as frequent as this and more are common: M_5_50 of LDSC. */
const COMMON = 0.05;

/**
 * LD scores: how much each variant tells of its neighbours, the sum of r² over its window.
 *
 * Each r² is made unbiased: r² − (1 − r²) / (n − 2). From genotypes no pair is stored: memory is some numbers a variant. From a
 * panel, pairs that it lacks (below its minimumR2, of two blocks) count as 0, and its shrinkage is undone. `commonVariants` of the
 * provenance is LDSC's M_5_50, `variants` its M.
 *
 * @param options.window - of genotypes: 1,000,000 base pairs by default
 * @returns a row for each variant that is autosomal and varies: `ldScore`, `effectAlleleFrequency`
 * @throws InvalidArgumentError, LengthMismatchError, CancelledError
 * @example
 * const scores = await ld.scores(cohort, { window: { basePairs: 250_000 } });
 * @see Bulik-Sullivan et al. 2015, doi:10.1038/ng.3211
 */
export function scores(
  data: Genotypes | LdPanel,
  options: LdScoreOptions = {},
): Promise<LdScoreTable> {
  return data.kind === "genotypes" ? ofGenotypes(data, options) : ofPanel(data, options);
}

async function ofGenotypes(genotypes: Genotypes, options: LdScoreOptions): Promise<LdScoreTable> {
  const {
    foundersOnly = true,
    signal,
    compute,
    window = { basePairs: WINDOW_BASE_PAIRS },
  } = options;
  checkWindow(genotypes, options);
  const { columns } = await frequency(genotypes, { foundersOnly, signal, compute });
  const f = columns.effectAlleleFrequency;
  const kept = diploidVariants(genotypes, (v) => f[v] > 0 && f[v] < 1);
  const chosen = genotypes.select({ variants: kept });
  const windows = ldWindows(chosen, kept, window, options.centimorgans);
  const included = founderMask(chosen, foundersOnly);
  const sums = sharedFloat64(kept.length);
  const computed = await runPairs<LdScoreSetup>(
    {
      title: "LD scores",
      genotypes: chosen,
      windows,
      included,
      program: PROGRAM,
      here: sumSquaredCorrelations,
      setup: (scan) => ({ ...scan, sums }),
    },
    options,
  );
  const { variantId, chromosome, basePairLocation } = chosen.variants;
  const effectAlleleFrequency = Float64Array.from(kept, (v) => f[v]);
  return scoreTable(
    { variantId, chromosome, basePairLocation, effectAlleleFrequency },
    sums.map((sum) => 1 + sum),
    {
      source: genotypes.source,
      samples: maskSize(included, chosen.samples.count),
      leftOutVariants: genotypes.variants.count - kept.length,
      ...(window.basePairs !== undefined && { windowBasePairs: window.basePairs }),
      ...(window.variants !== undefined && { windowVariants: window.variants }),
      ...(window.centimorgans !== undefined && { windowCentimorgans: window.centimorgans }),
      foundersOnly,
      ...deviceProvenance(computed),
    },
  );
}

async function ofPanel(panel: LdPanel, options: LdScoreOptions): Promise<LdScoreTable> {
  const { sampleCount, shrink = 0, blockCount, source } = panel;
  if (options.window || options.centimorgans) {
    throw new InvalidArgumentError("window", {
      what: "A window is given for a panel.",
      why: "A panel holds the pairs of the window it was made with.",
      remedy: "Leave it out, or compute the scores from genotypes.",
    });
  }
  if (!(shrink < 1 && sampleCount > 2)) {
    throw new InvalidArgumentError("panel", {
      what: `The panel is of ${sampleCount} people, shrunk by ${shrink}.`,
      why: "r² is made unbiased by the number of people, and shrinkage is undone.",
      remedy: "Use a panel of three people or more that keeps its correlations.",
    });
  }
  const ldScore = new Float64Array(panel.variants.count);
  await runTask("LD scores", blockCount, "blocks", options, async (task) => {
    for (let b = 0; b < blockCount; b++) {
      await task.step(b);
      const { first, count, rowStart, column, r } = await panel.readBlock(b);
      for (let i = 0; i < count; i++) {
        let sum = 1;
        for (let at = rowStart[i]; at < rowStart[i + 1]; at++)
          if (column[at] !== i) sum += unbiasedR2(r[at] / (1 - shrink), sampleCount);
        ldScore[first + i] = sum;
      }
    }
  });
  return scoreTable(panel.variants, ldScore, { source, samples: sampleCount, blocks: blockCount });
}

function scoreTable(
  variants: Pick<
    LdVariants,
    "variantId" | "chromosome" | "basePairLocation" | "effectAlleleFrequency"
  >,
  ldScore: Float64Array,
  provenance: Provenance,
): LdScoreTable {
  const { chromosome, variantId, basePairLocation, effectAlleleFrequency } = variants;
  const isCommon = (f: number): boolean => Math.min(f, 1 - f) > COMMON;
  return new Table<LdScoreColumns>(
    { chromosome, variantId, basePairLocation, effectAlleleFrequency, ldScore },
    {
      method: "LD scores",
      variants: ldScore.length,
      commonVariants: effectAlleleFrequency.reduce((sum, f) => sum + Number(isCommon(f)), 0),
      ...provenance,
    },
  );
}
