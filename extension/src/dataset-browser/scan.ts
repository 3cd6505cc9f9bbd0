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

export interface Scan {
  readonly folders: readonly ScannedFolder[];
  /** The limit that ended the search before everything was seen. */
  readonly stoppedBy?: keyof ScanLimits | undefined;
}

/** Folders are listed one request each; a home directory may hold very many. */
const FOLDERS_PER_FILE_LIMIT = 0.5;

/**
 * Lists the files below a folder that may be data sets, nearest folders first.
 *
 * A folder that cannot be listed is passed by; only the start itself must be readable.
 *
 * @throws whatever `files.list` throws for the start
 */
export async function scanFolders(
  files: ProjectFiles,
  start: string,
  limits: ScanLimits,
  signal?: AbortSignal,
): Promise<Scan> {
  const folders: ScannedFolder[] = [];
  let level = [start];
  let fileCount = 0;
  let folderCount = 0;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limits.maximumDepth) return { folders, stoppedBy: "maximumDepth" };
    const next: string[] = [];
    for (const path of level) {
      signal?.throwIfAborted();
      const entries = await listOrPassBy(files, path, path === start);
      const candidates = entries.filter((entry) => !entry.isFolder && isCandidate(entry.name));
      if (candidates.length > 0) folders.push({ path, entries: candidates });
      next.push(
        ...entries
          .filter((entry) => entry.isFolder && isSearched(entry.name))
          .map((entry) => entry.path),
      );
      fileCount += candidates.length;
      folderCount++;
      const isFull =
        fileCount >= limits.maximumFiles ||
        folderCount >= limits.maximumFiles * FOLDERS_PER_FILE_LIMIT;
      if (isFull) return { folders, stoppedBy: "maximumFiles" };
    }
    level = next;
  }
  return { folders };
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
