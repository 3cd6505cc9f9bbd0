import { CancelledError } from "../../errors.ts";
import { CatalogueTimeoutError, UnexpectedAnswerError } from "../catalogue-errors.ts";
import { noteBudget } from "./rate-limit.ts";
import { noteRequest, type RequestOutcome } from "./request-log.ts";
import type { OutgoingRequest } from "./request.ts";

/** Why no whole answer came: worth another try. */
export class BrokenExchange extends Error {
  override readonly name = "BrokenExchange";
}

/** An answer with its whole body, whatever its status. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Milliseconds that the service asks to wait; 0 for none. */
  readonly wait: number;
}

/** Takes the body of an answer piece by piece. */
export type TakeBody = (pieces: AsyncIterable<Uint8Array>, answer: Response) => Promise<number>;

const LARGEST_ANSWER = 64 * 1024 * 1024;
const MOST_REDIRECTS = 3;

/**
 * Sends a request and takes its whole answer; notes it in the list of requests.
 *
 * @throws BrokenExchange without a connection or when the answer is cut off, CatalogueTimeoutError, CancelledError
 */
export async function exchange(
  request: OutgoingRequest,
  timeoutSeconds: number,
  signal: AbortSignal,
): Promise<RawAnswer> {
  const pieces: Uint8Array[] = [];
  const { status, headers, wait } = await exchangePieces(
    request,
    timeoutSeconds,
    signal,
    async (body) => {
      let size = 0;
      for await (const piece of body) {
        size += piece.length;
        if (size > LARGEST_ANSWER) throw tooLarge(request);
        pieces.push(piece);
      }
      return size;
    },
  );
  return { status, headers, wait, bytes: withoutToken(request, Buffer.concat(pieces)) };
}

/** A service that repeats the token it was sent would put it into messages and kept answers. */
function withoutToken({ headers }: OutgoingRequest, bytes: Buffer): Uint8Array<ArrayBuffer> {
  const token = headers.authorization?.split(" ").at(-1) ?? "";
  if (token !== "") {
    for (let at = bytes.indexOf(token); at >= 0; at = bytes.indexOf(token, at)) {
      bytes.fill("*", at, at + token.length);
    }
  }
  return new Uint8Array(bytes);
}

/** The same, with the body going to `take`, which returns how many bytes it took. Silence, not length, times out. */
export async function exchangePieces(
  request: OutgoingRequest,
  timeoutSeconds: number,
  signal: AbortSignal,
  take: TakeBody,
): Promise<Omit<RawAnswer, "bytes">> {
  const silence = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(new SilentService()), timeoutSeconds * 1000);
  };
  const time = new Date();
  let outcome: RequestOutcome = { status: 0, bytesReceived: 0, milliseconds: 0, outcome: "" };
  try {
    heard();
    const answer = await follow(request, AbortSignal.any([signal, silence.signal]));
    outcome = {
      ...outcome,
      status: answer.status,
      outcome: answer.status === 304 ? "not changed" : "answered",
    };
    const wait = noteBudget(request.service, answer.status, answer.headers);
    let received = 0;
    const listen = async function* (): AsyncGenerator<Uint8Array> {
      for await (const piece of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
        heard();
        received += piece.length;
        yield piece;
      }
    };
    try {
      await take(listen(), answer);
    } finally {
      outcome = { ...outcome, bytesReceived: received };
    }
    refuseCutOff(answer, received);
    return { status: answer.status, headers: answer.headers, wait };
  } catch (error) {
    const told = toldApart(error, request, timeoutSeconds, signal);
    outcome = { ...outcome, outcome: told instanceof Error ? firstSentence(told) : String(told) };
    throw told;
  } finally {
    clearTimeout(timer);
    noteRequest(request, time, { ...outcome, milliseconds: Date.now() - time.getTime() });
  }
}

class SilentService extends Error {}

/** Follows redirections within the host only, so that nothing goes where it was not said to go. */
async function follow(request: OutgoingRequest, signal: AbortSignal): Promise<Response> {
  let { url } = request;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const answer = await fetch(url, {
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      redirect: "manual",
      signal,
    });
    const to = answer.headers.get("location");
    if (answer.status < 300 || answer.status >= 400 || answer.status === 304 || to === null)
      return answer;
    await answer.body?.cancel();
    const next = new URL(to, url);
    if (next.host !== request.url.host || next.protocol !== request.url.protocol) {
      throw new UnexpectedAnswerError(request.service.title, request.url.href, [], {
        what: `${request.service.title} sends the request on to ${next.host}.`,
        why: "Requests go to the hosts that are named in the settings, and to no other.",
        remedy: `If the service has moved, set its address: catalogues.network({ bases: { ${request.service.name}: … } }).`,
      });
    }
    url = next;
  }
  throw new BrokenExchange("It was redirected without end.");
}

function refuseCutOff({ headers, status }: Response, received: number): void {
  const told = headers.get("content-length");
  // A compressed body is longer once it is unpacked.
  if (told === null || headers.has("content-encoding") || status === 304) return;
  if (Number(told) !== received)
    throw new BrokenExchange(`The answer was cut off after ${received} of ${told} bytes.`);
}

function toldApart(
  error: unknown,
  { service, url }: OutgoingRequest,
  timeoutSeconds: number,
  signal: AbortSignal,
): unknown {
  if (signal.aborted) {
    return new CancelledError({
      what: `Cancelled: asking ${service.title}.`,
      why: "The call was interrupted or its signal was aborted.",
      remedy: "Run it again; what was answered before is kept.",
    });
  }
  const silent = error instanceof SilentService || (error as Error).cause instanceof SilentService;
  if (silent) {
    return new CatalogueTimeoutError(service.title, url.href, 1, {
      what: `${service.title} was silent for ${timeoutSeconds} s.`,
      why: "The service or the connection to it is slow.",
      remedy: "Try again later, or set a longer time: catalogues.network({ timeoutSeconds: 300 }).",
    });
  }
  // What fetch throws for a broken connection: a TypeError, its cause telling why.
  if (error instanceof TypeError) {
    const cause = error.cause as (Error & { code?: string }) | undefined;
    const why = cause?.code ?? cause?.message ?? error.message;
    return new BrokenExchange(`The connection failed (${why}).`, { cause: error });
  }
  return error;
}

function tooLarge({ service, url }: OutgoingRequest): UnexpectedAnswerError {
  return new UnexpectedAnswerError(service.title, url.href, [], {
    what: `${service.title} answers with more than ${LARGEST_ANSWER / 1024 / 1024} MiB.`,
    why: "Answers are read whole, and none that is documented is that long.",
    remedy: "Ask for less: a shorter region, fewer identifiers.",
  });
}

function firstSentence(error: Error): string {
  return error.message.slice(0, 200);
}
