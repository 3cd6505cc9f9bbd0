import { DuplicateIdError, NoOverlapError } from "../errors.ts";
import type { Samples } from "../io/cohort.ts";
import { idIndex } from "../io/id-index.ts";
import { hasNoFamilies, idTableOf, type IdMatch } from "../io/id-table.ts";
import type { SampleTable } from "../io/sample-table.ts";

/** How people are recognised in two data sets. */
export type MatchBy = "family-and-individual" | "individual";

/** The people of two data sets. */
export interface MatchedSamples {
  /** For each genotyped sample the row of the phenotypes with the same id, or −1. Not to be changed. */
  readonly rowOfSample: Int32Array;
  /** True where the samples are the rows, all of them in order. */
  readonly isWhole: boolean;
}

export type MatchPeople = (
  samples: Samples,
  phenotypes: SampleTable,
  by: MatchBy | undefined,
) => MatchedSamples;

/**
 * For each genotyped sample the row of the phenotypes with the same id, or −1.
 *
 * @param by - by default both ids where both data sets have family ids, else the individual id
 * @throws NoOverlapError with what the ids look like; DuplicateIdError when an individual id alone is ambiguous
 */
export function matchSamples(samples: Samples, phenotypes: SampleTable, by?: MatchBy): Int32Array {
  return matchPeople(samples, phenotypes, by).rowOfSample;
}

/** The same, with what it tells of all of them. */
export function matchPeople(
  samples: Samples,
  phenotypes: SampleTable,
  by: MatchBy = defaultMatch(samples, phenotypes),
): MatchedSamples {
  const { rowOfSample, found, ambiguous, isInOrder } =
    matchBytes(samples, phenotypes, by) ?? matchStrings(samples, phenotypes, by);
  if (found === 0) throw noOverlap(samples, phenotypes, by);
  if (ambiguous > 0) {
    throw new DuplicateIdError(ambiguous, {
      what: `${ambiguous} individual ids belong to more than one person.`,
      why: `${samples.count} genotyped samples and ${phenotypes.count} rows of ${phenotypes.source} are matched by individual id alone, which repeats across families.`,
      remedy: "Add the family id (FID) as first column of the phenotype file.",
    });
  }
  return { rowOfSample, isWhole: isInOrder && samples.count === phenotypes.count };
}

/** Matches the same people once, for the traits of one call. */
export function matchOnce(): MatchPeople {
  let asked: Parameters<MatchPeople> | undefined;
  let matched: MatchedSamples | undefined;
  return (...people) => {
    if (!matched || people.some((part, i) => part !== asked?.[i])) {
      matched = matchPeople(...people);
      asked = people;
    }
    return matched;
  };
}

/** By the bytes of ids, where both come from files. */
function matchBytes(samples: Samples, phenotypes: SampleTable, by: MatchBy): IdMatch | undefined {
  const own = idTableOf(samples);
  const other = idTableOf(phenotypes);
  const byFamily = by === "family-and-individual";
  if (!own || !other || (byFamily && (!own.families || !other.families))) return undefined;
  return own.kernels.match(own, other, byFamily);
}

function matchStrings(samples: Samples, phenotypes: SampleTable, by: MatchBy): IdMatch {
  const { familyId: familyOfSample, individualId: individualOfSample } = samples;
  const families =
    by === "family-and-individual"
      ? (phenotypes.familyId ?? new Array<string>(phenotypes.count).fill("0"))
      : undefined;
  const { individualId } = phenotypes;
  let index = isUnique(phenotypes, by) ? undefined : idIndex(families, individualId);
  let ambiguous = index?.repeats ?? 0;
  let found = 0;
  // Most files list people in the order of the genotypes: the row after the last one is tried first.
  let next = 0;
  let isInOrder = true;
  const isMatched = new Uint8Array(phenotypes.count);
  const rowOfSample = new Int32Array(samples.count);
  for (let i = 0; i < samples.count; i++) {
    const individual = individualOfSample[i];
    const family = families ? familyOfSample[i] : "";
    let row = next;
    if (individualId[next] !== individual || (families && families[next] !== family)) {
      index ??= idIndex(families, individualId);
      row = index.find(family, individual);
    }
    rowOfSample[i] = row;
    if (row !== i) isInOrder = false;
    if (row < 0) continue;
    found++;
    ambiguous += isMatched[row];
    isMatched[row] = 1;
    next = row + 1;
  }
  return { rowOfSample, found, ambiguous, isInOrder };
}

function defaultMatch(samples: Samples, phenotypes: SampleTable): MatchBy {
  return hasFamilies(samples) && hasFamilies(phenotypes) ? "family-and-individual" : "individual";
}

function hasFamilies(people: Samples | SampleTable): boolean {
  const ids = idTableOf(people);
  if (ids) return !hasNoFamilies(ids);
  return people.familyId?.some((id) => id !== "0") ?? false;
}

/** True where no two rows can have one id: pairs of ids are unique in every sample table. */
function isUnique({ familyId }: SampleTable, by: MatchBy): boolean {
  if (by === "family-and-individual" || !familyId) return true;
  return familyId.every((id) => id === familyId[0]);
}

function noOverlap(samples: Samples, phenotypes: SampleTable, by: MatchBy): NoOverlapError {
  return new NoOverlapError({
    what: `None of the ${samples.count} genotyped samples is among the ${phenotypes.count} rows of ${phenotypes.source}.`,
    why: `They were matched by ${by === "individual" ? "individual id" : "family and individual id"}. ${hint(samples, phenotypes)}`,
    remedy: "Make the ids of the phenotype file those of the .fam.",
  });
}

function hint({ familyId, individualId }: Samples, phenotypes: SampleTable): string {
  const described = new Set(phenotypes.individualId);
  const families = new Set(phenotypes.familyId ?? []);
  const lower = new Set(phenotypes.individualId.map((id) => id.toLowerCase()));
  const share = (has: (id: string, i: number) => boolean): number =>
    individualId.filter(has).length;
  const guesses: readonly (readonly [number, string])[] = [
    [
      share((id) => described.has(id)),
      'have the same individual id but another family id: pass matchBy: "individual"',
    ],
    [
      share((id, i) => described.has(`${familyId[i]}_${id}`)),
      "would match if the phenotype ids were FID_IID joined: split them",
    ],
    [
      share((id) => {
        const at = id.indexOf("_");
        return at > 0 && (described.has(id.slice(at + 1)) || described.has(id.slice(0, at)));
      }),
      "would match if the genotype ids were FID_IID joined: split them in the .fam",
    ],
    [share((id) => families.has(id)), "match the FID column: FID and IID may be swapped"],
    [
      share((_, i) => described.has(familyId[i])),
      "match by their family id: FID and IID may be swapped in the .fam",
    ],
    [share((id) => lower.has(id.toLowerCase())), "match but for capital letters"],
    [
      share((id) => described.has(id.replace(/^0+/, "")) || described.has(id.padStart(8, "0"))),
      "match but for leading zeros",
    ],
  ];
  const best = guesses.filter(([count]) => count > 0).sort(([a], [b]) => b - a)[0];
  return best
    ? `${best[0]} of them ${best[1]}.`
    : "The ids share no pattern: these may be different cohorts.";
}
