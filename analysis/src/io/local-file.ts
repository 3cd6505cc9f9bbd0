import {
  close,
  closeSync,
  open as openDescriptor,
  openSync,
  read,
  readSync,
  writeSync,
} from "node:fs";
import {
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  type FileHandle,
} from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";

const readAt = promisify(read);

// A data set that a notebook forgot is closed with it; Node's own FileHandle would print a warning instead.
const forgotten = new FinalizationRegistry<number>((descriptor) => {
  closeSync(descriptor);
});

/**
 * Opens a file of this machine for random access.
 *
 * @throws FormatError when there is no such file, or it is a folder
 */
export async function openLocalFile(path: string): Promise<ByteSource> {
  const status = await stat(path).catch((cause: unknown) => {
    throw notReadable(path, cause);
  });
  if (!status.isFile()) {
    throw new FormatError(path, {
      what: `${path} is a folder, not a file.`,
      why: "A data set is opened by one of its files.",
      remedy: `Name a file in it, for example ${join(path, "cohort.bed")}.`,
    });
  }
  const descriptor = await promisify(openDescriptor)(path, "r").catch((cause: unknown) => {
    throw notReadable(path, cause);
  });
  const source: ByteSource = {
    name: path,
    size: status.size,
    path: resolve(path),
    async read(offset, length) {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, status.size - offset)));
      const { bytesRead } = await readAt(descriptor, bytes, 0, bytes.length, offset);
      return bytes.subarray(0, bytesRead);
    },
    async readInto(offset, target) {
      return (await readAt(descriptor, target, 0, target.length, offset)).bytesRead;
    },
    close() {
      forgotten.unregister(source);
      return promisify(close)(descriptor);
    },
  };
  forgotten.register(source, descriptor, source);
  return source;
}

/** All bytes of a small file. */
export async function readWholeFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(path));
}

export async function isLocalFile(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isFile(),
    () => false,
  );
}

/** What a folder tells of a file. */
export interface FileStatus {
  readonly bytes: number;
  /** Of the content, as its writer says; it can be set. */
  readonly modified: Date;
  /** Of the content or of what is said of it; it cannot be set. */
  readonly changed: Date;
}

/** Size and time of change of a file; undefined when there is none. */
export async function localFileStatus(path: string): Promise<FileStatus | undefined> {
  const status = await stat(path).catch(() => undefined);
  return status?.isFile()
    ? { bytes: status.size, modified: status.mtime, changed: status.ctime }
    : undefined;
}

/** Synchronous access to a file, for worker threads, which have nothing else to do meanwhile. */
export interface WorkerFile {
  /** Fills `target` from `offset`; returns the bytes read, fewer only at the end of the file. */
  read(offset: number, target: Uint8Array): number;
  /** Writes all of `bytes` at `offset`. */
  write(offset: number, bytes: Uint8Array): void;
  close(): void;
}

/**
 * Opens a file in a worker, for reading or for writing into one that exists.
 *
 * @throws FormatError when the file cannot be opened, or a read or write fails
 */
export function openWorkerFile(path: string, mode: "read" | "write"): WorkerFile {
  const describe = mode === "read" ? notReadable : notWritable;
  const attempt = <T>(action: () => T): T => {
    try {
      return action();
    } catch (cause) {
      throw describe(path, cause);
    }
  };
  const descriptor = attempt(() => openSync(path, mode === "read" ? "r" : "r+"));
  return {
    read(offset, target) {
      let filled = 0;
      while (filled < target.length) {
        const rest = target.length - filled;
        const from = filled;
        const count = attempt(() => readSync(descriptor, target, from, rest, offset + from));
        if (count === 0) break;
        filled += count;
      }
      return filled;
    },
    write(offset, bytes) {
      for (let done = 0; done < bytes.length;) {
        const from = done;
        done += attempt(() =>
          writeSync(descriptor, bytes, from, bytes.length - from, offset + from),
        );
      }
    },
    close: () => closeSync(descriptor),
  };
}

/** A file in the making beside its final name. */
export interface PartialFile {
  /** Where to write until it is complete. */
  readonly path: string;
  append(bytes: Uint8Array): Promise<void>;
  /** Brings the content to disk. */
  sync(): Promise<void>;
  /** Gives the file its name, once its content is on disk. */
  commit(): Promise<void>;
  /** Removes what was written. */
  discard(): Promise<void>;
}

/** Starts a file that several threads write; missing folders are made. The final name appears with `commit` only. */
export async function createPartialFile(path: string): Promise<PartialFile> {
  const temporary = temporaryName(path);
  const complain = (cause: unknown): never => {
    throw notWritable(path, cause);
  };
  await mkdir(dirname(path), { recursive: true }).catch(complain);
  const file = await open(temporary, "wx").catch(complain);
  return {
    path: temporary,
    async append(bytes) {
      await file.appendFile(bytes).catch(complain);
    },
    sync: () => file.sync().catch(complain),
    commit: () => giveName(file, temporary, path).catch(complain),
    async discard() {
      await file.close().catch(() => undefined);
      await rm(temporary, { force: true });
    },
  };
}

/** Where bytes of a file being written go. */
export type WriteBytes = (bytes: Uint8Array) => Promise<void>;

/**
 * Writes a file so that its name appears only once its content is complete and on disk.
 * When `write` fails nothing is left behind, and an older file of that name stays as it was. Missing folders are made.
 */
export async function writeLocalFile(
  path: string,
  write: (append: WriteBytes) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  await refuseNoFile(path);
  const made = mkdir(dirname(path), { recursive: true });
  const file = await made
    .then(() => open(temporary, "wx"))
    .catch((cause: unknown) => {
      throw notWritable(path, cause);
    });
  try {
    await write(async (bytes) => {
      let written = 0;
      while (written < bytes.length) {
        const { bytesWritten } = await file.write(bytes, written).catch((cause: unknown) => {
          throw notWritable(path, cause);
        });
        written += bytesWritten;
      }
    });
    await file
      .sync()
      .then(() => giveName(file, temporary, path))
      .catch((cause: unknown) => {
        throw notWritable(path, cause);
      });
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

/** A file that is written in several goes, such as an interrupted download. */
export interface GrowingFile {
  /** Bytes that are there. */
  readonly size: number;
  append(bytes: Uint8Array): Promise<void>;
  /** Brings the content to disk and gives the file its final name. */
  finish(path: string): Promise<void>;
  /** Leaves what is there for another go. */
  close(): Promise<void>;
}

/** Opens a file to write at its end, or an empty one; missing folders are made. */
export async function openGrowingFile(path: string, startAfresh: boolean): Promise<GrowingFile> {
  const complain = (cause: unknown): never => {
    throw notWritable(path, cause);
  };
  await mkdir(dirname(path), { recursive: true }).catch(complain);
  const file = await open(path, startAfresh ? "w" : "a").catch(complain);
  let { size } = await file.stat();
  return {
    get size() {
      return size;
    },
    async append(bytes) {
      await file.appendFile(bytes).catch(complain);
      size += bytes.length;
    },
    async finish(final) {
      await file
        .sync()
        .then(() => giveName(file, path, final))
        .catch(complain);
    },
    close: () => file.close().catch(() => undefined),
  };
}

/** Removes a file; one that is not there is no fault. */
export async function removeLocalFile(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** Files of a folder and of those within it, without those in the making; none when there is no such folder. */
export async function listLocalFiles(
  folder: string,
): Promise<readonly { readonly path: string; readonly size: number; readonly modified: number }[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = found
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".part"))
    .map((entry) => join(entry.parentPath, entry.name));
  const listed = await Promise.all(
    files.map(async (path) => {
      const status = await stat(path).catch(() => undefined);
      return status && { path, size: status.size, modified: status.mtimeMs };
    }),
  );
  return listed.filter((file) => file !== undefined);
}

function temporaryName(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}-${Date.now()}.part`);
}

async function giveName(file: FileHandle, temporary: string, path: string): Promise<void> {
  await file.close();
  await rename(temporary, path);
}

/** A device or a folder of this name would be replaced by a file. */
async function refuseNoFile(path: string): Promise<void> {
  const there = await stat(path).catch(() => undefined);
  if (!there || there.isFile()) return;
  throw new FormatError(path, {
    what: `Cannot write ${path}.`,
    why: `It is ${there.isDirectory() ? "a folder" : "a device"}, not a file.`,
    remedy: "Name a file that is new or may be replaced.",
  });
}

function notWritable(path: string, cause: unknown): FormatError {
  return new FormatError(
    path,
    {
      what: `Cannot write ${path}.`,
      why: cause instanceof Error ? `${cause.message}.` : String(cause),
      remedy: "Check that the folder may be written to and the disk has room.",
    },
    { cause },
  );
}

function notReadable(path: string, cause: unknown): FormatError {
  const code = (cause as NodeJS.ErrnoException).code;
  return new FormatError(
    path,
    {
      what: code === "ENOENT" ? `There is no file ${path}.` : `Cannot read ${path}.`,
      why:
        code === "ENOENT"
          ? `Paths are relative to ${process.cwd()}.`
          : cause instanceof Error
            ? cause.message
            : String(cause),
      remedy: "Check the path; the dataset browser can insert the right one.",
    },
    { cause },
  );
}
