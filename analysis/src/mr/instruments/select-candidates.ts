import { InvalidArgumentError } from "../../errors.ts";
import type { AttritionStep } from "../../genotypes/attrition.ts";
import { normalQuantileOfLnP } from "../../stats/normal.ts";
import type { Table } from "../../table.ts";
import type { MrTrait } from "../harmonised.ts";
import { readAssociationTable, type AssociationReader } from "../harmonise/association-reader.ts";
import { buildName, buildOfRows } from "../harmonise/build-evidence.ts";
import { refuseWrongUnits } from "../harmonise/effect-scale.ts";
import { judgeNumbers } from "../harmonise/judge-numbers.ts";
import { traitOf } from "../harmonise/trait.ts";
import type { Candidate, Removed } from "./candidate-columns.ts";
import { inRegion, refuseRegion } from "./cis-region.ts";
import type { InstrumentOptions } from "./instrument-options.ts";

/** Strong variants before clumping, with what was left out on the way. */
export interface Selection {
  readonly exposure: MrTrait;
  readonly reader: AssociationReader;
  readonly rows: readonly number[];
  readonly candidates: readonly Candidate[];
  readonly removed: readonly Removed[];
  readonly steps: readonly AttritionStep[];
  readonly provenance: Readonly<Record<string, string | number>>;
}

export function selectCandidates(exposure: Table, options: InstrumentOptions): Selection {
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

export function step(
  name: string,
  removed: number,
  remaining: number,
  reason: string,
): AttritionStep {
  return { step: name, kind: "variant", removed, remaining, reason };
}

function wrongNumber(argument: string, value: number, kind: string): InvalidArgumentError {
  return new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It is no possible ${kind}.`,
    remedy: "Choose another number, or leave it out.",
  });
}
