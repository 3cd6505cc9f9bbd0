import { collectPages } from "../paging/collect-pages.ts";
import { ask, type Source } from "../network/ask.ts";
import { SERVICES } from "../network/services.ts";
import { checkRecord, Drift, numberOf, textOf, textsOf, type Place } from "../network/shape.ts";
import type { DetailOptions } from "../catalogue.ts";
import { release } from "./pgs-release.ts";
import { LIST_SHAPE, peopleOf, scoreRecord, TRAIT_SHAPE, type ScoreRecord } from "./pgs-records.ts";

// Scores and traits a page, below the service's 250; further sizes for what pages lose.
const PAGE_SIZES = [100, 83, 61];
// Identifiers a request: an address of 1,000 characters.
const IDS_AT_ONCE = 100;

export interface FoundScores {
  readonly scores: readonly { readonly score: ScoreRecord; readonly people: number }[];
  readonly sources: readonly Source[];
  readonly notices: readonly string[];
}

/** Ids of all scores of traits that the words find, with those of their child traits. */
export async function scoreIdsOf(
  words: string,
  options: DetailOptions,
): Promise<{
  readonly ids: readonly string[];
  readonly sources: readonly Source[];
  readonly notices: readonly string[];
}> {
  const drift = new Drift();
  const traits = await listed(
    "/trait/search",
    { term: words },
    `traits like ${words}`,
    options,
    (item, place) => {
      const trait = checkRecord(item, TRAIT_SHAPE, place, drift);
      return {
        key: textOf(trait.id),
        value: [...textsOf(trait.associated_pgs_ids), ...textsOf(trait.child_associated_pgs_ids)],
      };
    },
  );
  const ids = [...new Set(traits.items.flatMap(({ value }) => value))].sort();
  const { sources, notices } = traits;
  return { ids, sources, notices: [...notices, ...drift.notices()] };
}

/** The records of these scores. */
export async function scoresByIds(
  ids: readonly string[],
  options: DetailOptions,
): Promise<FoundScores> {
  const drift = new Drift();
  const scores: { score: ScoreRecord; people: number }[] = [];
  const sources: Source[] = [];
  const notices: string[] = [];
  for (let from = 0; from < ids.length; from += IDS_AT_ONCE) {
    const wanted = ids.slice(from, from + IDS_AT_ONCE);
    const query = { filter_ids: wanted.join(",") };
    const part = await listed(
      "/score/all",
      query,
      `${wanted.length} scores`,
      options,
      (item, place) => {
        const score = scoreRecord(item, place, drift);
        return { key: score.id, value: { score, people: peopleOf(item) } };
      },
    );
    scores.push(...part.items.map(({ value }) => value));
    sources.push(...part.sources);
    notices.push(...part.notices);
    const missing = wanted.filter((id) => !part.items.some(({ key }) => key === id));
    if (missing.length > 0) notices.push(`no longer in the catalogue: ${missing.join(", ")}`);
  }
  return { scores, sources, notices: [...new Set([...notices, ...drift.notices()])] };
}

/** A list of the catalogue, read whole. */
export async function listed<T>(
  path: string,
  query: Readonly<Record<string, string>>,
  subject: string,
  { signal, refresh }: DetailOptions,
  readItem: (item: unknown, place: Place) => { readonly key: string; readonly value: T },
): ReturnType<typeof collectPages<{ readonly key: string; readonly value: T }>> {
  const { title } = SERVICES.pgs;
  return collectPages({
    title,
    noun: subject.replace(/^\d+ /, "").replace(/ like .*/, ""),
    pageSizes: PAGE_SIZES,
    keyOf: ({ key }) => key,
    askPage: (index, size, again) =>
      ask(
        { service: "pgs", path, query: { ...query, limit: size, offset: index * size }, subject },
        (json, url) => {
          const place = { title, url };
          const page = checkRecord(json, LIST_SHAPE, place, new Drift());
          const items = (page.results as unknown[]).map((item) => readItem(item, place));
          return { items, total: numberOf(page.count), hasNext: textOf(page.next) !== "" };
        },
        { signal, release, refresh: refresh === true || again },
      ),
  });
}
