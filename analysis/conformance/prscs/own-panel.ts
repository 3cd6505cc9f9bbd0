import { readFileSync } from "node:fs";
import type { LdPanel } from "../../src/ld/ld-panel.ts";
import { decayingLd, densePanel } from "../../src/prs/methods/test-panels.ts";
import { ROOT } from "../peer/shared-data.ts";

export const COMPLEMENT: Readonly<Record<string, string>> = { A: "T", T: "A", C: "G", G: "C" };

/** Simulated LD of the variants of PRS-CS's test data, alleles swapped and of the other strand, as `make.py` has it. */
export function ownPanel(): LdPanel {
  const bim = readFileSync(`${ROOT}prs-prscs-test/test.bim`, "utf8")
    .trim()
    .split("\n")
    .map((line) => line.split(/\s+/));
  const alleles = bim.map(([, , , , one, two], i) => {
    const pair = i % 2 === 1 ? [two, one] : [one, two];
    return i % 3 === 1 ? pair.map((allele) => COMPLEMENT[allele]) : pair;
  });
  return densePanel(
    Array.from({ length: 10 }, () => decayingLd(100, 0.6)),
    {
      variantId: bim.map(([, id]) => id),
      basePairLocation: Int32Array.from(bim, (row) => Number(row[3])),
      effectAllele: alleles.map(([one]) => one),
      otherAllele: alleles.map(([, two]) => two),
    },
  );
}
