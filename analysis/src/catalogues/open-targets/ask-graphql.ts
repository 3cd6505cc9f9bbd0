import { signalOf } from "../../task.ts";
import { UnexpectedAnswerError } from "../catalogue-errors.ts";
import type { DetailOptions } from "../catalogue.ts";
import { ask, type Answer } from "../network/ask.ts";
import { releaseTeller } from "../network/release.ts";
import { SERVICES } from "../network/services.ts";
import { isRecord, textOf, type JsonRecord } from "../network/shape.ts";

const { title } = SERVICES.openTargets;

const release = releaseTeller(
  {
    service: "openTargets",
    path: "/graphql",
    body: { query: "query release { meta { dataVersion { year month iteration } } }" },
    subject: "the current release",
  },
  (json) => {
    const meta = isRecord(json) && isRecord(json.data) ? json.data.meta : undefined;
    const version = isRecord(meta) && isRecord(meta.dataVersion) ? meta.dataVersion : {};
    return [version.year, version.month, version.iteration].map(textOf).filter(Boolean).join(".");
  },
);

/**
 * Asks by GraphQL, which tells errors with status 200.
 *
 * @throws UnexpectedAnswerError with the service's own words
 */
export function askGraphql<T>(
  query: string,
  variables: Readonly<Record<string, unknown>>,
  subject: string,
  options: DetailOptions,
  read: (data: JsonRecord, url: string) => T,
): Promise<Answer<T>> {
  return ask(
    {
      service: "openTargets",
      path: "/graphql",
      body: { query: query.replace(/\s+/g, " ").trim(), variables },
      subject,
    },
    (json, url) => {
      const errors = isRecord(json) && Array.isArray(json.errors) ? (json.errors as unknown[]) : [];
      if (errors.length === 0 && isRecord(json) && isRecord(json.data)) return read(json.data, url);
      const said = errors
        .map((error) => (isRecord(error) ? textOf(error.message) : ""))
        .filter(Boolean);
      throw new UnexpectedAnswerError(title, url, [], {
        what: `${title} gives no ${subject}.`,
        why:
          said.length === 0
            ? "The answer has neither data nor errors."
            : `It says: ${said.join(" ").slice(0, 300)}`,
        remedy:
          "Check the arguments; if they are right, the service has changed its interface: update Genobook.",
      });
    },
    { signal: signalOf(options), refresh: options.refresh, release },
  );
}
