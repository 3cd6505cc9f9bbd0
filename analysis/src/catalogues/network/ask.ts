import { CancelledError, isAnalysisError } from "../../errors.ts";
import { findKept, keep, keepChecked, pathOf, sha256Of } from "../cache/answer-cache.ts";
import type { KeptAnswer, KeptNote } from "../cache/kept-answer.ts";
import { NetworkOffError, UnexpectedAnswerError } from "../catalogue-errors.ts";
import { persist } from "./persist.ts";
import { describeRequest, outgoing, type Ask, type OutgoingRequest } from "./request.ts";
import { isAllowed, settings } from "./settings.ts";
import { sharedWork } from "./shared-work.ts";
import { exchange } from "./transport.ts";

/** Where an answer is from; kept with every result. */
export interface Source {
  readonly url: string;
  /** What was sent beside the address. */
  readonly body: string | undefined;
  /** When the service gave it, ISO 8601. */
  readonly fetched: string;
  /** Of the catalogue's data, as it names it; "" where it does not. */
  readonly release: string;
  readonly sha256: string;
  readonly served: "network" | "kept" | "kept, network off" | "kept, service does not answer";
}

export interface Answer<T> {
  readonly value: T;
  readonly source: Source;
  readonly notices: readonly string[];
}

export interface AskOptions {
  readonly signal?: AbortSignal | undefined;
  /** Of the catalogue's data; kept answers of another release are asked for anew. */
  readonly release?: ((signal: AbortSignal | undefined) => Promise<string>) | undefined;
  /** Ask also where a kept answer is fresh. */
  readonly refresh?: boolean | undefined;
}

interface Fetched {
  readonly json: unknown;
  readonly note: KeptNote;
  readonly served: Source["served"];
  readonly notices: readonly string[];
}

const share = sharedWork<Fetched>();

/**
 * Asks a service, or the answers that are kept. `read` turns the JSON into a value and refuses what is not usable; what it
 * refuses is not kept. Equal questions at the same time are asked once.
 *
 * @throws NetworkOffError when it would have to be sent but must not; see `persist` for the rest
 */
export async function ask<T>(
  question: Ask,
  read: (json: unknown, url: string) => T,
  options: AskOptions = {},
): Promise<Answer<T>> {
  const request = outgoing(question);
  const key = `${pathOf(request)} ${options.refresh === true}`;
  try {
    const { json, note, served, notices } = await share(key, options.signal, (signal) =>
      fetchOrFind(request, (answer) => read(answer, request.url.href), { ...options, signal }),
    );
    const { fetched, release, sha256 } = note;
    const { body } = request;
    const source: Source = { url: request.url.href, body, fetched, release, sha256, served };
    return { value: read(json, request.url.href), source, notices };
  } catch (error) {
    if (!options.signal?.aborted) throw error;
    throw new CancelledError({
      what: `Cancelled: asking ${request.service.title} for ${request.subject}.`,
      why: "The call was interrupted or its signal was aborted.",
      remedy: "Run it again; what was answered before is kept.",
    });
  }
}

async function fetchOrFind(
  request: OutgoingRequest,
  check: (json: unknown) => unknown,
  { signal, release: tellRelease, refresh }: AskOptions & { readonly signal: AbortSignal },
): Promise<Fetched> {
  const { kept, notices } = await findKept(request);
  if (!isAllowed(request.service.name)) {
    if (!kept) throw switchedOff(request);
    return reuse(request, kept, "kept, network off", [
      ...notices,
      keptNotice(kept, "the network is off"),
    ]);
  }
  const release = (await tellRelease?.(signal)) ?? "";
  if (kept && refresh !== true && isFresh(kept.note, release)) {
    return reuse(request, kept, "kept", notices);
  }
  try {
    return await fetchAnew(request, check, kept, { signal, release, notices });
  } catch (error) {
    const isPassing = ["service-unavailable", "catalogue-timeout", "rate-limited"].some((tag) =>
      isAnalysisError(error, tag),
    );
    if (!kept || !isPassing || refresh === true) throw error;
    const why = (error as Error & { what: string }).what;
    return reuse(request, kept, "kept, service does not answer", [
      ...notices,
      keptNotice(kept, why),
    ]);
  }
}

async function fetchAnew(
  request: OutgoingRequest,
  check: (json: unknown) => unknown,
  kept: KeptAnswer | undefined,
  {
    signal,
    release,
    notices,
  }: { signal: AbortSignal; release: string; notices: readonly string[] },
): Promise<Fetched> {
  const { etag, lastModified } = kept?.note ?? {};
  const conditional: OutgoingRequest = {
    ...request,
    headers: {
      ...request.headers,
      ...(etag !== undefined && { "if-none-match": etag }),
      ...(lastModified !== undefined && { "if-modified-since": lastModified }),
    },
  };
  const { timeoutSeconds } = settings();
  const raw = await persist(conditional, signal, () =>
    exchange(conditional, timeoutSeconds, signal),
  );
  const checked = new Date().toISOString();
  if (raw.status === 304 && kept) {
    const told = await keepChecked(request, kept, { checked, release });
    const same = { ...kept, note: { ...kept.note, checked, release } };
    return reuse(request, same, "network", [...notices, ...told]);
  }
  const json = parsed(request, raw.bytes);
  check(json);
  const note: KeptNote = {
    url: request.url.href,
    method: request.method,
    body: request.body,
    fetched: checked,
    checked,
    release,
    etag: raw.headers.get("etag") ?? undefined,
    lastModified: raw.headers.get("last-modified") ?? undefined,
    sha256: sha256Of(raw.bytes),
  };
  const told = await keep(request, { note, body: raw.bytes });
  return { json, note, served: "network", notices: [...notices, ...told] };
}

function reuse(
  request: OutgoingRequest,
  { note, body }: KeptAnswer,
  served: Source["served"],
  notices: readonly string[],
): Fetched {
  return { json: parsed(request, body), note, served, notices };
}

function isFresh({ checked, release }: KeptNote, now: string): boolean {
  const age = Date.now() - Date.parse(checked);
  // A clock that was set back makes nothing fresh for ever.
  const isRecent = age >= 0 && age < settings().freshHours * 3_600_000;
  return isRecent && (now === "" || release === now);
}

function keptNotice({ note }: KeptAnswer, why: string): string {
  const release = note.release === "" ? "" : `, release ${note.release}`;
  return `answered from what was kept on ${note.fetched.slice(0, 10)}${release}: ${why.replace(/\.$/, "")}`;
}

function parsed({ service, url, subject, as }: OutgoingRequest, bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  if (as === "text") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const isPage = text.trimStart().startsWith("<");
    throw new UnexpectedAnswerError(
      service.title,
      url.href,
      [],
      {
        what: `The answer of ${service.title} for ${subject} is not JSON.`,
        why: isPage
          ? "It is a web page, as services and networks show when something is wrong."
          : `It starts with ${JSON.stringify(text.slice(0, 40))}.`,
        remedy:
          "Try again later; if other pages of the web do not open either, the network asks for a login.",
      },
      { cause },
    );
  }
}

function switchedOff(request: OutgoingRequest): NetworkOffError {
  const would = describeRequest(request);
  return new NetworkOffError(would, {
    what: `The network is off, and ${request.subject} was not kept before.`,
    why: `Nothing was sent. This would be: ${would}`,
    remedy: "Switch it on for this session with catalogues.network({ on: true }).",
  });
}
