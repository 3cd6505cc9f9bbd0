import { baseOf } from "./settings.ts";
import { SERVICES, type Service, type ServiceName } from "./services.ts";

/** Values of a query, in the order in which they are sent; those left out are not. */
export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** What a client asks of a service. Bodies are JSON. */
export interface Ask {
  readonly service: ServiceName;
  readonly path: string;
  readonly query?: Query | undefined;
  readonly body?: unknown;
  /** Of secrets only `Authorization`, which is never kept nor shown. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What the answer is; JSON when left out. */
  readonly as?: "json" | "text" | undefined;
  /** What the answer is sought for, in messages: `study GCST000028`. */
  readonly subject: string;
}

/** A request as it leaves the machine. */
export interface OutgoingRequest {
  readonly service: Service;
  readonly method: "GET" | "POST";
  readonly url: URL;
  readonly body: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly subject: string;
  readonly as: "json" | "text";
}

/** The request of a question; nothing is sent. */
export function outgoing(ask: Ask): OutgoingRequest {
  const url = new URL(baseOf(ask.service) + ask.path);
  for (const [name, value] of Object.entries(ask.query ?? {})) {
    if (value !== undefined) url.searchParams.append(name, String(value));
  }
  const body = ask.body === undefined ? undefined : JSON.stringify(ask.body);
  return {
    service: SERVICES[ask.service],
    method: body === undefined ? "GET" : "POST",
    url,
    body,
    headers: {
      accept: ask.as === "text" ? "*/*" : "application/json",
      "user-agent": "genobook",
      ...(body !== undefined && { "content-type": "application/json" }),
      ...ask.headers,
    },
    subject: ask.subject,
    as: ask.as ?? "json",
  };
}

/** All that would leave the machine, as a person reads it; of a token only that there is one. */
export function describeRequest({ method, url, body, headers }: OutgoingRequest): string {
  const sends = Object.keys(headers).includes("authorization") ? " with your token" : "";
  return `${method} ${url.href}${body === undefined ? "" : ` with ${body}`}${sends}`;
}
