import { localFileStatus } from "../io/local-file.ts";
import type { RegisteredFile, RegistryEntry } from "./entry.ts";
import { localPath } from "./registry-file.ts";

/** How a data set stands, from what the folders tell; no file is read. */
export interface DatasetState {
  /** `there`, `missing`, `touched` or `outdated`. */
  readonly state: string;
  /** Ids of the data sets that it was made of and that are newer. */
  readonly newerParents: readonly string[];
}

/** How each data set of a registry stands. */
export async function datasetStates(
  registry: string,
  entries: readonly RegistryEntry[],
): Promise<readonly DatasetState[]> {
  const times = new Map(
    await Promise.all(
      entries.map(async (entry) => [entry.id, await timesOf(registry, entry)] as const),
    ),
  );
  return Promise.all(
    entries.map(async ({ id, files, parents = [] }) => {
      const states = await Promise.all(files.map((file) => fileState(registry, file)));
      const own = times.get(id);
      const newerParents = parents.filter((parent) => {
        const theirs = times.get(parent);
        return parent !== id && own && theirs && theirs.last > own.first;
      });
      const state =
        states.find((each) => each === "missing") ??
        states.find((each) => each !== "there") ??
        (newerParents.length > 0 ? "outdated" : "there");
      return { state, newerParents };
    }),
  );
}

/** `there`, `missing`, or `touched`, from what the folder tells. */
export async function fileState(registry: string, file: RegisteredFile): Promise<string> {
  const status = await localFileStatus(localPath(registry, file.path));
  if (!status) return "missing";
  const isSame = status.bytes === file.bytes && status.modified.toISOString() === file.modified;
  return isSame ? "there" : "touched";
}

/** When the first and the last of its files were changed; undefined when one is not there. */
async function timesOf(
  registry: string,
  { files }: RegistryEntry,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const statuses = await Promise.all(
    files.map(({ path }) => localFileStatus(localPath(registry, path))),
  );
  const times = statuses.flatMap((status) => (status ? [status.modified.getTime()] : []));
  if (times.length < files.length) return undefined;
  return { first: Math.min(...times), last: Math.max(...times) };
}
