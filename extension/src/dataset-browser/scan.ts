import { isCandidate, isSearched } from "../data-service/candidates.ts";
import type { FolderEntry, ProjectFiles } from "../data-service/project-files.ts";

export interface ScanLimits {
  /** Levels of folders below the start. */
  readonly maximumDepth: number;
  /** Files that may be data sets, over all folders. */
  readonly maximumFiles: number;
}

export interface ScannedFolder {
  readonly path: string;
  readonly entries: readonly FolderEntry[];
}

export interface ScanOptions {
  readonly limits: ScanLimits;
  readonly signal?: AbortSignal | undefined;
  /** Called with each folder that holds files of interest, as soon as it is listed. */
  readonly onFolder: (folder: ScannedFolder) => void;
}

/** More requests at a time make the server no faster and the rest of JupyterLab wait. */
const LISTED_AT_A_TIME = 4;

/** Folders are listed one request each; a home directory may hold very many. */
const FOLDERS_PER_FILE_LIMIT = 0.5;

/**
 * Lists the files below a folder that may be data sets, nearest folders first.
 *
 * A folder that cannot be listed is passed by; only the start itself must be readable.
 *
 * @returns the limit that ended the search before everything was seen, if one did
 * @throws whatever `files.list` throws for the start
 */
export async function scanFolders(
  files: ProjectFiles,
  start: string,
  { limits, signal, onFolder }: ScanOptions,
): Promise<keyof ScanLimits | undefined> {
  const { maximumDepth, maximumFiles } = limits;
  let level = [start];
  let fileCount = 0;
  let folderCount = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximumDepth) return "maximumDepth";
    const next: string[] = [];
    for (let first = 0; first < level.length; first += LISTED_AT_A_TIME) {
      const paths = level.slice(first, first + LISTED_AT_A_TIME);
      const listings = await Promise.all(
        paths.map((path) => listOrPassBy(files, path, path === start)),
      );
      signal?.throwIfAborted();
      for (const [index, entries] of listings.entries()) {
        const candidates = entries.filter((entry) => !entry.isFolder && isCandidate(entry.name));
        if (candidates.length > 0) onFolder({ path: paths[index]!, entries: candidates });
        next.push(
          ...entries
            .filter((entry) => entry.isFolder && isSearched(entry.name))
            .map((entry) => entry.path),
        );
        fileCount += candidates.length;
        folderCount++;
        const isFull =
          fileCount >= maximumFiles || folderCount >= maximumFiles * FOLDERS_PER_FILE_LIMIT;
        if (isFull) return "maximumFiles";
      }
    }
    level = next;
  }
  return undefined;
}

async function listOrPassBy(
  files: ProjectFiles,
  path: string,
  isStart: boolean,
): Promise<readonly FolderEntry[]> {
  try {
    return await files.list(path);
  } catch (error) {
    if (isStart) throw error;
    return [];
  }
}
