import type { Hash } from "node:crypto";
import {
  isLocalFile,
  openGrowingFile,
  readWholeFile,
  removeLocalFile,
  writeLocalFile,
  type GrowingFile,
} from "../../io/local-file.ts";
import { fileSums } from "./file-sums.ts";

/** What the server said of the file when the download began: only the same file may be gone on with. */
export interface PartialNote {
  readonly url: string;
  readonly etag: string;
  readonly lastModified: string;
  /** Whole, in bytes. */
  readonly size: number;
}

/** Bytes of a download that lie beside its final name, and their checksums so far. */
export interface PartialDownload {
  readonly note: PartialNote;
  readonly size: number;
  readonly md5: Hash;
  readonly sha256: Hash;
}

const partOf = (path: string): string => `${path}.part`;
const noteOf = (path: string): string => `${path}.part.json`;

/** What an earlier go left, if it was of the same address; its bytes are read for the checksums. */
export async function findPartial(path: string, url: string): Promise<PartialDownload | undefined> {
  if (!(await isLocalFile(partOf(path))) || !(await isLocalFile(noteOf(path)))) return undefined;
  const note = parseNote(await readWholeFile(noteOf(path)));
  if (note?.url !== url || (note.etag === "" && note.lastModified === "")) return undefined;
  return { note, ...(await fileSums(partOf(path))) };
}

/** Opens the bytes for going on, or afresh with a new note. */
export async function openPartial(
  path: string,
  afresh: PartialNote | undefined,
): Promise<GrowingFile> {
  if (afresh) {
    const text = new TextEncoder().encode(`${JSON.stringify(afresh)}\n`);
    await writeLocalFile(noteOf(path), (append) => append(text));
  }
  return openGrowingFile(partOf(path), afresh !== undefined);
}

/** Removes what an earlier go left. */
export async function discardPartial(path: string): Promise<void> {
  await removeLocalFile(partOf(path));
  await removeLocalFile(noteOf(path));
}

/** Removes the note, once the bytes have their final name. */
export async function removeNote(path: string): Promise<void> {
  await removeLocalFile(noteOf(path));
}

function parseNote(bytes: Uint8Array): PartialNote | undefined {
  try {
    const note = JSON.parse(new TextDecoder().decode(bytes)) as PartialNote;
    return typeof note.url === "string" && typeof note.size === "number" ? note : undefined;
  } catch {
    return undefined;
  }
}
