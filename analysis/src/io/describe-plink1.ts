import type { ByteSource } from "./byte-source.ts";
import type { DatasetDescription } from "./description.ts";
import { whitespaceFields } from "./fields.ts";
import { buildOfVariants, type PlacedVariant } from "./genome-build.ts";
import { isGzip, readHead, readLines } from "./lines.ts";
import { BED_HEADER_BYTES, bedMode } from "./plink1/bed.ts";

/** A file of a folder. */
export interface NamedSource {
  readonly name: string;
  readonly source: ByteSource;
}

/** Text up to this size is read whole; of a larger one its head and tail. */
export const SMALL_TEXT_BYTES: number = 4 * 1024 * 1024;
const WINDOW_BYTES = 64 * 1024;

/** Describes the PLINK 1 set of a .bed: samples from the .fam, variants from the size of the .bed. */
export async function describePlink1(
  bed: NamedSource,
  files: ReadonlyMap<string, NamedSource>,
): Promise<DatasetDescription> {
  const stem = bed.name.replace(/\.bed$/, "");
  const bim = files.get(`${stem}.bim`) ?? files.get(`${stem}.bim.gz`);
  const fam = files.get(`${stem}.fam`) ?? files.get(`${stem}.fam.gz`);
  const members = [bed, bim, fam].filter((file) => file !== undefined);
  const description = {
    kind: "genotypes" as const,
    format: "PLINK 1 binary",
    name: bed.name,
    members: members.map(({ name }) => name),
    size: members.reduce((sum, { source }) => sum + source.size, 0),
  };
  const samples = fam ? await countLines(fam.source) : undefined;
  const build = bim ? buildOfVariants(await sampleVariants(bim.source)) : undefined;
  const known = {
    ...description,
    ...(samples !== undefined ? { samples } : {}),
    ...(build ? { build } : {}),
  };

  const mode = bedMode(await bed.source.read(0, BED_HEADER_BYTES));
  if (!mode) {
    const problem =
      bed.source.size === 0
        ? "The .bed is empty."
        : "The .bed does not start with PLINK's bytes 6c 1b 01.";
    return { ...known, problem };
  }
  if (mode === "sample-major") {
    return {
      ...known,
      problem: `The .bed is in sample-major order; convert it: plink1.9 --bfile ${stem} --make-bed --out ${stem}.variant-major`,
    };
  }
  if (!bim || !fam) {
    const missing = [bim ? "" : `${stem}.bim`, fam ? "" : `${stem}.fam`]
      .filter(Boolean)
      .join(" and ");
    return { ...known, problem: `There is no ${missing}.` };
  }
  if (samples === undefined) return known;
  const variants = (bed.source.size - BED_HEADER_BYTES) / Math.ceil(samples / 4);
  if (!Number.isInteger(variants)) {
    return {
      ...known,
      problem:
        "The .bed does not hold a whole number of variants for the samples of the .fam: it is cut short, or another set's.",
    };
  }
  if (bim.source.size <= SMALL_TEXT_BYTES) {
    const listed = await countLines(bim.source);
    if (listed !== undefined && listed !== variants) {
      return {
        ...known,
        variants: listed,
        problem: `The .bim lists ${listed} variants, the .bed holds ${variants}.`,
      };
    }
  }
  return { ...known, variants };
}

/** Lines that are not blank; undefined when the text is too large to count in passing. */
export async function countLines(source: ByteSource): Promise<number | undefined> {
  if (source.size > 16 * SMALL_TEXT_BYTES) return undefined;
  let count = 0;
  await readLines(source, (line) => {
    if (line.trim() !== "") count++;
  });
  return count;
}

/** Variants of a .bim: all of a small one, else those of its first and last 64 KiB. */
async function sampleVariants(source: ByteSource): Promise<PlacedVariant[]> {
  const lines: string[] = [];
  if (source.size <= SMALL_TEXT_BYTES) {
    await readLines(source, (line) => lines.push(line));
  } else {
    lines.push(...(await readHead(source, Infinity)));
    if (!isGzip(await source.read(0, 2))) {
      const tail = await source.read(source.size - WINDOW_BYTES, WINDOW_BYTES);
      lines.push(...new TextDecoder().decode(tail).split("\n").slice(1));
    }
  }
  return lines.flatMap((line) => {
    const fields = whitespaceFields(line);
    if (fields.length < 5) return [];
    return [{ contig: fields[0], id: fields[1], position: Number(fields[fields.length - 3]) }];
  });
}
