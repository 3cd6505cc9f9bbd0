import { close, closeSync, open as openDescriptor, read } from "node:fs";
import { mkdir, open, readFile, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
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
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${Date.now()}.part`);
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
    await finish(file, temporary, path).catch((cause: unknown) => {
      throw notWritable(path, cause);
    });
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(temporary, { force: true });
    throw error;
  }
}

async function finish(file: FileHandle, temporary: string, path: string): Promise<void> {
  await file.sync();
  await file.close();
  await rename(temporary, path);
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
