import { Table } from "../../table.ts";
import { RateLimitedError } from "../catalogue-errors.ts";
import { pause } from "./pause.ts";
import type { OutgoingRequest } from "./request.ts";
import { SERVICES, type Service, type ServiceName } from "./services.ts";

/** What a service says of our allowance, in its own unit. */
interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  /** When it is full again, in milliseconds since 1970. */
  readonly resetAt: number;
}

interface Gate {
  /** When requests of the last period started. */
  readonly started: number[];
  underWay: number;
  /** Until when the service asked us to wait. */
  heldUntil: number;
  allowance: Allowance | undefined;
  readonly waiting: (() => void)[];
}

const gates = new Map<ServiceName, Gate>();

function gateOf({ name }: Service): Gate {
  let gate = gates.get(name);
  if (!gate) {
    gate = { started: [], underWay: 0, heldUntil: 0, allowance: undefined, waiting: [] };
    gates.set(name, gate);
  }
  return gate;
}

/**
 * Runs `send` when the service's budget allows; the wait can be aborted.
 *
 * @throws RateLimitedError at once when the service told us to stay away for longer than `longestWait` milliseconds
 */
export async function withinBudget<T>(
  request: OutgoingRequest,
  longestWait: number,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  const { service } = request;
  const gate = gateOf(service);
  refuseHeld(request, gate, longestWait);
  while (gate.underWay >= service.concurrent) {
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      if (signal.aborted) {
        stop();
        return;
      }
      signal.addEventListener("abort", stop, { once: true });
      gate.waiting.push(() => {
        signal.removeEventListener("abort", stop);
        resolve();
      });
    });
  }
  gate.underWay += 1;
  try {
    for (let wait = waitOf(service, gate); wait > 0; wait = waitOf(service, gate)) {
      refuseHeld(request, gate, longestWait);
      await pause(wait, signal);
    }
    gate.started.push(Date.now());
    return await send();
  } finally {
    gate.underWay -= 1;
    // All waiters look again: one whose caller has gone would swallow a single call.
    for (const wake of gate.waiting.splice(0)) wake();
  }
}

/** Milliseconds until the next request may start. */
function waitOf({ requests, periodMilliseconds }: Service, gate: Gate): number {
  const now = Date.now();
  while (gate.started.length > 0 && gate.started[0] <= now - periodMilliseconds)
    gate.started.shift();
  const forPlace =
    gate.started.length < requests
      ? 0
      : gate.started[gate.started.length - requests] + periodMilliseconds - now;
  return Math.max(0, forPlace, gate.heldUntil - now);
}

function refuseHeld(request: OutgoingRequest, gate: Gate, longestWait: number): void {
  const wait = gate.heldUntil - Date.now();
  const isLong = wait > longestWait || (wait > 0 && request.service.neverRetryLimit === true);
  if (isLong) throw limitReached(request, wait);
}

/** The error of a service that told us to stay away for so many milliseconds. */
export function limitReached({ service, url }: OutgoingRequest, wait: number): RateLimitedError {
  const seconds = Math.max(1, Math.ceil(wait / 1000));
  return new RateLimitedError(service.title, url.href, seconds, {
    what: `${service.title} asks to wait ${seconds} s before the next request.`,
    why: service.neverRetryLimit
      ? "Its allowance is used up, and asking on would block this machine's address."
      : "More was asked than it answers in a while.",
    remedy: `Run the cell again after ${new Date(Date.now() + wait).toISOString()}; nothing is sent to it before.`,
  });
}

/** Takes in what an answer says of budgets: `Retry-After`, and allowances with the names services use. */
export function noteBudget(service: Service, status: number, headers: Headers): number {
  const gate = gateOf(service);
  const now = Date.now();
  const number = (name: string): number => Number(headers.get(name) ?? NaN);
  const limit = number("x-allowance-limit") || number("x-ratelimit-limit");
  const remaining = [number("x-allowance-remaining"), number("x-ratelimit-remaining")].find(
    (value) => !Number.isNaN(value),
  );
  const resetAt = timeOf(number("x-allowance-reset") || number("x-ratelimit-reset"), now);
  if (remaining !== undefined) gate.allowance = { limit, remaining, resetAt };
  if (status !== 429 && status !== 503) return 0;
  const told = waitTold(headers.get("retry-after"), now);
  const wait = told ?? (status === 429 && resetAt > now ? resetAt - now : 0);
  if (wait > 0) gate.heldUntil = Math.max(gate.heldUntil, now + wait);
  return wait;
}

/** Seconds, or a date. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function waitTold(value: string | null, now: number): number | undefined {
  if (value === null || value.trim() === "") return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? Date.parse(value) - now : seconds * 1000;
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}

/** Some services give the moment of a reset, some the seconds until it. */
function timeOf(value: number, now: number): number {
  if (Number.isNaN(value)) return NaN;
  return value > 1e9 ? value * 1000 : now + value * 1000;
}

/** Columns of what services still allow. */
export interface BudgetColumns extends Record<string, readonly string[] | Float64Array> {
  readonly service: readonly string[];
  /** Requests that may start within the period. */
  readonly requests: Float64Array;
  readonly periodSeconds: Float64Array;
  /** Of the period, as we count; NaN before the first request. */
  readonly started: Float64Array;
  /** Of the service's own allowance, in its own unit; NaN where it tells none. */
  readonly allowance: Float64Array;
  readonly remaining: Float64Array;
  /** Until when nothing is sent, or when the allowance is full again. */
  readonly until: readonly string[];
}

/**
 * What each service still allows: our own pace, and the allowance that the service told with its last answer.
 *
 * @returns a row a service
 * @example
 * catalogues.budget().rowCount;
 */
export function budget(): Table<BudgetColumns> {
  const services = Object.values(SERVICES);
  const now = Date.now();
  const of = (read: (service: Service, gate: Gate) => number): Float64Array =>
    Float64Array.from(services, (service) => read(service, gateOf(service)));
  return new Table<BudgetColumns>(
    {
      service: services.map(({ title }) => title),
      requests: of(({ requests }) => requests),
      periodSeconds: of(({ periodMilliseconds }) => periodMilliseconds / 1000),
      started: of(
        ({ periodMilliseconds }, { started }) =>
          started.filter((time) => time > now - periodMilliseconds).length,
      ),
      allowance: of((_, { allowance }) => allowance?.limit ?? NaN),
      remaining: of((_, { allowance }) => allowance?.remaining ?? NaN),
      until: services.map((service) => {
        const { heldUntil, allowance } = gateOf(service);
        const until = Math.max(heldUntil, allowance?.resetAt ?? 0);
        return until > now ? new Date(until).toISOString() : "";
      }),
    },
    { method: "budgets of catalogues" },
  );
}

/** Forgets what was counted; a new address of a service has a budget of its own. */
export function resetBudgets(): void {
  gates.clear();
}
