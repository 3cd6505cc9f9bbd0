import { Table } from "../../table.ts";
import type { OutgoingRequest } from "./request.ts";

/** What came of a request. */
export interface RequestOutcome {
  readonly status: number;
  readonly bytesReceived: number;
  readonly milliseconds: number;
  /** `answered`, `not changed`, or what went wrong. */
  readonly outcome: string;
}

/** Columns of the list of requests, oldest first. */
export interface RequestColumns extends Record<string, readonly string[] | Float64Array> {
  readonly time: readonly string[];
  readonly catalogue: readonly string[];
  readonly method: readonly string[];
  readonly host: readonly string[];
  readonly path: readonly string[];
  readonly query: readonly string[];
  /** What was sent beside the address. */
  readonly body: readonly string[];
  /** 0 when there was no answer. */
  readonly status: Float64Array;
  readonly bytesReceived: Float64Array;
  readonly milliseconds: Float64Array;
  readonly outcome: readonly string[];
}

const MOST_KEPT = 10_000;

interface Entry extends RequestOutcome {
  readonly time: string;
  readonly request: OutgoingRequest;
}

const entries: Entry[] = [];
let forgotten = 0;

/** Notes a request that left the machine, or was tried to. */
export function noteRequest(request: OutgoingRequest, time: Date, outcome: RequestOutcome): void {
  entries.push({ ...outcome, time: time.toISOString(), request });
  if (entries.length > MOST_KEPT) {
    entries.shift();
    forgotten += 1;
  }
}

/**
 * Everything that was sent to catalogues in this session: when, where to, the path, the query and what went with it.
 * Tokens are not among it, and individual-level data never leave: catalogues are asked by identifiers, positions
 * and search words only.
 *
 * @returns a row a request, oldest first; empty while nothing was sent
 * @example
 * catalogues.requests().rowCount;
 */
export function requests(): Table<RequestColumns> {
  const text = (of: (entry: Entry) => string): string[] => entries.map(of);
  const numbers = (of: (entry: Entry) => number): Float64Array => Float64Array.from(entries, of);
  return new Table<RequestColumns>(
    {
      time: text(({ time }) => time),
      catalogue: text(({ request }) => request.service.title),
      method: text(({ request }) => request.method),
      host: text(({ request }) => request.url.host),
      path: text(({ request }) => request.url.pathname),
      query: text(({ request }) =>
        [...request.url.searchParams].map(([name, value]) => `${name}=${value}`).join("&"),
      ),
      body: text(({ request }) => request.body ?? ""),
      status: numbers(({ status }) => status),
      bytesReceived: numbers(({ bytesReceived }) => bytesReceived),
      milliseconds: numbers(({ milliseconds }) => milliseconds),
      outcome: text(({ outcome }) => outcome),
    },
    {
      method: "requests to catalogues",
      ...(forgotten > 0 && {
        caution: `${forgotten} older requests of this session are not listed`,
      }),
    },
  );
}
