import { describe, expect, test } from "vitest";
import { kinship } from "../../src/genotypes/qc-kinship.ts";
import * as qc from "../../src/genotypes/qc.ts";
import { formatPlinkNumber } from "../../src/sumstats/format-plink-number.ts";
import { expectWithin } from "../peer/compare.ts";
import { cohort, hasData, reference } from "../peer/shared-data.ts";

type Report = Record<string, string[]>;

/** Rows of `--make-king-table`; its proportions are of the variants both have. */
async function kingReport(
  genotypes: Parameters<typeof kinship>[0],
  minimumKinship: number,
): Promise<Report> {
  const { columns } = await kinship(genotypes, { minimumKinship });
  const proportion = (counts: Int32Array): string[] =>
    Array.from(counts, (count, pair) => formatPlinkNumber(count / columns.n[pair]));
  return {
    FID1: [...columns.familyId],
    IID1: [...columns.individualId],
    FID2: [...columns.otherFamilyId],
    IID2: [...columns.otherIndividualId],
    NSNP: Array.from(columns.n, String),
    HETHET: proportion(columns.bothHeterozygous),
    IBS0: proportion(columns.oppositeHomozygous),
    KINSHIP: Array.from(columns.kinship, (value) => formatPlinkNumber(value)),
  };
}

/** Those of our rows that are in the reference, in its order. */
function inOrderOf(peer: Record<string, readonly string[]>, ours: Report): Report {
  const key = (table: Record<string, readonly string[]>, i: number): string =>
    ["FID1", "IID1", "FID2", "IID2"].map((name) => table[name][i]).join(" ");
  const place = new Map(ours["IID1"].map((_, i) => [key(ours, i), i]));
  const rows = peer["IID1"].map((_, i) => place.get(key(peer, i)) ?? -1);
  return Object.fromEntries(
    Object.entries(ours).map(([name, cells]) => [name, rows.map((row) => cells[row] ?? "absent")]),
  );
}

describe("KING-robust kinship as --make-king-table prints it, every digit (needs ../shared/data)", () => {
  test.skipIf(!hasData("geno-hapmap3"))("HapMap 3: all pairs of at least 0.0442", async () => {
    const peer = reference("geno-hapmap3/ref/king.kin0");
    const ours = await kingReport(await cohort("geno-hapmap3/HM3.bed"), 0.0442);
    expect(ours["IID1"].length).toBe(peer.rowCount);
    expectWithin("HapMap 3 --make-king-table", peer, inOrderOf(peer.columns, ours));
  });

  test.skipIf(!hasData("qc-hail"))("Hail's fastlmmTest: a subset of all pairs", async () => {
    const peer = reference("qc-hail/ref/king.kin0.subset.tsv");
    const ours = await kingReport(await cohort("qc-hail/fastlmmTest.bed"), -Infinity);
    expectWithin("fastlmmTest --make-king-table", peer, inOrderOf(peer.columns, ours));
  });

  test.skipIf(!hasData("qc-hail"))(
    "Hail's fastlmmTest: KING 2 itself, all pairs, 4 digits",
    async () => {
      const { columns } = reference("qc-hail/fastlmmTest.kin0.gz");
      const king = await kinship(await cohort("qc-hail/fastlmmTest.bed"), {
        minimumKinship: -Infinity,
      });
      const ids = (a: string, b: string): string => [a, b].sort().join(" ");
      const theirs = new Map(
        columns["ID1"].map((id, i) => [ids(id, columns["ID2"][i]), Number(columns["Kinship"][i])]),
      );
      const { individualId, otherIndividualId, kinship: values } = king.columns;
      expect(king.rowCount).toBe(theirs.size);
      const differences = values.map((value, i) =>
        Math.abs(value - (theirs.get(ids(individualId[i], otherIndividualId[i])) ?? NaN)),
      );
      expect(Math.max(...differences)).toBeLessThanOrEqual(0.5001e-4);
    },
  );

  test.skipIf(!hasData("geno-1000g-eur-bolt"))(
    "1000 Genomes EUR: a subset of all pairs",
    async () => {
      const peer = reference("geno-1000g-eur-bolt/ref/king.kin0.subset.tsv");
      const all = await cohort("geno-1000g-eur-bolt/EUR_subset.bed");
      const { genotypes } = await qc.filter(all, { minorAlleleFrequency: 0.05 });
      const ours = await kingReport(genotypes, -Infinity);
      expectWithin("EUR --make-king-table", peer, inOrderOf(peer.columns, ours));
    },
  );
});
