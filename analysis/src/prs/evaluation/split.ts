import { InvalidArgumentError } from "../../errors.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { selectPeople } from "../../io/select-people.ts";
import { sampleColumn } from "../../genotypes/model-columns.ts";
import { properShare } from "./checked-values.ts";
import { fewPeople } from "./evaluation-errors.ts";
import { familyKey, hasFamilies, hashOf } from "./id-hashes.ts";

/** People to choose and fit a score with; never to report it on. */
export type TuningSet = SampleTable & { readonly setRole: "tuning" };

/** People to report a score on; no choice has seen them. */
export type TestSet = SampleTable & { readonly setRole: "test" };

export interface Split {
  readonly tuning: TuningSet;
  readonly test: TestSet;
  readonly seed: number;
}

/**
 * Divides people into those to tune on and those to report on, families kept together.
 *
 * Who goes where depends on ids and seed alone: the order of rows and later additions move nobody, but with `stratifyBy`.
 *
 * @param options.share - of people for tuning
 * @param options.stratifyBy - a column whose values both sets get in equal shares, such as a case/control trait; people are
 *   then divided one by one, so it is refused where families are known
 * @throws InvalidArgumentError, NotEvaluableError when a set would be empty
 * @example
 * const { tuning, test } = prs.split({ people, share: 0.5, seed: 1 });
 */
export function split(options: {
  readonly people: SampleTable;
  readonly share?: number;
  readonly seed?: number;
  readonly stratifyBy?: string | undefined;
}): Split {
  const { people, stratifyBy } = options;
  const given = options.seed ?? 1;
  // A part is divided by other hashes than those that made it, or all of it would fall on one side.
  const seed = "setRole" in people ? given + OF_A_PART : given;
  const share = properShare("share", options.share ?? 0.5);
  const isTuning = stratifyBy
    ? byStratum(people, share, seed, stratifyBy)
    : byFamily(people, share, seed);
  const tuning = selectPeople(people, (i) => isTuning[i] === 1);
  const test = selectPeople(people, (i) => isTuning[i] === 0);
  if (tuning.count === 0 || test.count === 0)
    throw fewPeople(
      `${people.count} people leave ${tuning.count} for tuning and ${test.count} for the test.`,
      "one person, or family, in each",
    );
  return {
    tuning: Object.assign(tuning, { setRole: "tuning" as const }),
    test: Object.assign(test, { setRole: "test" as const }),
    seed: given,
  };
}

const OF_A_PART = 2 ** 32 + 1;
const LARGEST_HASH = 2 ** 53;

function byFamily(people: SampleTable, share: number, seed: number): Uint8Array {
  const { familyId, individualId } = people;
  const families = familyId && hasFamilies(people) ? familyId : undefined;
  return Uint8Array.from(individualId, (id, i) =>
    Number(hashOf(families && families[i] !== "0" ? families[i] : id, seed) < share * LARGEST_HASH),
  );
}

function byStratum(people: SampleTable, share: number, seed: number, name: string): Uint8Array {
  const { individualId, familyId } = people;
  const column = sampleColumn(people, name);
  if (familyId && hasFamilies(people) && new Set(familyId).size < people.count) {
    throw new InvalidArgumentError("stratifyBy", {
      what: "These people are of families.",
      why: "Families stay together, so that nobody is tuned on a relative of whom is tested; strata would divide them.",
      remedy: "Leave out stratifyBy.",
    });
  }
  const key = (i: number): number => hashOf(familyKey(familyId?.[i] ?? "", individualId[i]), seed);
  const strata = new Map<string | number, number[]>();
  for (let i = 0; i < people.count; i++) {
    const value = column[i];
    const rows = strata.get(value);
    if (rows) rows.push(i);
    else strata.set(value, [i]);
  }
  const isTuning = new Uint8Array(people.count);
  for (const rows of strata.values()) {
    const keys = new Map(rows.map((i) => [i, key(i)]));
    rows.sort((a, b) => keys.get(a)! - keys.get(b)!);
    for (const i of rows.slice(0, Math.round(share * rows.length))) isTuning[i] = 1;
  }
  return isTuning;
}
