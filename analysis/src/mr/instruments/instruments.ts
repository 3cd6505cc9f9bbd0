import type { ComputeOptions } from "../../compute/run-method.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { attritionTable, type AttritionStep } from "../../genotypes/attrition.ts";
import type { Genotypes } from "../../genotypes/genotypes.ts";
import { clumpByGenotypes, type R2Measure } from "../../ld/clump-genotypes.ts";
import { refuseClumpSettings } from "../../ld/clump.ts";
import { clumpByWindow, type ClumpAssignment } from "../../ld/clump-window.ts";
import { normalQuantileOfLnP } from "../../stats/normal.ts";
import type { Table } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { readAssociationTable, type AssociationReader } from "../harmonise/association-reader.ts";
import { buildName, buildOfRows } from "../harmonise/build-evidence.ts";
import { refuseWrongUnits, statedPNotice } from "../harmonise/effect-scale.ts";
import { judgeNumbers } from "../harmonise/judge-numbers.ts";
import { traitOf } from "../harmonise/trait.ts";
import { inRegion, refuseRegion, type CisRegion } from "./cis-region.ts";
import { Instruments } from "./instruments-table.ts";
import {
  instrumentColumns,
  removedTable,
  type Candidate,
  type Removed,
} from "./candidate-columns.ts";
import { panelVariants } from "./panel-variants.ts";

/** By distance alone. */
export interface WindowClumping {
  /** 10,000 by default. */
  readonly kilobases?: number | undefined;
  readonly genotypes?: undefined;
}

/** By correlation in a panel of genotypes. */
export interface PanelClumping {
  readonly genotypes: Genotypes;
  /** 0.001 by default. */
  readonly r2?: number | undefined;
  /** 10,000 by default. */
  readonly kilobases?: number | undefined;
  /** `genotypes` by default; `haplotypes` computes r² as PLINK 1.9 does, and with it TwoSampleMR. */
  readonly measure?: R2Measure | undefined;
  /** What becomes of variants that the panel lacks: dropped (default), as nobody knows what they go with, or kept. */
  readonly absent?: "drop" | "keep" | undefined;
}

export interface InstrumentOptions extends ComputeOptions {
  /** Largest P value, 5e-8 by default. */
  readonly threshold?: number | undefined;
  /** One instrument of variants that are inherited together; by distance of 10,000 kb when left out, false for all. */
  readonly clump?: false | WindowClumping | PanelClumping | undefined;
  /** Only variants of a region, such as that of the gene of a drug target. */
  readonly cis?: CisRegion | undefined;
  /** Least F statistic; none by default. */
  readonly minimumF?: number | undefined;
  /** Samples of the exposure's study, where the table does not say. */
  readonly sampleSize?: number | undefined;
  /** What the table does not say of itself. */
  readonly exposureTrait?: Partial<MrTrait> | undefined;
}

/**
 * Chooses instruments of an exposure: strongly associated variants, one of each group that is inherited together.
 *
 * With a panel of genotypes the result is a promise, because they are read; by distance it is there at once.
 *
 * @param exposure - associations, such as `data.summaryStatistics` or `gwas.linear` give
 * @returns a row an instrument, the strongest first, with `fStatistic` and `r2`; `removed` names each variant below the
 * threshold that is none and the lead it went with, `attrition` counts the steps
 * @throws InvalidArgumentError when columns are missing or effects are on another scale than their name says
 * @example
 * const byWindow = mr.instruments(exposure, { threshold: 5e-8, clump: { kilobases: 1_000 } });
 * const byPanel = await mr.instruments(exposure, { clump: { genotypes: panel, r2: 0.001 } });
 */
export function instruments(
  exposure: Table,
  options: InstrumentOptions & { readonly clump: PanelClumping },
): Promise<Instruments>;
export function instruments(
  exposure: Table,
  options?: InstrumentOptions & { readonly clump?: false | WindowClumping | undefined },
): Instruments;
export function instruments(
  exposure: Table,
  options: InstrumentOptions = {},
): Instruments | Promise<Instruments> {
  const selection = selectCandidates(exposure, options);
  const { clump = {} } = options;
  if (clump === false) return finish(selection, undefined, "");
  const { kilobases = 10_000 } = clump;
  refuseClumpSettings({ kilobases });
  if (clump.genotypes) return clumpInPanel(selection, clump, options);
  const assignment = clumpByWindow(columnsOf(selection.candidates), kilobases);
  const unplaced = selection.candidates.filter(
    ({ chromosome, basePairLocation }) => chromosome === 0 || basePairLocation === 0,
  );
  return finish(selection, assignment, `Within ${kilobases} kb of a stronger variant.`, [
    `Instruments were clumped by distance (${kilobases} kb) alone: a panel of genotypes tells whether they are independent.`,
    ...(unplaced.length === 0
      ? []
      : [`${unplaced.length} instruments without chromosome and position were not clumped.`]),
  ]);
}

interface Selection {
  readonly exposure: MrTrait;
  readonly reader: AssociationReader;
  readonly rows: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly removed: readonly Removed[];
  readonly steps: readonly AttritionStep[];
  readonly provenance: Readonly<Record<string, string | number>>;
}

function selectCandidates(exposure: Table, options: InstrumentOptions): Selection {
  const { threshold = 5e-8, cis, minimumF, sampleSize } = options;
  if (!(threshold > 0 && threshold <= 1)) throw wrongNumber("threshold", threshold, "P value");
  if (minimumF !== undefined && !(minimumF >= 0)) throw wrongNumber("minimumF", minimumF, "F");
  if (sampleSize !== undefined && !(sampleSize > 2))
    throw wrongNumber("sampleSize", sampleSize, "number of samples");
  const reader = readAssociationTable(exposure, "exposure");
  if (cis) refuseRegion(cis, reader.hasPositions);
  const trait = traitOf(reader, options.exposureTrait, "exposure");
  // P values that are printed as the threshold count as it.
  const least = -Math.log10(threshold) * (1 - 1e-12);
  const leastZ = normalQuantileOfLnP(-least * Math.LN10);
  const strong: number[] = [];
  for (let row = 0; row < reader.rowCount; row++) {
    const stated = reader.statedNegLog10PValue(row);
    // A ratio is compared with one quantile sooner than its P is computed, of which there may be millions.
    const isStrong = Number.isNaN(stated)
      ? Math.abs(reader.beta(row) / reader.standardError(row)) >= leastZ
      : stated >= least;
    if (isStrong) strong.push(row);
  }
  const steps: AttritionStep[] = [
    step("exposure", 0, reader.rowCount, "Rows of the exposure."),
    step("threshold", reader.rowCount - strong.length, strong.length, `P up to ${threshold}.`),
  ];
  refuseWrongUnits("exposure", strong, reader);
  let left: readonly Candidate[] = strong.map((row) => {
    const association = reader.association(row);
    const { beta, standardError, n } = association;
    return {
      ...association,
      n: Number.isNaN(n) ? (sampleSize ?? NaN) : n,
      rsid: reader.rsid(row),
      fStatistic: (beta / standardError) ** 2,
    };
  });
  const removed: Removed[] = [];
  const keep = (
    name: string,
    reason: string,
    problem: (c: Candidate) => string | undefined,
  ): void => {
    const before = left.length;
    left = left.filter((variant) => {
      const found = problem(variant);
      if (found !== undefined) removed.push({ variant, step: name, reason: found });
      return found === undefined;
    });
    steps.push(step(name, before - left.length, left.length, reason));
  };
  if (cis) {
    keep("cis region", inRegion(cis).description, (variant) =>
      inRegion(cis).has(variant) ? undefined : "Outside of the region.",
    );
  }
  keep(
    "usable numbers",
    "Finite effects and positive standard errors.",
    ({ beta, standardError }) => judgeNumbers("exposure", beta, standardError)?.reason,
  );
  if (minimumF !== undefined) {
    keep("minimum F", `F of at least ${minimumF}.`, ({ fStatistic }) =>
      fStatistic >= minimumF ? undefined : `Its F is ${Number(fStatistic.toPrecision(4))}.`,
    );
  }
  return {
    exposure: { ...trait, build: buildName(trait.build) ?? buildOfRows(reader) },
    reader,
    rows: strong,
    candidates: left,
    removed,
    steps,
    provenance: { threshold, ...(minimumF !== undefined && { minimumF }) },
  };
}

async function clumpInPanel(
  selection: Selection,
  clump: PanelClumping,
  { compute, signal }: ComputeOptions,
): Promise<Instruments> {
  const { genotypes, r2 = 0.001, kilobases = 10_000, measure = "genotypes" } = clump;
  refuseClumpSettings({ r2, kilobases });
  const { variants } = genotypes;
  const places = panelVariants(selection.candidates, genotypes, selection.exposure.build);
  const present: { readonly variant: Candidate; readonly at: number }[] = [];
  const absent: Removed[] = [];
  for (const [i, variant] of selection.candidates.entries()) {
    const found = places[i];
    if (found.variant !== undefined) present.push({ variant, at: found.variant });
    else absent.push({ variant, step: "in panel", reason: found.reason });
  }
  const assignment = await clumpByGenotypes(
    {
      chromosome: present.map(({ at }) => variants.chromosome[at]),
      basePairLocation: present.map(({ at }) => variants.basePairLocation[at]),
      negLog10PValue: present.map(({ variant }) => variant.negLog10PValue),
    },
    present.map(({ at }) => at),
    genotypes,
    { r2, kilobases, measure, leastNegLog10P: -Infinity, compute, signal },
  );
  const isDropped = clump.absent !== "keep";
  const people = genotypes.samples.count;
  const notices = [
    ...(r2 < 1 / people
      ? [
          `Chance alone gives unrelated variants r² of ${Number((1 / people).toPrecision(2))} in a panel of ${people} people: below it, clumping by r² of ${r2} goes by distance for the most part.`,
        ]
      : []),
    ...(absent.length === 0
      ? []
      : [
          `${absent.length} of ${selection.candidates.length} candidates are not in the panel and were ${isDropped ? "dropped" : "kept unclumped"}: ${absent
            .slice(0, 3)
            .map(({ variant }) => variant.variantId)
            .join(", ")}${absent.length > 3 ? ", …" : ""}.`,
        ]),
  ];
  const inPanel = isDropped ? absent : [];
  const remaining = selection.candidates.length - inPanel.length;
  const reason = isDropped ? "The panel lacks them." : "The panel lacks some, which were kept.";
  return finish(
    {
      ...selection,
      candidates: present.map(({ variant }) => variant),
      removed: [...selection.removed, ...inPanel],
      steps: [...selection.steps, step("in panel", inPanel.length, remaining, reason)],
      provenance: {
        ...selection.provenance,
        panel: genotypes.source,
        clumpR2: r2,
        clumpKilobases: kilobases,
        r2Measure: measure,
      },
    },
    assignment,
    `r² of at least ${r2} with a stronger variant within ${kilobases} kb.`,
    notices,
    isDropped ? [] : absent.map(({ variant }) => variant),
  );
}

function finish(
  selection: Selection,
  assignment: ClumpAssignment | undefined,
  reason: string,
  notices: readonly string[] = [],
  unclumped: readonly Candidate[] = [],
): Instruments {
  const { candidates, reader, rows, exposure } = selection;
  const removed = [...selection.removed];
  const steps = [...selection.steps];
  let kept = candidates;
  if (assignment) {
    const { lead, r2 } = assignment;
    kept = candidates.filter((variant, i) => {
      if (lead[i] === i) return true;
      const { variantId } = candidates[lead[i]];
      const about = Number.isNaN(r2[i]) ? "" : ` (r² ${r2[i].toFixed(3)})`;
      removed.push({
        variant,
        step: "clumping",
        reason: `Clumped under ${variantId}${about}.`,
        lead: variantId,
      });
      return false;
    });
    const remaining = kept.length + unclumped.length;
    steps.push(step("clumping", candidates.length - kept.length, remaining, reason));
  }
  const chosen = [...kept, ...unclumped].sort((a, b) => b.negLog10PValue - a.negLog10PValue);
  return new Instruments(
    instrumentColumns(chosen),
    {
      method: "instruments",
      trait: exposure.name,
      ...(exposure.unit && { unit: exposure.unit }),
      ...(exposure.cases !== undefined && { cases: exposure.cases }),
      ...(exposure.controls !== undefined && { controls: exposure.controls }),
      ...(exposure.prevalence !== undefined && { prevalence: exposure.prevalence }),
      ...(exposure.build && { build: exposure.build }),
      ...(exposure.source && { source: exposure.source }),
      ...selection.provenance,
    },
    {
      exposure,
      attrition: attritionTable(steps),
      removed: removedTable(removed),
      notices: [...notices, ...statedPNotice("exposure", rows, reader), ...weakNotice(chosen)],
    },
  );
}

function weakNotice(chosen: readonly Candidate[]): string[] {
  const weak = chosen.filter(({ fStatistic }) => fStatistic < 10);
  return weak.length === 0
    ? []
    : [`${weak.length} of ${chosen.length} instruments have F below 10.`];
}

function columnsOf(candidates: readonly Candidate[]): Parameters<typeof clumpByWindow>[0] {
  return {
    chromosome: candidates.map(({ chromosome }) => chromosome),
    basePairLocation: candidates.map(({ basePairLocation }) => basePairLocation),
    negLog10PValue: candidates.map(({ negLog10PValue }) => negLog10PValue),
  };
}

function step(name: string, removed: number, remaining: number, reason: string): AttritionStep {
  return { step: name, kind: "variant", removed, remaining, reason };
}

function wrongNumber(argument: string, value: number, kind: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It is no possible ${kind}.`,
    remedy: "Choose another number, or leave it out.",
  });
}
