import { collectPages, type Collected, type Page } from "../paging/collect-pages.ts";
import { ask } from "../network/ask.ts";
import { releaseTeller } from "../network/release.ts";
import type { Query } from "../network/request.ts";
import { SERVICES } from "../network/services.ts";
import { isRecord, numberOf, textOf, type Place } from "../network/shape.ts";
import { UnexpectedAnswerError } from "../catalogue-errors.ts";

const { title } = SERVICES.gwas;
// The service allows 500; smaller pages come before its own time limit.
const PAGE_SIZES = [200, 167, 131];

/** The date of the GWAS Catalog's data. */
export const release: (signal: AbortSignal | undefined) => Promise<string> = releaseTeller(
  { service: "gwas", path: "/metadata", subject: "the current release" },
  (json) => (isRecord(json) ? textOf(json.data_release_date) : ""),
);

export interface ListOptions {
  readonly signal?: AbortSignal | undefined;
  readonly refresh?: boolean | undefined;
  readonly limit?: number | undefined;
}

/** A list of the catalogue, read whole and without `sort`, which would repeat and lose rows at the ends of pages. */
export function gwasList<T>(
  path: string,
  key: string,
  query: Query,
  readItem: (item: unknown, place: Place) => T,
  keyOf: (item: T) => string,
  { signal, refresh, limit }: ListOptions,
): Promise<Collected<T>> {
  return collectPages({
    title,
    noun: key.replaceAll("_", " "),
    pageSizes: PAGE_SIZES,
    keyOf,
    limit,
    askPage: (index, size, again) =>
      ask(
        {
          service: "gwas",
          path,
          query: { ...query, page: index, size },
          subject: key.replaceAll("_", " "),
        },
        (json, url) => readPage(json, url, key, readItem),
        { signal, release, refresh: refresh === true || again },
      ),
  });
}

function readPage<T>(
  json: unknown,
  url: string,
  key: string,
  readItem: (item: unknown, place: Place) => T,
): Page<T> {
  const page = isRecord(json) ? json.page : undefined;
  // An empty list has no _embedded.
  const embedded = isRecord(json) && isRecord(json._embedded) ? json._embedded[key] : [];
  if (!isRecord(page) || !Array.isArray(embedded)) {
    throw new UnexpectedAnswerError(title, url, [isRecord(page) ? `_embedded.${key}` : "page"], {
      what: `The answer of ${title} is no page of ${key}.`,
      why: `It has no ${isRecord(page) ? `_embedded.${key}` : "page"} as its documentation says.`,
      remedy: "The service has changed its interface: update Genobook.",
    });
  }
  const [total, index] = [page.totalElements, page.number].map(numberOf);
  return {
    items: (embedded as unknown[]).map((item) => readItem(item, { title, url })),
    total: Number.isNaN(total) ? undefined : total,
    index: Number.isNaN(index) ? undefined : index,
  };
}
