import fc from "fast-check";
import { expect, test } from "vitest";
import { idIndex } from "./id-index.ts";

const id = fc.oneof(fc.constantFrom("", "0", "a", "aa", "é"), fc.string({ maxLength: 3 }));

test("every id is found at its first row, others nowhere, and repeats are counted", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(id, id)), fc.boolean(), fc.tuple(id, id), (ids, pairs, other) => {
      const families = pairs ? ids.map(([family]) => family) : undefined;
      const index = idIndex(
        families,
        ids.map(([, individual]) => individual),
      );
      const rowOf = ([family, individual]: readonly [string, string]): number =>
        ids.findIndex((row) => row[1] === individual && (!pairs || row[0] === family));
      for (const [family, individual] of [...ids, other])
        expect(index.find(family, individual)).toBe(rowOf([family, individual]));
      expect(index.repeats).toBe(ids.filter((row, i) => rowOf(row) < i).length);
    }),
    { numRuns: 500 },
  );
});

test("100,000 like ids are told apart", () => {
  const individuals = Array.from({ length: 100_000 }, (_, i) => `sample_${i}`);
  const index = idIndex(undefined, [...individuals, "sample_7"]);
  expect(index.repeats).toBe(1);
  expect(individuals.every((name, i) => index.find("", name) === i)).toBe(true);
});
