import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import { Table, type Provenance } from "../table.ts";
import { resembleRatios } from "../stats/resemble-ratios.ts";
import { runTask, type TaskOptions } from "../task.ts";
import { compareFrequencies, relativePeople } from "./ld-check-frequency.ts";
import { accountOf, showCheck, type LdVerdict } from "./ld-check-account.ts";
import { consistencyWithPanel } from "./ld-consistency.ts";
import { findingsOfAll, spreadBlocks } from "./spread-blocks.ts";
import { matchStudy, type LdStudy } from "./ld-match.ts";
import type { LdPanel } from "./ld-panel.ts";
import { refuseOutside } from "./refuse-outside.ts";
import { smallestEigenvalue } from "./smallest-eigenvalue.ts";

export interface LdCheckOptions extends TaskOptions {
  /** People of the study, where its table has no column `n`; half the harmonic mean of cases and controls for binary traits. */
  readonly n?: number | undefined;
  /** Differences of frequency from this on are listed: 0.2 by default. */
  readonly frequencyDifference?: number | undefined;
  /** Look into so many blocks of LD, spread over those that the study has variants of; into all when left out. */
  readonly blocks?: number | undefined;
}

export type LdMatchColumns = {
  /** Row of the study. */
  readonly row: Int32Array;
  /** Place in the panel. */
  readonly panelVariant: Int32Array;
  readonly variantId: readonly string[];
  /** −1 where the effect is of the panel's other allele. */
  readonly sign: Int32Array;
  /** On the panel's effect allele. */
  readonly z: Float64Array;
  readonly effectAlleleFrequency: Float64Array;
  readonly panelFrequency: Float64Array;
  /** z less what its neighbours tell, in standard deviations. */
  readonly neighbourDifference: Float64Array;
  /** ln of how much likelier −z is than z, given the neighbours. */
  readonly flipLogRatio: Float64Array;
  /** People its standard error speaks of, in relation to the other variants. */
  readonly relativePeople: Float64Array;
  /** 1 for variants that are better left out: those with an issue below. */
  readonly isSuspect: Uint8Array;
};

export type LdIssueColumns = {
  /** Row of the study. */
  readonly row: Int32Array;
  readonly variantId: readonly string[];
  /** `alleles`, `number`, `duplicated`: not matched; `frequency`, `strand`, `people`, `flip`, `neighbours`: suspect. */
  readonly problem: readonly string[];
  readonly reason: readonly string[];
};

export type LdBlockColumns = {
  readonly block: Int32Array;
  readonly variants: Int32Array;
  /** Variants that the study has, too. */
  readonly matched: Int32Array;
  /** NaN of blocks that were not looked into. */
  readonly smallestEigenvalue: Float64Array;
};

/** Whether a panel and a study belong together, in words and by variant. */
export interface LdCheck {
  readonly verdict: LdVerdict;
  readonly sentences: readonly string[];
  /** Hudson's Fst between study and panel; NaN without frequencies. */
  readonly fst: number;
  /** Share of the identity that makes the study's z-scores likely draws of the panel's matrix: near 0 where they fit. */
  readonly inconsistency: number;
  /** By place in the panel. */
  readonly matched: Table<LdMatchColumns>;
  readonly issues: Table<LdIssueColumns>;
  readonly blocks: Table<LdBlockColumns>;
}

const FREQUENCY_DIFFERENCE = 0.2;
/** Palindromic variants with minor alleles below this can be told by frequency. */
const TELLING_FREQUENCY = 0.4;
const FEWEST_PEOPLE = 0.5;
const MOST_PEOPLE = 2;

/**
 * Checks whether a panel of LD fits a study before a method relies on it.
 *
 * Variants are matched by name or place and alleles laid on those of the panel; frequencies, standard errors and z-scores are compared
 * (z with what the neighbours tell), and the smallest eigenvalue of each block is computed. Memory: a block and 2 MB.
 *
 * @param study - columns of `data.summaryStatistics`; `effectAlleleFrequency` and `n` where it has them
 * @returns a verdict (`fits`, `caution`, `does not fit`) with its reasons, and tables of matched variants, issues and blocks
 * @throws NoOverlapError when study and panel share no variant, InvalidArgumentError, CancelledError, and what reading blocks throws
 * @example
 * const reference = await ld.panel(panel, { blocks: "auto" });
 * const check = await ld.check(reference, exposure);
 * console.log(check.verdict, check.sentences);
 * @see Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136; Zou et al. 2022, doi:10.1371/journal.pgen.1010299
 */
export async function check(
  panel: LdPanel,
  study: LdStudy,
  options: LdCheckOptions = {},
): Promise<LdCheck> {
  const { frequencyDifference = FREQUENCY_DIFFERENCE } = options;
  refuseOutside("frequencyDifference", frequencyDifference, 0, 1);
  if (options.n !== undefined) refuseOutside("n", options.n, 3, Infinity);
  if (options.blocks !== undefined) refuseOutside("blocks", options.blocks, 1, Infinity);
  refuseNoColumns(study);
  const { variants, sampleCount, blockCount, blockStart } = panel;
  const { columns, provenance } = study;
  const isOtherBuild = differ(panel.build, provenance["build"]);
  const { matched, refused, absent, moved } = matchStudy(variants, study, isOtherBuild);
  if (matched.length === 0) throw nothingShared(panel, study, isOtherBuild);
  const ofStudy = (name: string): Float64Array | undefined =>
    columns[name] as Float64Array | undefined;
  const n = ofStudy("n");
  const people = Float64Array.from(matched, ({ row }) => n?.[row] ?? options.n ?? NaN);
  const z = Float64Array.from(
    matched,
    ({ row, sign }) => (sign * columns.beta[row]) / columns.standardError[row],
  );
  const panelFrequency = Float64Array.from(
    matched,
    (m) => variants.effectAlleleFrequency[m.variant],
  );
  const { fst, studyFrequency } = compareFrequencies(
    matched,
    variants.effectAlleleFrequency,
    sampleCount,
    ofStudy("effectAlleleFrequency"),
    people,
  );
  const own = studyFrequency.map((f, i) => (f > 0 && f < 1 ? f : panelFrequency[i]));
  const errors = Float64Array.from(matched, ({ row }) => columns.standardError[row]);
  const relative = relativePeople(errors, own, people);
  const matchedInBlock = new Int32Array(blockCount);
  const blockOf = new Int32Array(matched.length);
  let block = 0;
  matched.forEach(({ variant }, i) => {
    while (variant >= blockStart[block + 1]) block++;
    blockOf[i] = block;
    matchedInBlock[block]++;
  });
  const looked = spreadBlocks(matchedInBlock, options.blocks);
  const isLookedInto = new Uint8Array(blockCount);
  for (const b of looked) isLookedInto[b] = 1;
  const smallest = new Float64Array(blockCount).fill(NaN);
  const consistency = await runTask(
    "checking LD",
    2 * looked.length,
    "blocks",
    options,
    async (task) => {
      for (const [done, b] of looked.entries()) {
        await task.step(done);
        smallest[b] = smallestEigenvalue(await panel.readBlock(b));
      }
      const adjusted = z.map((value, i) => {
        const adjust = people[i] > 2 ? (people[i] - 1) / (value ** 2 + people[i] - 2) : 1;
        return value * Math.sqrt(adjust);
      });
      const compared = Int32Array.from(matched.keys()).filter(
        (i) => isLookedInto[blockOf[i]] === 1,
      );
      const step = {
        step: (done: number) =>
          task.step(looked.length + Math.floor((done * looked.length) / blockCount)),
      };
      const found = await consistencyWithPanel(
        panel,
        {
          variant: compared.map((i) => matched[i].variant),
          z: Float64Array.from(compared, (i) => adjusted[i]),
        },
        step,
      );
      await task.step(2 * looked.length);
      return findingsOfAll(found, compared, matched.length);
    },
  );

  const issues: { row: number; problem: string; reason: string }[] = refused.map(
    ({ row, kind, reason }) => ({ row, problem: kind, reason }),
  );
  const isSuspect = new Uint8Array(matched.length);
  matched.forEach(({ row, isPalindromic }, i) => {
    const report = (problem: string, reason: string): void => {
      issues.push({ row, problem, reason });
      isSuspect[i] = 1;
    };
    const [f, p] = [studyFrequency[i], panelFrequency[i]];
    if (Math.abs(f - p) >= frequencyDifference) {
      const isStrand =
        isPalindromic &&
        Math.min(p, 1 - p) < TELLING_FREQUENCY &&
        Math.abs(1 - f - p) < frequencyDifference / 2;
      const frequencies = `The allele's frequency is ${f.toFixed(3)} in the study and ${p.toFixed(3)} in the panel`;
      if (isStrand)
        report(
          "strand",
          `${frequencies}: its letters are the same on both strands, and it is on the other.`,
        );
      else report("frequency", `${frequencies}.`);
    }
    if (relative[i] < FEWEST_PEOPLE || relative[i] > MOST_PEOPLE) {
      report(
        "people",
        `Its standard error speaks of ${relative[i].toPrecision(2)} times as many people as those of the other variants.`,
      );
    }
    const difference = consistency.difference[i];
    if (consistency.suspect[i] === 1) {
      report(
        "flip",
        `z is ${z[i].toFixed(2)}, and its neighbours tell the opposite sign (${difference.toFixed(1)} standard deviations off): its alleles seem swapped.`,
      );
    } else if (consistency.suspect[i] === 2) {
      report(
        "neighbours",
        `z is ${z[i].toFixed(2)}, ${Math.abs(difference).toFixed(1)} standard deviations from what its neighbours tell.`,
      );
    }
  });
  issues.sort((a, b) => a.row - b.row);
  const account = accountOf({
    panel,
    studyRows: study.rowCount,
    matched: matched.length,
    absent,
    moved,
    isOtherBuild,
    resembleRatios: resembleRatios(columns.beta),
    problems: issues.map(({ problem }) => problem),
    fst,
    inconsistency: consistency.s,
    smallestEigenvalue: looked.reduce((least, b) => Math.min(least, smallest[b]), Infinity),
  });
  const told: Provenance = { method: "check of a panel of LD", source: panel.source };
  return showCheck({
    ...account,
    sentences:
      looked.length < blockCount
        ? [...account.sentences, `LD was looked into in ${looked.length} of ${blockCount} blocks.`]
        : account.sentences,
    fst,
    inconsistency: consistency.s,
    matched: new Table<LdMatchColumns>(
      {
        row: Int32Array.from(matched, (m) => m.row),
        panelVariant: Int32Array.from(matched, (m) => m.variant),
        variantId: matched.map((m) => variants.variantId[m.variant]),
        sign: Int32Array.from(matched, (m) => m.sign),
        z,
        effectAlleleFrequency: studyFrequency,
        panelFrequency,
        neighbourDifference: consistency.difference,
        flipLogRatio: consistency.flipLogRatio,
        relativePeople: relative,
        isSuspect,
      },
      told,
    ),
    issues: new Table<LdIssueColumns>(
      {
        row: Int32Array.from(issues, ({ row }) => row),
        variantId: issues.map(({ row }) => columns.variantId[row]),
        problem: issues.map(({ problem }) => problem),
        reason: issues.map(({ reason }) => reason),
      },
      told,
    ),
    blocks: new Table<LdBlockColumns>(
      {
        block: Int32Array.from({ length: blockCount }, (_, i) => i),
        variants: Int32Array.from(
          { length: blockCount },
          (_, i) => blockStart[i + 1] - blockStart[i],
        ),
        matched: matchedInBlock,
        smallestEigenvalue: smallest,
      },
      told,
    ),
  });
}

function refuseNoColumns({ columns }: LdStudy): void {
  const needed = ["variantId", "chromosome", "basePairLocation", "effectAllele", "otherAllele"];
  const absent = [...needed, "beta", "standardError"].filter((name) => !(name in columns));
  if (absent.length === 0) return;
  throw new InvalidArgumentError("study", {
    what: `The study lacks ${absent.join(", ")}.`,
    why: "Variants are matched by name, place and alleles, and z is beta over standardError.",
    remedy: "Read it with data.summaryStatistics, which names and derives columns.",
  });
}

function differ(one: string | undefined, other: Provenance[string] | undefined): boolean {
  return one !== undefined && other !== undefined && other !== "" && one !== other;
}

function nothingShared(panel: LdPanel, study: LdStudy, isOtherBuild: boolean): NoOverlapError {
  return new NoOverlapError({
    what: `None of ${study.rowCount} variants of the study is in the panel of ${panel.source}.`,
    why: isOtherBuild
      ? `The panel is ${panel.build} and the study ${String(study.provenance["build"])}, so that they were compared by name only.`
      : "They were compared by name, and by place and alleles.",
    remedy: "Use a panel of the study's build, or lift one of them over.",
  });
}
