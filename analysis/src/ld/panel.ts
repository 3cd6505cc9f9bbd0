import { deviceProvenance } from "../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { founderMask, maskSize } from "../genotypes/qc-counts.ts";
import { frequency } from "../genotypes/qc-frequency.ts";
import type { Provenance } from "../table.ts";
import { foundPairs } from "./found-pairs.ts";
import type { LdBlock, LdPanel } from "./ld-panel.ts";
import { splitOptimally, splitWithoutLoss } from "./ld-split.ts";
import { correlatePairs, type PairSetup } from "./pair-program.ts";
import { countPairs, PAIR_PROGRAM, runPairs } from "./pair-run.ts";
import { blockOfVariants } from "./panel-boundaries.ts";
import {
  chromosomePairs,
  sparseBlocks,
  squaredPairs,
  type ChromosomePairs,
  type LostR2,
} from "./panel-blocks.ts";
import { showPanel } from "./panel-display.ts";
import type { LdBoundaries, LdPanelOptions, LdSplitting } from "./panel-options.ts";
import { refuseNoBlock, refuseOutside } from "./refuse-outside.ts";
import type { VariantWindows } from "./variant-windows.ts";
import { checkWindow, contigRuns, diploidVariants, ldWindows } from "./windowed-variants.ts";

/** A panel whose correlations are in memory. */
export interface MemoryLdPanel extends LdPanel {
  readonly notices: readonly string[];
  readonly shrink: number;
  /** Correlations that are kept, each pair once, diagonals not counted. */
  readonly pairCount: number;
  readonly provenance: Provenance;
}

const LEAST_VARIANTS = 100;
const MOST_VARIANTS = 2000;
/** Of blocks that are cut where nothing is lost: many tiny ones would each be read on their own. */
const LEAST_FREE = 500;
/** What LDpred2 takes, about 3 centimorgans. */
const WINDOW_BASE_PAIRS = 3_000_000;

/**
 * Correlations of nearby variants of a reference panel, as sparse symmetric blocks: what polygenic scores and heritability need.
 *
 * r is that of `ld.correlation`: of copies of the effect alleles, or dosages, over the people who have both. Pairs of two blocks
 * count as unrelated. Variants on X, Y and MT, without variation, or in no given block are left out: `notices` tells how many.
 * Memory: 16 bytes a pair of the panel, and while it is made 20 bytes a pair of one chromosome (with `blocks: "auto"` 36).
 *
 * @param genotypes - variants sorted by position
 * @param options.window - 3,000,000 base pairs by default; whole blocks where `blocks` are given
 * @throws InvalidArgumentError, LengthMismatchError, NoOverlapError, CancelledError
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * @see Privé, Arbel & Vilhjálmsson 2020, doi:10.1093/bioinformatics/btaa1029 (windows); Privé 2022, doi:10.1093/bioinformatics/btab519 (blocks)
 */
export async function panel(
  genotypes: Genotypes,
  options: LdPanelOptions = {},
): Promise<MemoryLdPanel> {
  const { minimumR2 = 0, shrink = 0, foundersOnly = true, blocks, signal, compute } = options;
  checkWindow(genotypes, options);
  refuseOutside("minimumR2", minimumR2, 0, 1);
  refuseOutside("shrink", shrink, 0, 1);
  const given = isBoundaries(blocks) ? blocks : undefined;
  const limits = splitLimits(isBoundaries(blocks) ? undefined : blocks);
  const { columns } = await frequency(genotypes, { foundersOnly, signal, compute });
  const all = genotypes.variants;
  const blockOf = given && blockOfVariants(all, given);
  const diploid = diploidVariants(genotypes);
  const varies = (v: number): boolean =>
    columns.effectAlleleFrequency[v] > 0 && columns.effectAlleleFrequency[v] < 1;
  const varying = diploid.filter(varies);
  const kept = blockOf ? varying.filter((v) => blockOf[v] >= 0) : varying;
  if (kept.length === 0) throw nothingLeft(genotypes);
  const chosen = genotypes.select({ variants: kept });
  const { variants } = chosen;
  const window = options.window ?? (given ? {} : { basePairs: WINDOW_BASE_PAIRS });
  const windows = ldWindows(chosen, kept, window, options.centimorgans);
  const notices = attrition([
    [all.count - diploid.length, "on X, Y or MT"],
    [diploid.length - varying.length, "without variation among its people"],
    [varying.length - kept.length, "in none of the given blocks"],
  ]);
  const made: LdBlock[] = [];
  const lost: LostR2[] = [];
  let provenance: Provenance = {};
  for (const { first, last } of contigRuns(chosen)) {
    const group = blockOf && Int32Array.from(kept.subarray(first, last), (v) => blockOf[v]);
    const own = windowsWithin(windows, first, last, group);
    const part = chosen.select({
      variants: Uint32Array.from({ length: last - first }, (_, i) => first + i),
    });
    const found = foundPairs(countPairs(own));
    const computed = await runPairs<PairSetup>(
      {
        title: `linkage disequilibrium of chromosome ${variants.contig[first]}`,
        genotypes: part,
        windows: own,
        included: founderMask(part, foundersOnly),
        program: PAIR_PROGRAM,
        here: correlatePairs,
        setup: (scan) => ({ ...scan, minimumR2, found }),
      },
      options,
    );
    provenance = deviceProvenance(computed);
    const pairs = chromosomePairs(found);
    const starts = group ? startsOf(group) : cut(last - first, pairs, limits);
    const split = sparseBlocks(last - first, starts, pairs, { origin: first, factor: 1 - shrink });
    made.push(...split.blocks);
    lost.push(split.lost);
  }
  if (limits) notices.push(lossSentence(made.length, lost));
  const sampleCount = maskSize(founderMask(genotypes, foundersOnly), genotypes.samples.count);
  const entries = made.reduce((sum, block) => sum + block.r.length, 0);
  const blockStart = Uint32Array.from([...made.map(({ first }) => first), kept.length]);
  return showPanel({
    kind: "ld panel",
    source: genotypes.source,
    build: genotypes.build,
    sampleCount,
    notices,
    shrink,
    pairCount: (entries - kept.length) / 2,
    variants: {
      count: kept.length,
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      effectAllele: variants.effectAllele,
      otherAllele: variants.otherAllele,
      effectAlleleFrequency: Float64Array.from(kept, (v) => columns.effectAlleleFrequency[v]),
    },
    blockCount: made.length,
    blockStart,
    readBlock: (block) => {
      refuseNoBlock(block, made.length);
      return Promise.resolve(made[block]);
    },
    provenance: {
      method: "correlation of genotypes, in blocks",
      ...(window.basePairs !== undefined && { windowBasePairs: window.basePairs }),
      ...(window.variants !== undefined && { windowVariants: window.variants }),
      ...(window.centimorgans !== undefined && { windowCentimorgans: window.centimorgans }),
      minimumR2,
      shrink,
      foundersOnly,
      blocks: given ? "given" : limits ? "auto" : "where no pair is lost",
      ...provenance,
    },
  });
}

function isBoundaries(blocks: LdPanelOptions["blocks"]): blocks is LdBoundaries {
  return typeof blocks === "object" && "chromosome" in blocks;
}

interface SplitLimits {
  readonly least: number;
  readonly most: number;
  readonly minimumR2: number;
}

function splitLimits(blocks: LdSplitting | "auto" | undefined): SplitLimits | undefined {
  if (blocks === undefined) return undefined;
  const {
    mostVariants: most = MOST_VARIANTS,
    leastVariants: least = Math.min(LEAST_VARIANTS, Math.floor(most / 2)),
    minimumR2 = 0.02,
  } = blocks === "auto" ? {} : blocks;
  refuseOutside("blocks.mostVariants", most, 2, Infinity);
  refuseOutside("blocks.leastVariants", least, 1, Infinity);
  refuseOutside("blocks.minimumR2", minimumR2, 0, 1);
  if (2 * least <= most + 1) return { least, most, minimumR2 };
  throw new InvalidArgumentError("blocks.leastVariants", {
    what: `Blocks of at least ${least} and at most ${most} variants.`,
    why: "Not every number of variants falls into such blocks.",
    remedy: "Allow at most twice as many as at least.",
  });
}

function cut(count: number, pairs: ChromosomePairs, limits: SplitLimits | undefined): number[] {
  return limits
    ? splitOptimally(count, squaredPairs(pairs, limits.minimumR2), limits).starts
    : splitWithoutLoss(count, squaredPairs(pairs, 0), LEAST_FREE);
}

/** Of variants first … last − 1 alone; those of two groups are not paired. */
function windowsWithin(
  { start, end }: VariantWindows,
  first: number,
  last: number,
  group: Int32Array | undefined,
): VariantWindows {
  const own = {
    start: start.slice(first, last).map((v) => v - first),
    end: end.slice(first, last).map((v) => v - first),
  };
  if (!group) return own;
  let endOfGroup = last - first;
  for (let v = last - first - 1; v >= 0; v--) {
    if (group[v] !== group[v + 1]) endOfGroup = v + 1;
    own.end[v] = Math.min(own.end[v], endOfGroup);
  }
  return own;
}

function startsOf(group: Int32Array): number[] {
  return Array.from(group.keys()).filter((v) => v === 0 || group[v] !== group[v - 1]);
}

function attrition(steps: readonly (readonly [number, string])[]): string[] {
  return steps.flatMap(([count, which]) =>
    count === 0 ? [] : [`${count} variant${count === 1 ? "" : "s"} ${which} left out.`],
  );
}

function lossSentence(blockCount: number, lost: readonly LostR2[]): string {
  const sum = lost.reduce((total, part) => total + part.sum, 0);
  const all = lost.reduce((total, part) => total + part.all, 0);
  const largest = lost.reduce((most, part) => Math.max(most, part.largest), 0);
  const share = all > 0 ? (100 * sum) / all : 0;
  return `Cut into ${blockCount} blocks, which loses ${sum.toPrecision(3)} of the sum of r² (${share.toPrecision(2)} %); the largest r² of two blocks is ${largest.toPrecision(2)}.`;
}

function nothingLeft({ source, variants }: Genotypes): NoOverlapError {
  return new NoOverlapError({
    what: `No variant of ${source} is left for a panel.`,
    why: `Of its ${variants.count} variants none is autosomal, varies and lies in a block.`,
    remedy: "Check the people that are selected, and the blocks.",
  });
}
