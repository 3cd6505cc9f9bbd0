import { createHash, type Hash } from "node:crypto";
import type { OutgoingRequest } from "../network/request.ts";
import { settings } from "../network/settings.ts";
import { BrokenExchange, exchangePieces } from "../network/transport.ts";
import { runTask, type TaskOptions } from "../../task.ts";
import {
  discardPartial,
  openPartial,
  type PartialDownload,
  type PartialNote,
} from "./partial-download.ts";

/** What a go at a download gave. */
export interface Go {
  readonly status: number;
  readonly wait: number;
  /** Of a refusal. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  readonly resumedFrom: number;
}

const LONGEST_REFUSAL = 4096;

/**
 * One go at a download: the whole file, or what is missing of it.
 *
 * @throws BrokenExchange when it ends early, or the server has another file by now
 */
export async function oneGo(
  request: OutgoingRequest,
  path: string,
  found: PartialDownload | undefined,
  options: TaskOptions & { readonly signal: AbortSignal },
): Promise<Go> {
  const [md5, sha256] = found
    ? [found.md5, found.sha256]
    : [createHash("md5"), createHash("sha256")];
  if (found && found.size > 0 && found.size === found.note.size) {
    return wholeFile(found.size, md5, sha256, found.size);
  }
  const headers = { ...request.headers, "accept-encoding": "identity", ...rangeHeaders(found) };
  const refused: Uint8Array[] = [];
  let whole: Go | undefined;
  const { timeoutSeconds } = settings();
  const { status, wait } = await exchangePieces(
    { ...request, headers },
    timeoutSeconds,
    options.signal,
    async (pieces, answer) => {
      if (answer.status !== 200 && answer.status !== 206) {
        let size = 0;
        for await (const piece of pieces) {
          size += piece.length;
          if (size < LONGEST_REFUSAL) refused.push(piece);
        }
        return size;
      }
      const resumed = answer.status === 206 ? found : undefined;
      if (answer.status === 206 && !isRest(answer, found)) {
        await discardPartial(path);
        throw new BrokenExchange("The server answers with another part than it was asked for.");
      }
      const sums = resumed ?? { md5: createHash("md5"), sha256: createHash("sha256"), size: 0 };
      const note = noteOf(request, answer);
      const size = await append(path, resumed ? undefined : note, pieces, sums, {
        total: resumed?.note.size ?? note.size,
        options,
      });
      whole = wholeFile(size, sums.md5, sums.sha256, resumed?.size ?? 0);
      return size;
    },
  );
  if (status === 416) {
    await discardPartial(path);
    throw new BrokenExchange("The file has become shorter since the download began.");
  }
  return (
    whole ?? {
      ...wholeFile(0, md5, sha256, 0),
      status,
      wait,
      bytes: new Uint8Array(Buffer.concat(refused)),
    }
  );
}

async function append(
  path: string,
  afresh: PartialNote | undefined,
  pieces: AsyncIterable<Uint8Array>,
  { md5, sha256 }: { readonly md5: Hash; readonly sha256: Hash },
  { total, options }: { readonly total: number; readonly options: TaskOptions },
): Promise<number> {
  const file = await openPartial(path, afresh);
  try {
    await runTask(
      `downloading ${path.slice(path.lastIndexOf("/") + 1)}`,
      total,
      "bytes",
      options,
      async (task) => {
        for await (const piece of pieces) {
          await file.append(piece);
          md5.update(piece);
          sha256.update(piece);
          await task.step(file.size);
        }
      },
    );
    return file.size;
  } finally {
    await file.close();
  }
}

function wholeFile(size: number, md5: Hash, sha256: Hash, resumedFrom: number): Go {
  return {
    status: 200,
    wait: 0,
    bytes: new Uint8Array(0),
    size,
    md5: md5.copy().digest("hex"),
    sha256: sha256.copy().digest("hex"),
    resumedFrom,
  };
}

/** A weak tag does not promise equal bytes. @see https://www.rfc-editor.org/rfc/rfc9110#field.if-range */
function rangeHeaders(found: PartialDownload | undefined): Record<string, string> {
  if (!found || found.size === 0) return {};
  const { etag, lastModified } = found.note;
  const same = etag !== "" && !etag.startsWith("W/") ? etag : lastModified;
  return same === "" ? {} : { range: `bytes=${found.size}-`, "if-range": same };
}

function isRest({ headers }: Response, found: PartialDownload | undefined): boolean {
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(headers.get("content-range") ?? "");
  if (!found || !match) return false;
  const [, start, , total] = match;
  return Number(start) === found.size && (total === "*" || Number(total) === found.note.size);
}

function noteOf({ url }: OutgoingRequest, { headers }: Response): PartialNote {
  return {
    url: url.href,
    etag: headers.get("etag") ?? "",
    lastModified: headers.get("last-modified") ?? "",
    size: Number(headers.get("content-length") ?? 0),
  };
}
