import fc from "fast-check";
import { expect, test } from "vitest";
import { wasmPeopleReader } from "../compute/text/people-reader.ts";
import { isAnalysisError } from "../errors.ts";
import { memorySource } from "../io/byte-source.ts";
import type { Samples } from "../io/cohort.ts";
import { idTableOf } from "../io/id-table.ts";
import { readPhenotypes } from "../io/phenotypes.ts";
import { readFam } from "../io/plink1/fam.ts";
import { sampleTable } from "../io/sample-table.ts";
import { matchOnce, matchPeople, matchSamples, type MatchBy } from "./match-samples.ts";

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

const LONG = [
  "a",
  "b",
  "individual-1",
  "individual-2",
  "individual-12",
  "an id of 17 chars".replaceAll(" ", "_"),
  "å",
];
const longPerson = fc.tuple(
  fc.constantFrom("0", "f", "a family of some length".replaceAll(" ", "_")),
  fc.constantFrom(...LONG),
);
const oneFamily = fc.tuple(fc.constant("0"), fc.constantFrom(...LONG));
const longPeople = fc
  .constantFrom(longPerson, oneFamily)
  .chain((who) => fc.uniqueArray(who, { selector: (ids) => ids.join("\t"), minLength: 1 }));

test("people of files are matched by their bytes as by their strings", async () => {
  const reader = await wasmPeopleReader();
  const ways = fc.constantFrom<MatchBy | undefined>(
    undefined,
    "individual",
    "family-and-individual",
  );
  await fc.assert(
    fc.asyncProperty(
      longPeople,
      longPeople,
      fc.constantFrom("same", "first", "other"),
      fc.boolean(),
      ways,
      async (genotyped, others, order, hasFamilies, by) => {
        const described =
          order === "same"
            ? genotyped
            : order === "first"
              ? genotyped.slice(0, others.length)
              : others;
        const fam = genotyped.map((ids) => `${ids.join(" ")} 0 0 1 1\n`).join("");
        const rows = described.map((ids) => ids.slice(hasFamilies ? 0 : 1).join("\t"));
        const text = `${hasFamilies ? "FID\tIID" : "IID"}\n${rows.join("\n")}\n`;
        const read = async (by?: typeof reader) => ({
          samples: (await readFam(memorySource("x.fam", fam), by)).samples,
          phenotypes: await readPhenotypes(memorySource("x.tsv", text), { reader: by }),
        });
        const plain = await read().catch(whatIsThrown);
        const fast = await read(reader).catch(whatIsThrown);
        if (!("samples" in plain) || !("samples" in fast)) {
          expect(fast).toEqual(plain);
          return;
        }
        expect(idTableOf(fast.samples) && idTableOf(fast.phenotypes)).toBeDefined();
        const match = ({ samples, phenotypes }: typeof plain) => {
          try {
            return matchPeople(samples, phenotypes, by);
          } catch (error) {
            return whatIsThrown(error);
          }
        };
        expect(match(fast)).toEqual(match(plain));
      },
    ),
    { numRuns: 500 },
  );
});

function whatIsThrown(error: unknown): object {
  if (isAnalysisError(error)) return { tag: error.tag, message: error.message };
  throw error;
}

test("the same people are matched once for all traits, others anew", () => {
  const match = matchOnce();
  const samples = samplesOf([
    ["f", "a"],
    ["f", "b"],
  ]);
  const phenotypes = sampleTable({ familyId: ["g", "f"], individualId: ["a", "b"], columns: {} });
  const first = match(samples, phenotypes, undefined);
  expect(match(samples, phenotypes, undefined)).toBe(first);
  expect([...first.rowOfSample]).toEqual([-1, 1]);
  expect([...match(samples, phenotypes, "individual").rowOfSample]).toEqual([0, 1]);
});
