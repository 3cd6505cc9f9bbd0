import { createHash, type Hash } from "node:crypto";
import { openLocalFile } from "../../io/local-file.ts";

const PIECE_BYTES = 4 * 1024 * 1024;

/** Length and checksums of a file, which can be gone on with. */
export async function fileSums(
  path: string,
): Promise<{ readonly size: number; readonly md5: Hash; readonly sha256: Hash }> {
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  const source = await openLocalFile(path);
  try {
    for (let offset = 0; offset < source.size; offset += PIECE_BYTES) {
      const bytes = await source.read(offset, PIECE_BYTES);
      md5.update(bytes);
      sha256.update(bytes);
    }
    return { size: source.size, md5, sha256 };
  } finally {
    await source.close?.();
  }
}
