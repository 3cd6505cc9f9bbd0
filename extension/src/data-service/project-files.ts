import type { ByteSource, DatasetDescription } from "@genobook/analysis/describe";
import type { Contents } from "@jupyterlab/services";
import { ServerConnection } from "@jupyterlab/services";
import { PathExt } from "@jupyterlab/coreutils";
import { httpByteSource } from "./http-byte-source.ts";

/** One entry of a folder, as much of it as a listing tells. */
export interface FolderEntry {
  readonly name: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly size: number;
  readonly modified: string;
}

/** A data set with its place in the project. */
export interface ProjectDataset extends DatasetDescription {
  /** Path of the folder from the server's root; empty for the root itself. */
  readonly folder: string;
  /** Path of the member that a user names in code. */
  readonly path: string;
}

/** Where files are listed and read: the server, or a test's folder. */
export interface ProjectFiles {
  list(folder: string): Promise<readonly FolderEntry[]>;
  open(entry: FolderEntry, signal?: AbortSignal): Promise<ByteSource>;
}

/** Lists through the contents service and reads through ranged downloads; no file's content is ever fetched whole. */
export function serverFiles(contents: Contents.IManager): ProjectFiles {
  return {
    async list(folder) {
      const model = await contents.get(folder, { type: "directory", content: true });
      return (model.content as Contents.IModel[]).map((entry) => ({
        name: entry.name,
        path: entry.path,
        isFolder: entry.type === "directory",
        size: entry.size ?? 0,
        modified: entry.last_modified,
      }));
    },
    async open(entry, signal) {
      return httpByteSource({
        name: entry.path,
        size: entry.size,
        url: await contents.getDownloadUrl(entry.path),
        request: (url, init) => ServerConnection.makeRequest(url, init, contents.serverSettings),
        signal,
      });
    },
  };
}

/**
 * Tells what the data sets among some files of one folder are, from their heads.
 *
 * @param entries - files of one folder; a set is told only when all its members are among them
 */
export async function describeEntries(
  files: ProjectFiles,
  entries: readonly FolderEntry[],
  signal?: AbortSignal,
): Promise<ProjectDataset[]> {
  if (entries.length === 0) return [];
  const { describeFolder } = await import("@genobook/analysis/describe");
  const sources = await Promise.all(
    entries.map(async (entry) => ({
      name: entry.name,
      source: await files.open(entry, signal),
    })),
  );
  const folder = PathExt.dirname(entries[0]!.path);
  const descriptions = await describeFolder(sources);
  return descriptions.map((description) => ({
    ...description,
    folder,
    path: PathExt.join(folder, description.name),
  }));
}
