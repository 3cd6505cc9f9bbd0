import { PathExt } from "@jupyterlab/coreutils";
import { sameSet } from "../data-service/candidates.ts";
import {
  describeEntries,
  type ProjectDataset,
  type ProjectFiles,
} from "../data-service/project-files.ts";

/** What an opened file turned out to be. */
export type Summary =
  | { readonly is: "dataset"; readonly dataset: ProjectDataset }
  | { readonly is: "text" }
  | { readonly is: "unknown" };

const BED_MAGIC = [0x6c, 0x1b, 0x01];

/**
 * Tells which data set a file belongs to, from its head and its neighbours.
 *
 * A `.bed` without PLINK's first bytes is UCSC's text format of the same name.
 *
 * @param path - from the server's root
 */
export async function summarise(
  files: ProjectFiles,
  path: string,
  signal?: AbortSignal,
): Promise<Summary> {
  const name = PathExt.basename(path);
  const listing = await files.list(PathExt.dirname(path));
  const entries = sameSet(
    name,
    listing.filter((entry) => !entry.isFolder),
  );
  const own = entries.find((entry) => entry.name === name);
  if (own === undefined)
    throw new Error(`${path} is not there any more. Look for it in the file browser.`);
  if (name.toLowerCase().endsWith(".bed")) {
    const head = await (await files.open(own, signal)).read(0, 512);
    const isPlink = BED_MAGIC.every((byte, index) => head[index] === byte);
    if (!isPlink && isText(head)) return { is: "text" };
  }
  const datasets = await describeEntries(files, entries, signal);
  const dataset = datasets.find((candidate) => candidate.members.includes(name));
  return dataset === undefined ? { is: "unknown" } : { is: "dataset", dataset };
}

function isText(head: Uint8Array): boolean {
  return (
    head.length > 0 &&
    head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 13)
  );
}
