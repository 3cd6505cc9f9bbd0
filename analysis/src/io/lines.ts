import { FormatError, isAnalysisError } from "../errors.ts";
import { readFully, type ByteSource } from "./byte-source.ts";
import { LINE_FEED } from "./field-bounds.ts";

const CHUNK_BYTES = 4 * 1024 * 1024;
// Small enough to stay in the cache, and read again and again into one place: fresh pages cost more than the reading.
const BLOCK_BYTES = 512 * 1024;

/** Called for every line, without its end; return `false` to stop reading. Numbers start at 1. */
export type VisitLine = (line: string, number: number) => unknown;

/**
 * Reads text line by line, gzip or plain as the content says, with LF or CRLF, with or without a last line end.
 *
 * @param content - the bytes of the text, where the source holds them in another form than gzip or plain
 * @throws FormatError when the gzip data are damaged or cut short
 */
export async function readLines(
  source: ByteSource,
  visit: VisitLine,
  content: AsyncIterable<Uint8Array> = plainBytes(source),
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  let number = 0;
  const visitAll = (text: string): boolean => {
    let from = 0;
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", from)) {
      const stop = end > from && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
      if (visit(text.slice(from, stop), ++number) === false) return false;
      from = end + 1;
    }
    rest = text.slice(from);
    return true;
  };
  for await (const bytes of content) {
    if (!visitAll(rest + decoder.decode(bytes, { stream: true }))) return;
  }
  rest += decoder.decode();
  if (rest.length > 0) visit(rest.endsWith("\r") ? rest.slice(0, -1) : rest, ++number);
}

/** Called with whole lines, the last one perhaps without an end; false stops. The bytes are only good during the call. */
export type VisitLines = (bytes: Uint8Array, from: number, to: number) => unknown;

/**
 * Reads text as bytes, gzip or plain as the content says, many whole lines at a time; a leading byte order
 * mark is left out.
 *
 * @param content - the bytes of the text, where the source holds them in another form than gzip or plain
 * @throws FormatError when the gzip data are damaged or cut short
 */
export async function readLineBlocks(
  source: ByteSource,
  visit: VisitLines,
  content: AsyncIterable<Uint8Array> = plainBytes(source, { memory: blockMemory(source) }),
): Promise<void> {
  let buffer = new Uint8Array(0);
  let filled = 0;
  let isStart = true;
  for await (const bytes of content) {
    const lineEnd = bytes.lastIndexOf(LINE_FEED);
    if (filled > 0 || lineEnd < 0) {
      // The line that the last block broke off comes first, then what completes it.
      const needed = filled + bytes.length;
      if (buffer.length < needed) {
        const grown = new Uint8Array(2 * needed);
        grown.set(buffer.subarray(0, filled));
        buffer = grown;
      }
      const head = lineEnd < 0 ? bytes.length : bytes.indexOf(LINE_FEED) + 1;
      buffer.set(bytes.subarray(0, head), filled);
      filled += head;
      if (lineEnd < 0) continue;
      if (visit(buffer, isStart ? markLength(buffer) : 0, filled) === false) return;
      isStart = false;
      filled = 0;
      if (head <= lineEnd && visit(bytes, head, lineEnd + 1) === false) return;
    } else {
      if (visit(bytes, isStart ? markLength(bytes) : 0, lineEnd + 1) === false) return;
      isStart = false;
    }
    const tail = bytes.subarray(lineEnd + 1);
    if (buffer.length < tail.length) buffer = new Uint8Array(2 * tail.length);
    buffer.set(tail);
    filled = tail.length;
  }
  const from = isStart ? markLength(buffer.subarray(0, filled)) : 0;
  if (filled > from) visit(buffer, from, filled);
}

/** Bytes of a UTF-8 byte order mark at the start, which `TextDecoder` leaves out as well. */
function markLength(bytes: Uint8Array): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

/**
 * The first lines of a text, from its first bytes only, however large it is; for telling what a file is.
 * A last line that was cut is left out, unless it is the only one.
 */
export async function readHead(
  source: ByteSource,
  maxLines: number,
  maxBytes: number = 64 * 1024,
): Promise<string[]> {
  const head = await source.read(0, Math.min(maxBytes, source.size));
  const complete = head.length >= source.size;
  const plain = isGzip(head) ? await inflateHead(head) : { bytes: head, complete };
  const text = new TextDecoder().decode(plain.bytes);
  const lines = text.split(/\r?\n/);
  const last = lines.at(-1);
  if (lines.length > 1 && (last === "" || !(plain.complete && complete))) lines.pop();
  return lines.slice(0, maxLines);
}

/** True for gzip, and so for bgzip. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/**
 * The bytes of a text that is plain or gzip, as its first bytes say, chunk by chunk.
 *
 * @param options.memory - takes the chunks, each of which then is only good until the next
 */
export async function* plainBytes(
  source: ByteSource,
  { memory }: { readonly memory?: Uint8Array } = {},
): AsyncGenerator<Uint8Array> {
  const magic = await source.read(0, 2);
  if (!isGzip(magic)) {
    yield* memory ? chunksInTurn(source, memory) : fileChunks(source);
    return;
  }
  try {
    const inflated = inflate(fileChunks(source));
    yield* memory ? gathered(inflated, memory) : inflated;
  } catch (cause) {
    if (isAnalysisError(cause)) throw cause;
    throw new FormatError(
      source.name,
      {
        what: `${source.name} cannot be decompressed.`,
        why: "Its gzip data are damaged or end early.",
        remedy: "Copy or download it again, and compare checksums.",
      },
      { cause },
    );
  }
}

/** Memory for `plainBytes` whose chunks are done with when the next is asked for. */
export function blockMemory(
  { size }: ByteSource,
  room: (bytes: number) => Uint8Array = (bytes) => new Uint8Array(bytes),
): Uint8Array {
  return room(Math.min(BLOCK_BYTES, size));
}

/** The bytes of a source in two halves of a memory: while one is used, the next are read into the other. */
async function* chunksInTurn(source: ByteSource, memory: Uint8Array): AsyncGenerator<Uint8Array> {
  const half = source.size <= memory.length ? memory.length : Math.ceil(memory.length / 2);
  const halves = [memory.subarray(0, half), memory.subarray(half)];
  let reading = readFully(source, 0, halves[0]);
  try {
    for (let offset = 0, turn = 0; offset < source.size; turn ^= 1) {
      const count = await reading;
      if (count === 0) return;
      offset += count;
      if (offset < source.size) {
        reading = readFully(source, offset, halves[turn ^ 1]);
        // Reported when it is waited for, not as an unhandled rejection before.
        reading.catch(() => undefined);
      }
      yield halves[turn].subarray(0, count);
    }
  } finally {
    // Nothing is read any more when the source may be closed.
    await reading.catch(() => undefined);
  }
}

/** Small chunks, as many as a memory takes, in one. */
async function* gathered(
  chunks: AsyncIterable<Uint8Array>,
  memory: Uint8Array,
): AsyncGenerator<Uint8Array> {
  let filled = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const some = chunk.subarray(at, at + memory.length - filled);
      memory.set(some, filled);
      filled += some.length;
      at += some.length;
      if (filled < memory.length) break;
      yield memory;
      filled = 0;
    }
  }
  if (filled > 0) yield memory.subarray(0, filled);
}

/** The bytes of a source from the first to the last. */
export async function* fileChunks(source: ByteSource): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let offset = 0; offset < source.size;) {
    const chunk = new Uint8Array(Math.min(CHUNK_BYTES, source.size - offset));
    const count = await readFully(source, offset, chunk);
    if (count === 0) return;
    yield chunk.subarray(0, count);
    offset += count;
  }
}

// DecompressionStream is in Node and browsers alike, which node:zlib is not.
async function* inflate(
  compressed: AsyncIterable<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<Uint8Array> {
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const writing = (async () => {
    for await (const chunk of compressed) await writer.write(chunk);
    await writer.close();
  })();
  // A failed source fails the read below, which is where it is reported.
  writing.catch((error: unknown) => writer.abort(error).catch(() => undefined));
  const reader = (stream.readable as ReadableStream<Uint8Array>).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      yield value;
    }
    await writing;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function inflateHead(head: Uint8Array): Promise<{ bytes: Uint8Array; complete: boolean }> {
  const parts: Uint8Array[] = [];
  let complete = true;
  async function* once(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    yield await Promise.resolve(new Uint8Array(head));
  }
  try {
    for await (const part of inflate(once())) parts.push(part);
  } catch {
    // A cut gzip stream fails at its end, after giving what it holds.
    complete = false;
  }
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { bytes, complete };
}
