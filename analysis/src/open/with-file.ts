import { reportingSource, type ByteSource } from "../io/byte-source.ts";
import { openLocalFile } from "../io/local-file.ts";
import { sniff, type Sniffed } from "../io/sniff.ts";
import { runTask, type TaskOptions } from "../task.ts";

// Smaller texts are read before a progress line could be seen.
const SHOWN_FROM_BYTES = 8 * 1024 * 1024;

/** Reads a text, and says how far reading has come where that takes long. */
export function readWhole<T>(
  source: ByteSource,
  options: TaskOptions,
  read: (source: ByteSource) => Promise<T>,
): Promise<T> {
  if (source.size < SHOWN_FROM_BYTES) return read(source);
  return runTask(`reading ${source.name}`, source.size, "bytes", options, (task) =>
    read(reportingSource(source, (bytes) => task.step(bytes))),
  );
}

/** Opens a file, looks what it is, and closes it when it has been used. */
export function withFile<T>(
  path: string,
  options: TaskOptions,
  use: (source: ByteSource, sniffed: Sniffed) => Promise<T>,
): Promise<T> {
  return withSource(path, async (source) => {
    const sniffed = await sniff(source);
    return readWhole(source, options, (reported) => use(reported, sniffed));
  });
}

export async function withSource<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const source = await openLocalFile(path);
  try {
    return await use(source);
  } finally {
    await source.close?.();
  }
}
