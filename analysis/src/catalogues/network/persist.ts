import { randomStream } from "../../random.ts";
import { CatalogueTimeoutError } from "../catalogue-errors.ts";
import { refusal, unavailable, wordsOf } from "./failures.ts";
import { pause } from "./pause.ts";
import { limitReached, withinBudget } from "./rate-limit.ts";
import type { OutgoingRequest } from "./request.ts";
import { settings } from "./settings.ts";
import { BrokenExchange } from "./transport.ts";

/** What a try gave: an answer with its status, and how long the service asks to wait. */
interface Tried {
  readonly status: number;
  readonly wait: number;
  /** Of a refusal. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Tries until the service gives an answer: after a broken connection, silence and 5xx with waits that double and have a
 * random, seeded part; after a 429 as long as the service says. Other refusals are final.
 *
 * @throws ServiceUnavailableError, CatalogueTimeoutError, RateLimitedError, NotInCatalogueError, RefusedByCatalogueError
 */
export async function persist<T extends Tried>(
  request: OutgoingRequest,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  const { attempts, backOffSeconds, longestWaitSeconds, seed } = settings();
  const random = randomStream(seed, `back-off ${request.url.href}`);
  const longestWait = longestWaitSeconds * 1000;
  let failure: Error = unavailable(request, 0, "");
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const backOff = backOffSeconds * 1000 * 2 ** (attempt - 1) * (0.5 + random.uniform());
    let wait = backOff;
    try {
      const answer = await withinBudget(request, longestWait, signal, send);
      const { status, bytes } = answer;
      if (status < 400 || status === 416) return answer;
      if (status === 429) {
        wait = answer.wait || backOff;
        failure = limitReached(request, wait);
        if (request.service.neverRetryLimit || wait > longestWait) throw failure;
      } else if (status >= 500 || status === 408) {
        wait = Math.max(answer.wait, backOff);
        failure = unavailable(request, attempt, `It answers ${status}. ${wordsOf(bytes)}`.trim());
        if (wait > longestWait) throw failure;
      } else {
        throw refusal(request, answer);
      }
    } catch (error) {
      if (error instanceof BrokenExchange) {
        failure = unavailable(request, attempt, error.message, error.cause);
      } else if (error instanceof CatalogueTimeoutError) {
        const { catalogue, url, what, why, remedy } = error;
        failure = new CatalogueTimeoutError(catalogue, url, attempt, { what, why, remedy });
      } else {
        throw error;
      }
    }
    if (attempt < attempts) await pause(wait, signal);
  }
  throw failure;
}
