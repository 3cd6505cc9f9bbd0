import { basename, dirname, join } from "node:path";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "../io/byte-source.ts";
import { describeFolder, type DatasetDescription } from "../io/describe.ts";
import { isLocalFile, openLocalFile } from "../io/local-file.ts";

const SET_ENDINGS = [
  ".bed",
  ".bim",
  ".bim.gz",
  ".fam",
  ".fam.gz",
  ".pgen",
  ".pvar",
  ".pvar.gz",
  ".pvar.zst",
  ".psam",
  ".psam.gz",
  ".psam.zst",
];
const SET_ENDING = /\.(bed|bim|fam|pgen|pvar|psam)(\.gz|\.zst)?$/;

/**
 * What the data set of a path is, from the heads of its files.
 *
 * @param path - any of its files, or the stem of a PLINK set
 * @returns the description, and the folder of its members
 * @throws FormatError when there is no such file
 */
export async function senseDataset(
  path: string,
): Promise<{ readonly description: DatasetDescription; readonly folder: string }> {
  const folder = dirname(path);
  const names = await membersOf(path);
  if (names.length === 0) {
    throw new FormatError(path, {
      what: `There is no file ${path}.`,
      why: `Paths are relative to ${process.cwd()}.`,
      remedy: "Check the path; the dataset browser can register a file where it is listed.",
    });
  }
  const sources: { name: string; source: ByteSource }[] = [];
  try {
    for (const name of names)
      sources.push({ name, source: await openLocalFile(join(folder, name)) });
    const found = await describeFolder(sources);
    const [first] = names;
    const description =
      found.find(({ members }) => members.includes(basename(path))) ??
      found[0] ??
      unknown(sources, first);
    return { description, folder };
  } finally {
    for (const { source } of sources) await source.close?.();
  }
}

function unknown(
  sources: readonly { readonly name: string; readonly source: ByteSource }[],
  name: string,
): DatasetDescription {
  const size = sources.find((file) => file.name === name)?.source.size ?? 0;
  return { kind: "unknown", format: "", name, members: [name], size };
}

/** Names of the files that may belong to the same set, in its folder. */
async function membersOf(path: string): Promise<string[]> {
  const stem = path.replace(SET_ENDING, "");
  const isSet = stem !== path || !(await isLocalFile(path));
  const candidates = isSet
    ? SET_ENDINGS.map((ending) => `${stem}${ending}`)
    : [path, `${path}-meta.yaml`];
  const there: string[] = [];
  for (const candidate of candidates)
    if (await isLocalFile(candidate)) there.push(basename(candidate));
  return there;
}
