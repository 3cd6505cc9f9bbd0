import type { WriteBytes } from "./local-file.ts";

/** Compresses what is appended and passes it on; `end` flushes. One gzip member, which every reader takes. */
export function gzipBytes(append: WriteBytes): { append: WriteBytes; end: () => Promise<void> } {
  const stream = new CompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  const passing = (async () => {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      await append(value);
    }
  })();
  // Reported by `end`; an unhandled rejection in between would end the process.
  passing.catch(() => undefined);
  return {
    append: (bytes) => writer.write(new Uint8Array(bytes)),
    async end() {
      await Promise.all([writer.close(), passing]);
    },
  };
}
