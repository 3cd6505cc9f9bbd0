import { InvalidArgumentError } from "../../errors.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { Table } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import { countShared, hashOf, peopleHashes, type PeopleHashes } from "./id-hashes.ts";

/** The study that weights come from, as far as it is known. */
export interface BaseStudy {
  /** Its people, when their ids are known: they are compared by hash, and counted. */
  readonly people?: SampleTable | readonly string[] | undefined;
  /** Names of the cohorts in it. */
  readonly cohorts?: readonly string[] | undefined;
  /** Of LD score regression between base and target summary statistics. */
  readonly ldscIntercept?:
    | {
        readonly intercept: number;
        readonly standardError: number;
        readonly baseN: number;
        readonly targetN: number;
        /** Of the two traits in the same people; 1 for one trait. */
        readonly traitCorrelation?: number;
      }
    | undefined;
}

export type OverlapColumns = {
  /** `ids`, `cohorts`, `LD score regression`. */
  readonly evidence: readonly string[];
  /** `overlap`, `none found`, `not checked`. */
  readonly verdict: readonly string[];
  /** People in both; NaN where the evidence gives no number. */
  readonly n: Float64Array;
  readonly reason: readonly string[];
};

/** Beyond this many standard errors an intercept says that people are shared. */
const NOTABLE_Z = 3;

/**
 * Looks for people of the target among those whom the weights were estimated on, with what is known: ids, names of
 * cohorts, the intercept of bivariate LD score regression. A score looks better than it is in its own base.
 *
 * @param options.target - people to evaluate on
 * @param options.targetCohorts - names of the cohorts they are from
 * @returns a row a kind of evidence, also where there is none
 * @throws InvalidArgumentError
 * @example
 * const found = prs.overlap({ target: people, targetCohorts: ["HUNT"], base: { cohorts: ["UK Biobank", "HUNT"] } });
 * @see Bulik-Sullivan et al. 2015, doi:10.1038/ng.3406 (intercept N_s ρ / √(N₁ N₂))
 */
export function overlap(options: {
  readonly target?: SampleTable | undefined;
  readonly targetCohorts?: readonly string[] | undefined;
  readonly base: BaseStudy;
}): Table<OverlapColumns> {
  const { target, targetCohorts, base } = options;
  const rows = [
    byIds(target, base.people),
    byCohorts(targetCohorts, base.cohorts),
    byIntercept(base.ldscIntercept),
  ];
  return new Table(
    {
      evidence: rows.map(({ evidence }) => evidence),
      verdict: rows.map(({ verdict }) => verdict),
      n: Float64Array.from(rows, ({ n }) => n),
      reason: rows.map(({ reason }) => reason),
    },
    { method: "overlap of base and target" },
  );
}

interface Finding {
  readonly evidence: string;
  readonly verdict: "overlap" | "none found" | "not checked";
  readonly n: number;
  readonly reason: string;
}

function byIds(target: SampleTable | undefined, base: BaseStudy["people"]): Finding {
  const evidence = "ids";
  if (!base || !target)
    return {
      evidence,
      verdict: "not checked",
      n: NaN,
      reason: "Ids of base or target are not known.",
    };
  const n = countShared(target, hashesOf(base));
  return {
    evidence,
    verdict: n > 0 ? "overlap" : "none found",
    n,
    reason:
      n > 0
        ? `${whole(n)} of ${counted(target.count, "person", "people")} of the target ${n === 1 ? "has" : "have"} an id of the base: leave them out.`
        : "No id of the target is one of the base; ids of different cohorts can hide the same person.",
  };
}

function hashesOf(base: SampleTable | readonly string[]): PeopleHashes {
  return "kind" in base
    ? peopleHashes(base)
    : { individuals: new Set(base.map((id) => hashOf(id))) };
}

function byCohorts(
  target: readonly string[] | undefined,
  base: readonly string[] | undefined,
): Finding {
  const evidence = "cohorts";
  if (!target || !base)
    return {
      evidence,
      verdict: "not checked",
      n: NaN,
      reason: "Cohorts of base or target are not named.",
    };
  const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const known = new Set(base.map(plain));
  const shared = target.filter((name) => known.has(plain(name)));
  return {
    evidence,
    verdict: shared.length > 0 ? "overlap" : "none found",
    n: NaN,
    reason:
      shared.length > 0
        ? `${shared.join(", ")} is in base and target: use weights estimated without it.`
        : "No cohort is named in both.",
  };
}

function byIntercept(found: BaseStudy["ldscIntercept"]): Finding {
  const evidence = "LD score regression";
  if (!found)
    return { evidence, verdict: "not checked", n: NaN, reason: "No intercept was given." };
  const { intercept, standardError, baseN, targetN, traitCorrelation = 1 } = found;
  const isDefined =
    standardError > 0 &&
    baseN > 0 &&
    targetN > 0 &&
    traitCorrelation !== 0 &&
    Math.abs(traitCorrelation) <= 1 &&
    Number.isFinite(intercept);
  if (!isDefined) {
    throw new InvalidArgumentError("ldscIntercept", {
      what: "The intercept, its standard error, a sample size or the correlation of the traits cannot be used.",
      why: "Shared people are intercept · √(N₁ N₂) / ρ.",
      remedy: "Give a finite intercept, a standard error and sizes above 0, and 0 < |ρ| ≤ 1.",
    });
  }
  const z = intercept / standardError;
  const n = (intercept * Math.sqrt(baseN * targetN)) / traitCorrelation;
  const isShared = Math.abs(z) > NOTABLE_Z && n > 0;
  return {
    evidence,
    verdict: isShared ? "overlap" : "none found",
    n: Math.max(0, Math.round(n)),
    reason: isShared
      ? `The intercept ${intercept} is ${z.toFixed(1)} standard errors from 0: about that many people are shared.`
      : `The intercept ${intercept} is ${Math.abs(z).toFixed(1)} standard errors from 0, which tells of no sharing but excludes little of it.`,
  };
}
