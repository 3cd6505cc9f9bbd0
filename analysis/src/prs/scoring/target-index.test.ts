import { expect, test } from "vitest";
import { memorySource } from "../../io/byte-source.ts";
import { readBim } from "../../io/plink1/bim.ts";
import { indexByName, indexByPosition, targetAlleles, type TargetIndex } from "./target-index.ts";

const IDS = ["rs1", "rs2", "å3", "rs2", "rs10", "rs", "s12", "rs2", "李", "rs11", "."];

async function encodedTarget() {
  const rows = IDS.map(
    (id, i) => `${1 + (i % 3)}\t${id}\t0\t${100 + (i >> 1)}\t${i % 2 ? "at" : "c"}\tG`,
  );
  const { variants } = await readBim(
    memorySource("x.bim", new TextEncoder().encode(rows.join("\n"))),
  );
  return variants;
}

/** Variants of each row of each file. */
function found({ keys, first, next, variants }: TargetIndex): number[][][] {
  return keys.map((own) =>
    Array.from(own, (key) => {
      const list: number[] = [];
      for (let at = key < 0 ? -1 : first[key]; at >= 0; at = next[at]) list.push(variants[at]);
      return list;
    }),
  );
}

function scoresOf(variantId: readonly string[], chromosome: number[], position: number[]) {
  return {
    rowCount: variantId.length,
    columns: {
      variantId,
      chromosome: Uint8Array.from(chromosome),
      basePairLocation: Int32Array.from(position),
    },
  };
}

test("variants are found by name in bytes as among strings, repeated ones in their order", async () => {
  const variants = await encodedTarget();
  expect(variants.encoded).toBeDefined();
  // A copy has the strings only.
  const plain = { ...variants };
  expect(plain.encoded).toBeUndefined();
  const ids = ["rs2", "李", "", "rs1", "å3", "nothing", "rs2", "RS1", "rs1 "];
  const scores = [
    scoresOf(
      ids,
      ids.map(() => 0),
      ids.map(() => 0),
    ),
    scoresOf(["rs10", "rs2"], [0, 0], [0, 0]),
  ];
  const expected = scores.map(({ columns }) =>
    columns.variantId.map((id) =>
      id === "" ? [] : variants.variantId.flatMap((own, v) => (own === id ? [v] : [])),
    ),
  );
  expect(expected[0][0]).toEqual([1, 3, 7]);
  for (const target of [variants, plain])
    expect(found(indexByName(target, scores))).toEqual(expected);
});

test("variants are found by position, all of one place", async () => {
  const variants = await encodedTarget();
  const scores = [scoresOf(["", "", "", ""], [1, 0, 2, 3], [100, 100, 100, 7])];
  const places = Array.from(scores[0].columns.chromosome, (chromosome, i) =>
    Array.from(IDS.keys()).filter(
      (v) =>
        chromosome > 0 &&
        variants.chromosome[v] === chromosome &&
        variants.basePairLocation[v] === scores[0].columns.basePairLocation[i],
    ),
  );
  expect(places.flat().length).toBeGreaterThan(1);
  expect(found(indexByPosition(variants, scores))).toEqual([places]);
});

test("alleles are those of the columns, in capitals", async () => {
  const variants = await encodedTarget();
  const allelesOf = targetAlleles(variants);
  for (let v = 0; v < IDS.length; v++) {
    expect(allelesOf(v)).toEqual({
      reference: variants.otherAllele[v].toUpperCase(),
      alternative: variants.effectAllele[v].toUpperCase(),
    });
  }
  expect(allelesOf(1)).toEqual({ reference: "G", alternative: "AT" });
});
