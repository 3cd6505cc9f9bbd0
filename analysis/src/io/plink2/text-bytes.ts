import { Decompress } from "fzstd";
import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { blockMemory, fileChunks, plainBytes } from "../lines.ts";

/** The bytes of a text that is plain, gzip or zstd, as its first bytes say; each chunk is only good until the next. */
export async function* textBytes(
  source: ByteSource,
  room?: (bytes: number) => Uint8Array,
): AsyncGenerator<Uint8Array> {
  const head = await source.read(0, 4);
  if (!isZstd(head)) {
    yield* plainBytes(source, { memory: blockMemory(source, room) });
    return;
  }
  const ready: Uint8Array[] = [];
  const stream = new Decompress((bytes) => {
    // The decoder uses the memory again.
    if (bytes.length > 0) ready.push(bytes.slice());
  });
  for await (const chunk of fileChunks(source)) {
    inflate(source.name, stream, chunk, false);
    yield* ready.splice(0);
  }
  inflate(source.name, stream, new Uint8Array(0), true);
  yield* ready.splice(0);
}

function isZstd(head: Uint8Array): boolean {
  return head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd;
}

function inflate(path: string, stream: Decompress, bytes: Uint8Array, isLast: boolean): void {
  try {
    stream.push(bytes, isLast);
  } catch (cause) {
    throw new FormatError(
      path,
      {
        what: `${path} cannot be decompressed.`,
        why: "Its zstd data are damaged or end early.",
        remedy: "Copy or download it again, and compare checksums.",
      },
      { cause },
    );
  }
}
