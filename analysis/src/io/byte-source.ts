/** Random access to bytes: a file, an HTTP range, a Blob; every reader reads through it. */
export interface ByteSource {
  /** For messages and provenance. */
  readonly name: string;
  readonly size: number;
  /** Absolute path, when the source is a file of this machine. */
  readonly path?: string | undefined;
  /** Up to `length` bytes from `offset`; fewer only at the end of the source. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /** The same into memory of the caller's, where the source can; returns the bytes read. */
  readInto?(offset: number, target: Uint8Array): Promise<number>;
  close?(): Promise<void>;
}

/** Bytes in memory as a source: tests, dropped files, downloads. */
export function memorySource(name: string, content: Uint8Array | string): ByteSource {
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  return {
    name,
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
  };
}

/** Fills `target` from `offset`, however many reads that takes; returns the bytes read, fewer only at the end. */
export async function readFully(
  source: ByteSource,
  offset: number,
  target: Uint8Array,
): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const rest = target.subarray(filled);
    let count: number;
    if (source.readInto) {
      count = await source.readInto(offset + filled, rest);
    } else {
      const bytes = await source.read(offset + filled, rest.length);
      rest.set(bytes);
      count = bytes.length;
    }
    if (count === 0) break;
    filled += count;
  }
  return filled;
}

/** The same source, which tells after each read how far into it reading has come. */
export function reportingSource(
  source: ByteSource,
  report: (bytes: number) => Promise<void>,
): ByteSource {
  const readInto = source.readInto?.bind(source);
  return {
    name: source.name,
    size: source.size,
    async read(offset, length) {
      const bytes = await source.read(offset, length);
      await report(offset + bytes.length);
      return bytes;
    },
    ...(readInto && {
      async readInto(offset: number, target: Uint8Array) {
        const count = await readInto(offset, target);
        await report(offset + count);
        return count;
      },
    }),
  };
}
