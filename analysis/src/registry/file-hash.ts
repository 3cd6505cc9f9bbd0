import { createHash } from "node:crypto";
import { readFully } from "../io/byte-source.ts";
import { type FileStatus, localFileStatus, openLocalFile } from "../io/local-file.ts";
import { runTask, type TaskOptions } from "../task.ts";

const CHUNK_BYTES = 4 * 1024 * 1024;

/** What this session has read, by path, and what the folder told of the file then. */
const known = new Map<string, { readonly stamp: string; readonly sha256: string }>();

/** SHA-256 of a file that was read in this session and has not been changed in any way since. */
export function knownHash(path: string, status: FileStatus): string | undefined {
  const read = known.get(path);
  return read?.stamp === stampOf(status) ? read.sha256 : undefined;
}

const stampOf = ({ bytes, modified, changed }: FileStatus): string =>
  [bytes, modified.getTime(), changed.getTime()].join();

/** SHA-256 of each file, read in chunks, with progress over all of them; `knownHash` tells them afterwards. */
export async function hashFiles(
  paths: readonly string[],
  options: TaskOptions,
): Promise<readonly string[]> {
  // Told before reading: a file that is written meanwhile is not taken for known.
  const statuses = await Promise.all(paths.map(localFileStatus));
  const sources = await Promise.all(paths.map(openLocalFile));
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  try {
    return await runTask("hashing files", total, "bytes", options, async (task) => {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const hashes: string[] = [];
      let done = 0;
      for (const [index, source] of sources.entries()) {
        const hash = createHash("sha256");
        for (let offset = 0; offset < source.size;) {
          const count = await readFully(source, offset, chunk);
          if (count === 0) break;
          hash.update(chunk.subarray(0, count));
          offset += count;
          done += count;
          await task.step(done);
        }
        const sha256 = hash.digest("hex");
        const status = statuses[index];
        if (status) known.set(paths[index], { stamp: stampOf(status), sha256 });
        hashes.push(sha256);
      }
      return hashes;
    });
  } finally {
    for (const source of sources) await source.close?.();
  }
}
