import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import type { Samples } from "../io/cohort.ts";
import { sampleTable } from "../io/sample-table.ts";
import { matchSamples } from "./match-samples.ts";

type Person = readonly [family: string, individual: string];

const person = fc.tuple(fc.constantFrom("0", "f", "g"), fc.constantFrom("a", "b", "c", "d", "e"));
const people = fc.uniqueArray(person, { selector: (ids) => ids.join("\t"), minLength: 1 });

function samplesOf(ids: readonly Person[]): Samples {
  return {
    count: ids.length,
    familyId: ids.map(([family]) => family),
    individualId: ids.map(([, individual]) => individual),
    sex: new Uint8Array(ids.length),
    isFounder: new Uint8Array(ids.length),
  };
}

function outcome(match: () => Int32Array): readonly number[] | string {
  try {
    return [...match()];
  } catch (error) {
    if (isAnalysisError(error)) return error.tag;
    throw error;
  }
}

/** Everybody looked up among everybody. */
function plainly(genotyped: readonly Person[], described: readonly Person[], pairs: boolean) {
  const isSame = (a: Person, b: Person): boolean => a[1] === b[1] && (!pairs || a[0] === b[0]);
  const rows = genotyped.map((ids) => described.findIndex((other) => isSame(ids, other)));
  const matched = rows.filter((row) => row >= 0);
  if (matched.length === 0) return "no-overlap";
  const isRepeated = described.some((ids, i) =>
    described.slice(0, i).some((other) => isSame(ids, other)),
  );
  return isRepeated || new Set(matched).size < matched.length ? "duplicate-id" : rows;
}

test("people are found in any order, missing, repeated or alone", () => {
  fc.assert(
    fc.property(people, people, fc.boolean(), fc.boolean(), (genotyped, others, pairs, inOrder) => {
      const described = inOrder ? [...genotyped.slice(0, others.length), ...others] : others;
      const unique = [...new Map(described.map((ids) => [ids.join("\t"), ids])).values()];
      const phenotypes = sampleTable({
        familyId: unique.map(([family]) => family),
        individualId: unique.map(([, individual]) => individual),
        columns: {},
      });
      const by = pairs ? "family-and-individual" : "individual";
      expect(outcome(() => matchSamples(samplesOf(genotyped), phenotypes, by))).toEqual(
        plainly(genotyped, unique, pairs),
      );
    }),
    { numRuns: 2000 },
  );
});

test("without families in the phenotypes a family of 0 is meant, where pairs are asked for", () => {
  const phenotypes = sampleTable({ individualId: ["a", "b"], columns: {} });
  const samples = samplesOf([
    ["f", "a"],
    ["0", "b"],
  ]);
  expect([...matchSamples(samples, phenotypes, "family-and-individual")]).toEqual([-1, 1]);
  expect([...matchSamples(samples, phenotypes)]).toEqual([0, 1]);
});
