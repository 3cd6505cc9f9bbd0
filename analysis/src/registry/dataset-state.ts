import { localFileStatus } from "../io/local-file.ts";
import type { RegisteredFile, RegistryEntry } from "./entry.ts";
import { fileNow, type FileNow, hasChanged } from "./registered-inputs.ts";
import { localPath } from "./registry-file.ts";

/** How a data set stands, from what the folders tell and what this session has read; no file is read for it. */
export interface DatasetState {
  /** `there`, `missing`, `changed`, `outdated` or `touched`. */
  readonly state: string;
  /** Ids of the data sets that it was made of and whose content is another now, by the hashes that were kept. */
  readonly changedParents: readonly string[];
  /** Ids of those of which no hash was kept and whose files are newer: a hint. */
  readonly newerParents: readonly string[];
}

/** How each data set of a registry stands. */
export async function datasetStates(
  registry: string,
  entries: readonly RegistryEntry[],
): Promise<readonly DatasetState[]> {
  const stood = new Map(
    await Promise.all(
      entries.map(async (entry) => [entry.id, await standingOf(registry, entry)] as const),
    ),
  );
  return entries.map(({ id, parents = [], inputs = [] }) => {
    const own = stood.get(id)!;
    const changedParents: string[] = [];
    const newerParents: string[] = [];
    for (const parent of parents.filter((each) => each !== id)) {
      const theirs = stood.get(parent);
      if (!theirs) continue;
      const kept = inputs.filter(({ dataset }) => dataset === parent);
      const changed = hasChanged(kept, theirs.files, theirs.now);
      if (changed === true) changedParents.push(parent);
      else if (changed === undefined && isNewer(theirs, own)) newerParents.push(parent);
    }
    const states = own.now.map(({ state }) => state);
    const isOutdated = changedParents.length + newerParents.length > 0;
    const state =
      ["missing", "changed"].find((each) => states.includes(each)) ??
      (isOutdated ? "outdated" : states.find((each) => each !== "there")) ??
      "there";
    return { state, changedParents, newerParents };
  });
}

/** `there`, `missing`, `changed` or `touched`, from what the folder tells and what this session has read. */
export async function fileState(registry: string, file: RegisteredFile): Promise<string> {
  return (await fileNow(registry, file)).state;
}

interface Standing {
  readonly files: readonly RegisteredFile[];
  readonly now: readonly FileNow[];
  /** When the first and the last of its files were changed; undefined when one is not there. */
  readonly times: { readonly first: number; readonly last: number } | undefined;
}

const isNewer = ({ times: theirs }: Standing, { times: own }: Standing): boolean =>
  theirs !== undefined && own !== undefined && theirs.last > own.first;

async function standingOf(registry: string, { files }: RegistryEntry): Promise<Standing> {
  const now = await Promise.all(files.map((file) => fileNow(registry, file)));
  const statuses = await Promise.all(
    files.map(({ path }) => localFileStatus(localPath(registry, path))),
  );
  const times = statuses.flatMap((status) => (status ? [status.modified.getTime()] : []));
  const range = { first: Math.min(...times), last: Math.max(...times) };
  return { files, now, times: times.length < files.length ? undefined : range };
}
