import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { randomNumbers } from "../peer/bed-writer.ts";
import { runPlink2 } from "./run-plink2.ts";

/** Copies in units of 1 / 16384, −1 missing: m rows of n, decoded from blocks of at most `maxBytes`. */
export async function dosageRows(genotypes: Genotypes, maxBytes = 100_000): Promise<Int32Array[]> {
  const rows: Int32Array[] = [];
  for await (const block of genotypes.blocks({ maxBytes })) {
    for (let v = 0; v < block.count; v++) {
      const row = new Int32Array(block.sampleCount);
      for (let i = 0; i < row.length; i++) {
        const byte = block.packed[v * block.bytesPerVariant + (i >> 2)];
        row[i] = [32_768, -1, 16_384, 0][(byte >> (2 * (i & 3))) & 3];
      }
      const { offsets, samples, values } = block.dosages ?? NONE;
      for (let i = offsets[v] ?? 0; i < (offsets[v + 1] ?? 0); i++) row[samples[i]] = values[i];
      rows.push(row);
    }
  }
  return rows;
}

const NONE = {
  offsets: new Uint32Array(0),
  samples: new Uint32Array(0),
  values: new Uint16Array(0),
};

/** The same from `--export A-transpose`, which counts REF. */
export function exportedRows(prefix: string): Int32Array[] {
  execFileSync(
    "plink2",
    [
      "--pfile",
      prefix,
      ...(existsSync(`${prefix}.pvar.zst`) ? ["vzs"] : []),
      "--max-alleles",
      "2",
      "--export",
      "A-transpose",
      "--threads",
      "1",
      "--out",
      prefix,
    ],
    { stdio: "pipe" },
  );
  const lines = readFileSync(`${prefix}.traw`, "utf8").trimEnd().split("\n").slice(1);
  return lines.map((line) =>
    Int32Array.from(line.split("\t").slice(6), (text) =>
      text === "NA" ? -1 : Math.round((2 - Number(text)) * 16_384),
    ),
  );
}

export interface VcfOptions {
  readonly samples: number;
  readonly variants: number;
  readonly seed: number;
  /** PLINK 2 cannot write both. */
  readonly content: "dosages" | "many alleles";
}

/**
 * A VCF with whatever a record can hold, imported: phased and unphased calls, missing ones, sites with three and four alleles,
 * dosages of some samples and of all, phased dosages; rare, common and nearly fixed variants; neighbours in full
 * linkage disequilibrium, some of them with alleles swapped.
 */
export function writeVcf(prefix: string, options: VcfOptions): void {
  const random = randomNumbers(options.seed);
  const { samples, variants, content } = options;
  const isDosed = content === "dosages";
  const lines = [
    "##fileformat=VCFv4.2",
    "##contig=<ID=1,length=249250621>",
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=HDS,Number=2,Type=Float,Description="Haploid dosages">',
    `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${Array.from({ length: samples }, (_, i) => `p${i}`).join("\t")}`,
  ];
  let haplotypes = new Uint8Array(2 * samples);
  for (let v = 0; v < variants; v++) {
    const frequency = v % 7 === 0 ? 0.002 : v % 7 === 1 ? 0.998 : random();
    const isLinked = v % 5 > 1;
    const isSwapped = isLinked && v % 11 === 3;
    const alleles = isDosed ? 2 : v % 13 === 5 ? 3 : v % 29 === 6 ? 4 : 2;
    const hasDosages = isDosed && v % 3 === 0;
    const dosageRate = v % 2 === 0 ? 0.05 : 0.9;
    const missingRate = v % 4 === 0 ? 0.04 : v % 31 === 2 ? 0.97 : 0;
    const phasedRate = v % 3 === 1 ? 1 : v % 3 === 2 ? 0.5 : 0;
    haplotypes = isLinked
      ? haplotypes.map((allele) =>
          random() < 0.01 ? 1 - Math.min(1, allele) : Math.min(1, allele),
        )
      : haplotypes.map(() => Number(random() < frequency));
    const calls = Array.from({ length: samples }, (_, i) => {
      if (random() < missingRate) return hasDosages ? "./.:." : "./.";
      const [a, b] = [0, 1].map((k) => {
        const allele = haplotypes[2 * i + k];
        const own = isSwapped ? 1 - allele : allele;
        return own === 1 && random() < 0.4 ? 1 + Math.floor(random() * (alleles - 1)) : own;
      });
      const call = random() < phasedRate ? `${a}|${b}` : `${Math.min(a, b)}/${Math.max(a, b)}`;
      if (!hasDosages) return call;
      if (random() >= dosageRate) return `${call}:.`;
      const noise = (allele: number): string => Math.abs(allele - 0.2 * random()).toFixed(3);
      return `${call}:${noise(a)},${noise(b)}`;
    });
    lines.push(
      `1\t${v + 1}\trs${v}\tA\t${["C", "G", "T"].slice(0, alleles - 1).join(",")}\t.\t.\t.\t${hasDosages ? "GT:HDS" : "GT"}\t${calls.join("\t")}`,
    );
  }
  writeFileSync(`${prefix}.vcf`, `${lines.join("\n")}\n`);
  const dosages = isDosed ? ["dosage=HDS"] : [];
  runPlink2(prefix, "--vcf", `${prefix}.vcf`, ...dosages, "--make-pgen", "vzs");
}
