import type { ComputeOptions } from "../../compute/run-method.ts";
import { attritionTable } from "../../genotypes/attrition.ts";
import { clumpByGenotypes } from "../../ld/clump-genotypes.ts";
import { refuseClumpSettings } from "../../ld/clump.ts";
import { clumpByWindow, type ClumpAssignment } from "../../ld/clump-window.ts";
import type { Table } from "../../table.ts";
import { statedPNotice } from "../harmonise/effect-scale.ts";
import {
  instrumentColumns,
  removedTable,
  type Candidate,
  type Removed,
} from "./candidate-columns.ts";
import type { InstrumentOptions, PanelClumping, WindowClumping } from "./instrument-options.ts";
import { Instruments } from "./instruments-table.ts";
import { panelVariants } from "./panel-variants.ts";
import { selectCandidates, step, type Selection } from "./select-candidates.ts";

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
  const placed = {
    ...selection,
    provenance: { ...selection.provenance, clumpKilobases: kilobases },
  };
  return finish(placed, assignment, `Within ${kilobases} kb of a stronger variant.`, [
    `Instruments were clumped by distance (${kilobases} kb) alone: a panel of genotypes tells whether they are independent.`,
    ...(unplaced.length === 0
      ? []
      : [`${unplaced.length} instruments without chromosome and position were not clumped.`]),
  ]);
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
