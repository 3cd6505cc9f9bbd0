import { CancelledError } from "../../errors.ts";
import { isLocalFile } from "../../io/local-file.ts";
import { signalOf, type TaskOptions } from "../../task.ts";
import { ChecksumError, NetworkOffError } from "../catalogue-errors.ts";
import { displayed } from "../network/displayed.ts";
import { persist } from "../network/persist.ts";
import { describeRequest, outgoing, type Ask, type OutgoingRequest } from "../network/request.ts";
import { isAllowed } from "../network/settings.ts";
import { fileSums } from "./file-sums.ts";
import { oneGo } from "./one-go.ts";
import { discardPartial, findPartial, openPartial, removeNote } from "./partial-download.ts";

/** A file of a catalogue on this machine. */
export interface DownloadedFile {
  readonly path: string;
  readonly url: string;
  readonly bytes: number;
  readonly md5: string;
  readonly sha256: string;
  /** Bytes that an earlier go had brought; all of them when the file was there. */
  readonly resumedFrom: number;
  /** When it was complete or was found complete, ISO 8601. */
  readonly fetched: string;
  readonly notices: readonly string[];
}

export interface DownloadOrder {
  readonly ask: Ask;
  /** Where the file is put; its name appears once it is whole and its checksum right. */
  readonly path: string;
  /** In hexadecimal; where the catalogue gives none, only the length is checked. */
  readonly md5?: string | undefined;
}

/**
 * Downloads a file. What an interrupted go brought is gone on with by a range request, if the server still has the same file;
 * a file that is there already with the right checksum is not asked for again.
 *
 * @throws ChecksumError when the whole file is not the catalogue's, after which nothing of it is left; NetworkOffError;
 * FormatError when it cannot be written, after which what is there waits for the next go
 */
export async function downloadFile(
  { ask, path, md5: expected }: DownloadOrder,
  options: TaskOptions = {},
): Promise<DownloadedFile> {
  const request = outgoing(ask);
  const there = expected === undefined ? undefined : await sameFile(path, expected);
  if (there) return described(request, path, there, there.size, []);
  if (!isAllowed(request.service.name)) throw switchedOff(request, path);
  const signal = signalOf(options) ?? new AbortController().signal;
  try {
    const whole = await persist(request, signal, async () =>
      oneGo(request, path, await findPartial(path, request.url.href), { ...options, signal }),
    );
    if (expected !== undefined && expected.toLowerCase() !== whole.md5) {
      await discardPartial(path);
      throw notTheFile(request, path, expected, whole.md5);
    }
    const file = await openPartial(path, undefined);
    await file.finish(path);
    await removeNote(path);
    const unchecked = "the catalogue gives no checksum for this file; its length was checked";
    return described(
      request,
      path,
      whole,
      whole.resumedFrom,
      expected === undefined ? [unchecked] : [],
    );
  } catch (error) {
    if (!signal.aborted || error instanceof CancelledError) throw error;
    throw new CancelledError({
      what: `Cancelled: downloading ${request.url.href}.`,
      why: "The call was interrupted or its signal was aborted.",
      remedy: "Run it again: it goes on where it stopped.",
    });
  }
}

async function sameFile(
  path: string,
  expected: string,
): Promise<{ readonly size: number; readonly md5: string; readonly sha256: string } | undefined> {
  if (!(await isLocalFile(path))) return undefined;
  const { size, md5, sha256 } = await fileSums(path);
  const found = { size, md5: md5.digest("hex"), sha256: sha256.digest("hex") };
  return found.md5 === expected.toLowerCase() ? found : undefined;
}

function described(
  { url }: OutgoingRequest,
  path: string,
  { size, md5, sha256 }: { readonly size: number; readonly md5: string; readonly sha256: string },
  resumedFrom: number,
  notices: readonly string[],
): DownloadedFile {
  const fetched = new Date().toISOString();
  const file = { path, url: url.href, bytes: size, md5, sha256, resumedFrom, fetched, notices };
  return displayed(file, (shown) => [
    `${shown.path}: ${shown.bytes.toLocaleString("en-US")} bytes, MD5 ${shown.md5}`,
    `From ${shown.url}`,
    ...(shown.resumedFrom > 0
      ? [`${shown.resumedFrom.toLocaleString("en-US")} bytes were there before.`]
      : []),
    ...shown.notices,
  ]);
}

function switchedOff(request: OutgoingRequest, path: string): NetworkOffError {
  const would = describeRequest(request);
  return new NetworkOffError(would, {
    what: `The network is off, and ${path} is not there with the catalogue's checksum.`,
    why: `Nothing was sent. This would be: ${would}`,
    remedy: "Switch it on for this session with catalogues.network({ on: true }).",
  });
}

function notTheFile(
  { service, url }: OutgoingRequest,
  path: string,
  expected: string,
  actual: string,
): ChecksumError {
  return new ChecksumError(service.title, url.href, expected, actual, {
    what: `What was downloaded for ${path} is not the file of the catalogue.`,
    why: `Its MD5 is ${actual}; the catalogue's list says ${expected}.`,
    remedy:
      "Nothing of it was kept: download it again. If that fails too, the catalogue's list may be out of date.",
  });
}
