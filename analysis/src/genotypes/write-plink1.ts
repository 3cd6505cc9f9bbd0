import { writeLocalFile } from "../io/local-file.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { runTask, type TaskOptions } from "../task.ts";
import type { Genotypes } from "./genotypes.ts";
import { sampleRows } from "./sample-rows.ts";

/**
 * Writes genotypes as PLINK 1 files; each appears only when it is complete, the .bed last.
 *
 * @param prefix - path without ending: `out/cohort` gives `out/cohort.bed`, `.bim` and `.fam`
 * @returns the three paths
 * @example
 * await data.writePlink1(cohort, "out/cohort");
 */
export async function writePlink1(
  genotypes: Genotypes,
  prefix: string,
  options: TaskOptions = {},
): Promise<readonly string[]> {
  const { variants, samples } = genotypes;
  const encoder = new TextEncoder();
  await writeLocalFile(`${prefix}.fam`, async (append) => {
    const lines = samples.individualId.map((id, i) => {
      // A known non-founder whose parents' ids are not kept is marked by a father that is nobody.
      const father = samples.isFounder[i] ? "0" : "unknown";
      return `${samples.familyId[i]}\t${id}\t${father}\t0\t${samples.sex[i]}\t-9\n`;
    });
    await append(encoder.encode(lines.join("")));
  });
  await writeLocalFile(`${prefix}.bim`, async (append) => {
    for (let start = 0; start < variants.count; start += 50_000) {
      let text = "";
      for (let j = start; j < Math.min(start + 50_000, variants.count); j++) {
        text += `${variants.contig[j]}\t${variants.variantId[j]}\t0\t${variants.basePairLocation[j]}\t${variants.effectAllele[j]}\t${variants.otherAllele[j]}\n`;
      }
      await append(encoder.encode(text));
    }
  });
  await runTask(`writing ${prefix}.bed`, variants.count, "variants", options, (task) =>
    writeLocalFile(`${prefix}.bed`, async (append) => {
      await append(Uint8Array.of(0x6c, 0x1b, 1));
      for await (const block of genotypes.blocks()) {
        await append(withZeroPadding(block.packed, block.bytesPerVariant, block.sampleCount));
        await task.step(block.start + block.count);
      }
    }),
  );
  return [`${prefix}.bed`, `${prefix}.bim`, `${prefix}.fam`];
}

/**
 * Writes traits and covariates as text that `data.phenotypes` and PLINK 2 read: `#FID IID` (or `#IID`), tabs, NA.
 *
 * @example
 * await data.writePhenotypes(people, "out/cohort.pheno.tsv");
 */
export async function writePhenotypes(table: SampleTable, path: string): Promise<void> {
  await writeLocalFile(path, (append) => append(new TextEncoder().encode(sampleRows(table))));
}

// Bits past the last sample must be 0 in a file; other programs refuse it otherwise.
function withZeroPadding(
  packed: Uint8Array,
  bytesPerVariant: number,
  sampleCount: number,
): Uint8Array {
  const used = 2 * (sampleCount % 4);
  if (used === 0) return packed;
  const mask = (1 << used) - 1;
  const padded = packed.slice();
  for (let last = bytesPerVariant - 1; last < padded.length; last += bytesPerVariant)
    padded[last] &= mask;
  return padded;
}
