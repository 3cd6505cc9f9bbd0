import { constants, gunzipSync } from "node:zlib";
import { NetworkOffError } from "../catalogue-errors.ts";
import { catalogueTable, type CatalogueTable } from "../catalogue-table.ts";
import { sha256Of } from "../cache/answer-cache.ts";
import { persist } from "../network/persist.ts";
import { describeRequest, outgoing } from "../network/request.ts";
import { isAllowed, settings } from "../network/settings.ts";
import { exchange } from "../network/transport.ts";
import type { StudyFile } from "./study-files.ts";

// 64 KiB of gzip hold some hundred rows.
const HEAD_BYTES = 65_536;

/** The first rows of a file on the server as text, of which only these are asked for by a range request. */
export async function fileHead(
  file: StudyFile,
  rows: number,
  signal: AbortSignal | undefined,
): Promise<CatalogueTable> {
  const headers = { range: `bytes=0-${HEAD_BYTES - 1}`, "accept-encoding": "identity" };
  const request = outgoing({
    service: "ebiFiles",
    path: file.path,
    headers,
    subject: `first rows of ${file.name}`,
    as: "text",
  });
  if (!isAllowed("ebiFiles")) {
    const would = describeRequest(request);
    throw new NetworkOffError(would, {
      what: "The network is off, and first rows are not kept.",
      why: `Nothing was sent. This would be: ${would}`,
      remedy: "Switch it on for this session with catalogues.network({ on: true }).",
    });
  }
  const untilStopped = signal ?? new AbortController().signal;
  const { bytes } = await persist(request, untilStopped, () =>
    exchange(request, settings().timeoutSeconds, untilStopped),
  );
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const text = isGzip ? gunzipSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) : bytes;
  const lines = new TextDecoder().decode(text).split(/\r?\n/);
  // The last line is cut off by the range, or empty.
  const cells = lines
    .slice(0, -1)
    .slice(0, rows + 1)
    .map((line) => line.split("\t"));
  const [names = [], ...body] = cells;
  const columns = Object.fromEntries(
    names.map((name, c) => [name, body.map((row) => row[c] ?? "")]),
  );
  const source = {
    url: request.url.href,
    body: undefined,
    fetched: new Date().toISOString(),
    release: "",
    sha256: sha256Of(bytes),
    served: "network",
  } as const;
  return catalogueTable(
    "gwas",
    `first rows of ${file.name}`,
    columns,
    [...file.sources, source],
    [],
  );
}
