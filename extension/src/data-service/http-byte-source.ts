import type { ByteSource } from "@genobook/analysis/describe";

export interface HttpByteSourceOptions {
  /** For messages: the file's path, never its address, which may hold a token. */
  readonly name: string;
  /** Bytes of the whole file. */
  readonly size: number;
  readonly url: string;
  /** Sends the request; JupyterLab's own, so that authentication and base address are right. */
  readonly request: (url: string, init: RequestInit) => Promise<Response>;
  readonly signal?: AbortSignal | undefined;
}

/** A list of files is told from their heads, in several small reads each; one request answers them all. */
const HEAD_BYTES = 64 * 1024;

/**
 * Random access to a file behind HTTP, by ranges only; its head is fetched once and kept.
 *
 * A server that answers a range with the whole file is refused before its body is read: a genotype file may be larger
 * than the browser's memory.
 *
 * @throws Error from `read` when the server sends anything but the range that was asked for
 */
export function httpByteSource(options: HttpByteSourceOptions): ByteSource {
  const { name, size } = options;
  let head: Promise<Uint8Array> | undefined;
  return {
    name,
    size,
    async read(offset, length) {
      const end = Math.min(offset + length, size);
      if (end <= offset) return new Uint8Array(0);
      if (end > HEAD_BYTES) return fetchRange(options, offset, end);
      head ??= fetchRange(options, 0, Math.min(HEAD_BYTES, size));
      return (await head).slice(offset, end);
    },
  };
}

async function fetchRange(
  { name, size, url, request, signal }: HttpByteSourceOptions,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const abort = new AbortController();
  const stop = (): void => abort.abort(signal?.reason);
  if (signal?.aborted) stop();
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const response = await request(url, {
      headers: { Range: `bytes=${start}-${end - 1}` },
      signal: abort.signal,
    });
    // Jupyter's server answers a range that spans the whole file with 200, and that is the whole file indeed.
    const isWhole = response.status === 200 && end - start === size;
    if (response.status !== 206 && !isWhole) {
      abort.abort();
      throw new Error(rangeProblem(name, response.status));
    }
    const bytes = new Uint8Array(await response.arrayBuffer());
    if (bytes.length !== end - start) {
      throw new Error(`${name} changed while it was read. Search again.`);
    }
    return bytes;
  } finally {
    signal?.removeEventListener("abort", stop);
  }
}

function rangeProblem(name: string, status: number): string {
  if (status === 404) return `${name} is not served: it was moved, or lies in a hidden folder.`;
  if (status === 403) return `${name} may not be read with this sign-in.`;
  if (status === 200) return `${name} cannot be read in parts from this server.`;
  return `${name} could not be read: the server answered with status ${status}.`;
}
