import type { TaskOptions } from "../task.ts";
import { isDatasetId, type RegisteredFile, type RegisteredKind } from "./entry.ts";
import { hashFiles } from "./file-hash.ts";
import { RegisteredFileChangedError, RegisteredFileMissingError } from "./registry-errors.ts";
import { fileState } from "./dataset-state.ts";
import { localPath, openRegistry } from "./registry-file.ts";

/** What is asked for: the file to read, and of a registered data set what it is. */
export interface AskedDataset {
  readonly path: string;
  readonly kind: RegisteredKind | undefined;
}

/** The path alone of what is asked for. */
export async function registeredPath(asked: string, options: TaskOptions): Promise<string> {
  return (await registeredDataset(asked, options)).path;
}

/**
 * The file of what is asked for: of a registered data set's id its own and what it is, of all else what was given.
 *
 * Files whose size and time are the registered ones are taken for the same; others are read and held against their SHA-256.
 *
 * @throws RegisteredFileMissingError, RegisteredFileChangedError, RegistryTextError
 */
export async function registeredDataset(
  asked: string,
  options: TaskOptions,
): Promise<AskedDataset> {
  if (!isDatasetId(asked)) return { path: asked, kind: undefined };
  const { path, entries } = await openRegistry({});
  const entry = entries.find(({ id }) => id === asked);
  if (!entry) return { path: asked, kind: undefined };
  const touched: RegisteredFile[] = [];
  for (const file of entry.files) {
    const state = await fileState(path, file);
    const place = localPath(path, file.path);
    if (state === "missing") throw missing(asked, place);
    if (state === "changed") throw different(asked, place, entry.registered);
    if (state === "touched") touched.push(file);
  }
  const paths = touched.map((file) => localPath(path, file.path));
  const hashes = await hashFiles(paths, options);
  const changed = touched.findIndex((file, i) => file.sha256 !== hashes[i]);
  if (changed >= 0) throw different(asked, paths[changed], entry.registered);
  return { path: localPath(path, entry.files[0].path), kind: entry.kind };
}

function missing(id: string, path: string): RegisteredFileMissingError {
  return new RegisteredFileMissingError(path, {
    what: `${path} of the registered data set ${JSON.stringify(id)} is not there.`,
    why: "It was moved, renamed or deleted, or the disk is not attached.",
    remedy: `Put it back, or register it where it is: await data.register(path, { id: ${JSON.stringify(id)}, replace: true }).`,
  });
}

function different(id: string, path: string, registered: string): RegisteredFileChangedError {
  return new RegisteredFileChangedError(id, path, {
    what: `${path} is not the file that was registered as ${JSON.stringify(id)}.`,
    why: `Its SHA-256 differs from that of ${registered.slice(0, 10)}.`,
    remedy: `If the change is meant, register it anew: await data.register(${JSON.stringify(path)}, { id: ${JSON.stringify(id)}, replace: true }). To open it all the same, name the file instead of the id.`,
  });
}
