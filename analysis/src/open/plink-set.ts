import type { Genotypes } from "../genotypes/genotypes.ts";
import { isLocalFile, openLocalFile } from "../io/local-file.ts";
import { sniff } from "../io/sniff.ts";
import type { TaskOptions } from "../task.ts";
import { openPlink1, openPlink2 } from "./open-plink.ts";

const PLINK1_ENDING = /\.(bed|bim|fam)(\.gz)?$/;
const PLINK2_ENDING = /\.(pgen|pvar|psam)(\.gz|\.zst)?$/;

export function stemOf(path: string): string {
  return path.replace(PLINK1_ENDING, "");
}

type OpenSet = (options: TaskOptions) => Promise<Genotypes>;

/** Opens the PLINK set that the path or its neighbours name; undefined when the content has to tell. */
export async function plinkSet(path: string): Promise<OpenSet | undefined> {
  const stem = await plinkStem(path);
  if (stem !== undefined) return (options) => openPlink1(stem, options);
  const stem2 = path.replace(PLINK2_ENDING, "");
  const isSet =
    stem2 === path
      ? !(await isLocalFile(path)) && (await isLocalFile(`${path}.pgen`))
      : await isLocalFile(path);
  return isSet ? (options) => openPlink2(stem2, options) : undefined;
}

/** The stem of a PLINK 1 set that the path or its neighbours name. */
async function plinkStem(path: string): Promise<string | undefined> {
  const stem = stemOf(path);
  if (stem === path)
    return !(await isLocalFile(path)) && (await isLocalFile(`${path}.bed`)) ? path : undefined;
  if (path.endsWith(".bed")) {
    const source = await openLocalFile(path);
    const { format } = await sniff(source).finally(() => source.close?.());
    return format === "intervals" || format === "summary-statistics" ? undefined : stem;
  }
  return (await isLocalFile(path)) ? stem : undefined;
}
