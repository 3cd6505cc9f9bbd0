import { prepareFor, provideMemoryFor } from "../compute/engine/cpu-device.ts";
import { FormatError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { genotypesFromPlink1 } from "../genotypes/read-plink1.ts";
import { genotypesFromPlink2 } from "../genotypes/read-plink2.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { isLocalFile, openLocalFile } from "../io/local-file.ts";
import type { TaskOptions } from "../task.ts";
import { readWhole } from "./with-file.ts";

/** The file of a PLINK 1 set with this ending, or its gzip twin where one can be read. */
async function plinkMember(stem: string, ending: "bed" | "bim" | "fam"): Promise<string> {
  const path = `${stem}.${ending}`;
  if (await isLocalFile(path)) return path;
  const zipped = await isLocalFile(`${path}.gz`);
  if (zipped && ending !== "bed") return `${path}.gz`;
  throw new FormatError(path, {
    what: `There is no ${path}.`,
    why: zipped
      ? "Genotypes are read at random places, which a gzip file does not allow."
      : "A PLINK 1 set is three files: .bed, .bim and .fam with one name.",
    remedy: zipped ? `Unpack it: gunzip -k ${path}.gz` : "Put the three files side by side.",
  });
}

export async function openPlink1(stem: string, options: TaskOptions): Promise<Genotypes> {
  // One after another, so that of several missing files always the same one is named.
  const paths: string[] = [];
  for (const ending of ["bed", "bim", "fam"] as const) paths.push(await plinkMember(stem, ending));
  const sources: ByteSource[] = [];
  try {
    for (const path of paths) sources.push(await openLocalFile(path));
    const [bedSource, bimSource, famSource] = sources;
    prepareFor(bedSource.size);
    const genotypes = await readWhole(bimSource, options, (reported) =>
      genotypesFromPlink1({ bed: bedSource, bim: reported, fam: famSource }),
    );
    provideMemoryFor(genotypes);
    for (const source of sources.slice(1)) await source.close?.();
    return genotypes;
  } catch (error) {
    for (const source of sources) await source.close?.();
    throw error;
  }
}

/** The file of a PLINK 2 set with this ending, plain or compressed. */
async function plink2Member(stem: string, ending: "pgen" | "pvar" | "psam"): Promise<string> {
  const path = `${stem}.${ending}`;
  const suffixes = ending === "pgen" ? [""] : ["", ".zst", ".gz"];
  for (const suffix of suffixes) if (await isLocalFile(path + suffix)) return path + suffix;
  throw new FormatError(path, {
    what: `There is no ${path}.`,
    why: "A PLINK 2 set is three files: .pgen, .pvar and .psam with one name.",
    remedy: "Put the three files side by side.",
  });
}

export async function openPlink2(stem: string, options: TaskOptions): Promise<Genotypes> {
  const paths: string[] = [];
  for (const ending of ["pgen", "pvar", "psam"] as const) {
    paths.push(await plink2Member(stem, ending));
  }
  const index = `${paths[0]}.pgi`;
  if (await isLocalFile(index)) paths.push(index);
  const sources: ByteSource[] = [];
  try {
    for (const path of paths) sources.push(await openLocalFile(path));
    const [pgen, pvar, psam, pgi] = sources;
    prepareFor(pgen.size);
    const genotypes = await readWhole(pvar, options, (reported) =>
      genotypesFromPlink2({ pgen, pvar: reported, psam, pgi }),
    );
    provideMemoryFor(genotypes);
    for (const source of sources.slice(1)) await source.close?.();
    return genotypes;
  } catch (error) {
    for (const source of sources) await source.close?.();
    throw error;
  }
}
