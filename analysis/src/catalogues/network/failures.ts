import {
  NotInCatalogueError,
  RefusedByCatalogueError,
  ServiceUnavailableError,
  type CatalogueError,
} from "../catalogue-errors.ts";
import type { OutgoingRequest } from "./request.ts";

/** The error of an answer that is none and would be none the next time: 4xx but 429. */
export function refusal(
  request: OutgoingRequest,
  { status, bytes }: { readonly status: number; readonly bytes: Uint8Array },
): CatalogueError {
  const { service, url, subject } = request;
  const said = wordsOf(bytes);
  if (status === 404 || status === 410) {
    return new NotInCatalogueError(service.title, url.href, {
      what: `${service.title} has no ${subject}.`,
      why:
        status === 410
          ? `It was withdrawn (410). ${said}`.trim()
          : `It answers 404. ${said}`.trim(),
      remedy: "Check the identifier; search finds those that there are.",
    });
  }
  const needsToken = status === 401 || status === 403;
  return new RefusedByCatalogueError(service.title, url.href, status, {
    what: `${service.title} refuses to give ${subject} (${status}).`,
    why: said === "" ? "It does not say why." : said,
    remedy:
      needsToken && service.name === "openGwas"
        ? "Get a token at https://api.opengwas.io (valid for 14 days) and start the kernel with it in OPENGWAS_JWT."
        : needsToken
          ? "The record may be private or embargoed; its page on the web says so."
          : "Check the arguments; if they are right, the service's interface has changed.",
  });
}

/** The error of a service that gave no answer, however often it was asked. */
export function unavailable(
  { service, url, subject }: OutgoingRequest,
  attempts: number,
  why: string,
  cause?: unknown,
): ServiceUnavailableError {
  return new ServiceUnavailableError(
    service.title,
    url.href,
    attempts,
    {
      what: `${service.title} did not give ${subject}; it was asked ${attempts} time${attempts === 1 ? "" : "s"}.`,
      why,
      remedy: "Try again later. What was answered before is kept and works with the network off.",
    },
    { cause },
  );
}

/** What an error page says, in a line; nothing of HTML. */
export function wordsOf(bytes: Uint8Array): string {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096)).trim();
  if (text === "") return "";
  if (text.startsWith("<")) {
    const title = /<title>([^<]*)<\/title>/i.exec(text)?.[1].trim();
    return title ? `It says: ${title}.` : "";
  }
  try {
    const parsed = JSON.parse(text) as Record<string, unknown> | string;
    const found =
      typeof parsed === "string"
        ? parsed
        : (parsed.message ?? parsed.errorMessage ?? parsed.detail ?? parsed.error);
    return typeof found === "string" ? `It says: ${found.slice(0, 300)}` : "";
  } catch {
    return `It says: ${text.split("\n")[0].slice(0, 300)}`;
  }
}
