/** What is known of a kept answer beside its body. */
export interface KeptNote {
  readonly url: string;
  readonly method: string;
  /** What was sent beside the address. */
  readonly body?: string | undefined;
  /** When the service gave it, ISO 8601. */
  readonly fetched: string;
  /** When the service last said that it still holds. */
  readonly checked: string;
  readonly release: string;
  readonly etag?: string | undefined;
  readonly lastModified?: string | undefined;
  /** Of the body. */
  readonly sha256: string;
}

export interface KeptAnswer {
  readonly note: KeptNote;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** A kept answer as a file: the note as JSON in the first line, then the body as it came. */
export function encodeKept({ note, body }: KeptAnswer): Uint8Array {
  return Buffer.concat([Buffer.from(`${JSON.stringify(note)}\n`), body]);
}

/** Reads it back; undefined when it is no such file. Whether the body is whole is for the caller to check. */
export function decodeKept(bytes: Uint8Array<ArrayBuffer>): KeptAnswer | undefined {
  const end = bytes.indexOf(10);
  if (end < 0) return undefined;
  try {
    const note = JSON.parse(new TextDecoder().decode(bytes.subarray(0, end))) as KeptNote;
    const isNote = [note.url, note.method, note.fetched, note.checked, note.sha256].every(
      (value) => typeof value === "string",
    );
    return isNote ? { note, body: bytes.slice(end + 1) } : undefined;
  } catch {
    return undefined;
  }
}
