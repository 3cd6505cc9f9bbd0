import { createHash } from "node:crypto";
import { readFully } from "../io/byte-source.ts";
import { openLocalFile } from "../io/local-file.ts";
import { runTask, type TaskOptions } from "../task.ts";

const CHUNK_BYTES = 4 * 1024 * 1024;

/** SHA-256 of each file, read in chunks, with progress over all of them. */
export async function hashFiles(
  paths: readonly string[],
  options: TaskOptions,
): Promise<readonly string[]> {
  const sources = await Promise.all(paths.map(openLocalFile));
  const total = sources.reduce((sum, { size }) => sum + size, 0);
  try {
    return await runTask("hashing files", total, "bytes", options, async (task) => {
      const chunk = new Uint8Array(CHUNK_BYTES);
      const hashes: string[] = [];
      let done = 0;
      for (const source of sources) {
        const hash = createHash("sha256");
        for (let offset = 0; offset < source.size;) {
          const count = await readFully(source, offset, chunk);
          if (count === 0) break;
          hash.update(chunk.subarray(0, count));
          offset += count;
          done += count;
          await task.step(done);
        }
        hashes.push(hash.digest("hex"));
      }
      return hashes;
    });
  } finally {
    for (const source of sources) await source.close?.();
  }
}
