import { type FileStatus, localFileStatus } from "../io/local-file.ts";
import type { TaskOptions } from "../task.ts";
import type { RegisteredFile, RegisteredInput, RegistryEntry } from "./entry.ts";
import { hashFiles, knownHash } from "./file-hash.ts";
import { localPath } from "./registry-file.ts";

/** How a file stands, and its SHA-256 where that is known without reading it. */
export interface FileNow {
  /** `there`, `missing`, `changed`, or `touched` where its time alone is another. */
  readonly state: string;
  readonly sha256: string | undefined;
}

/** What the folder, and what this session has read, tell of a registered file. */
export async function fileNow(registry: string, file: RegisteredFile): Promise<FileNow> {
  const path = localPath(registry, file.path);
  const status = await localFileStatus(path);
  // Of a file that is gone, the content that it had last.
  if (!status) return { state: "missing", sha256: file.sha256 };
  const read = knownHash(path, status);
  if (read !== undefined)
    return { state: read === file.sha256 ? "there" : "changed", sha256: read };
  if (status.bytes !== file.bytes) return { state: "changed", sha256: undefined };
  return isSameTime(status, file)
    ? { state: "there", sha256: file.sha256 }
    : { state: "touched", sha256: undefined };
}

const isSameTime = ({ modified }: FileStatus, file: RegisteredFile): boolean =>
  modified.toISOString() === file.modified;

/**
 * The files of some data sets as they are now, to be kept with what was made of them. Files that are no longer what was
 * registered are read; those that are gone, and parents that are not registered, are left out.
 */
export async function presentInputs(asked: {
  readonly registry: string;
  readonly entries: readonly RegistryEntry[];
  readonly parents: readonly string[];
  readonly signal?: TaskOptions["signal"];
  readonly onProgress?: TaskOptions["onProgress"];
}): Promise<readonly RegisteredInput[]> {
  const { registry, entries, parents, signal, onProgress } = asked;
  const found = await Promise.all(
    entries
      .filter(({ id }) => parents.includes(id))
      .flatMap(({ id, files }) => files.map((file) => ({ dataset: id, file })))
      .map(async (each) => ({ ...each, now: await fileNow(registry, each.file) })),
  );
  const there = found.filter(({ now }) => now.state !== "missing");
  const unread = there.filter(({ now }) => now.sha256 === undefined);
  if (unread.length > 0) {
    const paths = unread.map(({ file }) => localPath(registry, file.path));
    await hashFiles(paths, { signal, onProgress });
  }
  const hashes = await Promise.all(there.map(({ file }) => fileNow(registry, file)));
  return there.flatMap(({ dataset, file: { path } }, i) => {
    const { sha256 } = hashes[i];
    return sha256 === undefined ? [] : [{ dataset, path, sha256 }];
  });
}

/** Whether the hashes that were kept of a parent tell that it is another now; undefined when none were kept. */
export function hasChanged(
  kept: readonly RegisteredInput[],
  files: readonly RegisteredFile[],
  now: readonly FileNow[],
): boolean | undefined {
  if (kept.length === 0) return undefined;
  const all = files.map((file, i) => ({ file, now: now[i] }));
  return kept.some(({ path, sha256 }) => {
    // A file that was moved is found by its content.
    const named = all.filter(({ file }) => file.path === path);
    const candidates = named.length > 0 ? named : all;
    if (candidates.some((each) => each.now.sha256 === sha256)) return false;
    const isUnknown = candidates.some(
      (each) =>
        each.now.sha256 === undefined &&
        !(each.now.state === "changed" && each.file.sha256 === sha256),
    );
    return !isUnknown;
  });
}
