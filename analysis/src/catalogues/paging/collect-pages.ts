import { IncompleteListError } from "../catalogue-errors.ts";
import type { Answer, Source } from "../network/ask.ts";

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of the whole list, where the service tells. */
  readonly total: number | undefined;
  /** Of this page, from 0, where the service tells. */
  readonly index?: number | undefined;
  /** Where the service tells whether more follows. */
  readonly hasNext?: boolean | undefined;
}

export interface PagedList<T> {
  /** In messages: `GWAS Catalog`. */
  readonly title: string;
  /** In messages: `studies`. */
  readonly noun: string;
  /** Items a page; further rounds, which look for what pages lost, use the further sizes. */
  readonly pageSizes: readonly number[];
  /** Asks for a page, past kept answers when `refresh` is set. */
  readonly askPage: (index: number, size: number, refresh: boolean) => Promise<Answer<Page<T>>>;
  /** What tells items apart. */
  readonly keyOf: (item: T) => string;
  /** Items wanted at most; all when left out. */
  readonly limit?: number | undefined;
  /** Told after each page. */
  readonly onPage?: ((found: number, total: number) => Promise<void>) | undefined;
}

export interface Collected<T> {
  readonly items: readonly T[];
  /** Of the whole list; NaN where the service does not tell. */
  readonly total: number;
  readonly sources: readonly Source[];
  readonly notices: readonly string[];
}

/**
 * Reads a list page by page and loses nothing: items that come twice are counted once, a page that answers for another is asked
 * again, and what is missing from the total is looked for in further rounds with other page sizes, as services without
 * a fixed order give some items twice and others never.
 *
 * @throws IncompleteListError when items stay missing
 */
export async function collectPages<T>(list: PagedList<T>): Promise<Collected<T>> {
  const found = new Map<string, T>();
  const sources: Source[] = [];
  const notices = new Set<string>();
  const limit = list.limit ?? Infinity;
  let total = NaN;
  let repeated = 0;
  let rounds = 0;
  for (const size of list.pageSizes) {
    rounds += 1;
    const round = await readRound(list, size, rounds > 1, found, limit, (answer) => {
      sources.push(answer.source);
      for (const notice of answer.notices) notices.add(notice);
    });
    repeated += rounds === 1 ? round.repeated : 0;
    if (!Number.isNaN(total) && !Number.isNaN(round.total) && round.total !== total) {
      notices.add(
        `${list.title} changed while it was read: ${total} ${list.noun} became ${round.total}`,
      );
    }
    total = round.total;
    if (found.size >= limit || Number.isNaN(total) || found.size >= total) break;
  }
  if (found.size < limit && found.size < total) {
    throw incomplete(list, found.size, total, sources.at(-1)?.url ?? "");
  }
  const items = [...found.values()].slice(0, limit);
  if (repeated > 0) {
    notices.add(
      `${repeated} ${list.noun} came twice in the pages of ${list.title}${rounds > 1 ? `; ${rounds} rounds found all ${total}` : ""}`,
    );
  }
  if (Number.isNaN(total)) {
    notices.add(
      `${list.title} tells no total for ${list.noun}, so that completeness could not be checked`,
    );
  } else if (items.length < total) {
    notices.add(`the first ${items.length} of ${total} ${list.noun}`);
  }
  return { items, total, sources, notices: [...notices] };
}

async function readRound<T>(
  list: PagedList<T>,
  size: number,
  refresh: boolean,
  found: Map<string, T>,
  limit: number,
  note: (answer: Answer<Page<T>>) => void,
): Promise<{ total: number; repeated: number }> {
  const seen = new Set<string>();
  let total = NaN;
  let repeated = 0;
  for (let index = 0; ; index++) {
    let answer = await list.askPage(index, size, refresh);
    if (isAnother(answer.value, index)) answer = await list.askPage(index, size, true);
    if (isAnother(answer.value, index)) throw anotherPage(list, index, answer);
    note(answer);
    const page = answer.value;
    total = page.total ?? NaN;
    for (const item of page.items) {
      const key = list.keyOf(item);
      if (seen.has(key)) repeated += 1;
      seen.add(key);
      if (!found.has(key)) found.set(key, item);
    }
    await list.onPage?.(found.size, total);
    if (found.size >= limit || isLast(page, index, size, total)) return { total, repeated };
  }
}

function isAnother<T>(page: Page<T>, index: number): boolean {
  return page.index !== undefined && page.index !== index;
}

function isLast<T>(page: Page<T>, index: number, size: number, total: number): boolean {
  if (page.items.length === 0) return true;
  if (!Number.isNaN(total)) return (index + 1) * size >= total;
  return page.hasNext === undefined ? page.items.length < size : !page.hasNext;
}

function incomplete<T>(
  { title, noun }: PagedList<T>,
  found: number,
  total: number,
  url: string,
): IncompleteListError {
  return new IncompleteListError(title, url, found, total, {
    what: `${title} tells of ${total} ${noun} and gave ${found} of them.`,
    why: "Its pages overlap or leave items out, also when they are asked for again in other sizes.",
    remedy: `Ask for less at a time, or set limit: ${found} to go on with what there is.`,
  });
}

function anotherPage<T>(
  { title, noun }: PagedList<T>,
  index: number,
  { value, source }: Answer<Page<T>>,
): IncompleteListError {
  return new IncompleteListError(title, source.url, 0, value.total ?? NaN, {
    what: `${title} answers page ${value.index} of ${noun} when it is asked for page ${index}.`,
    why: "Pages that stand for others would lose items.",
    remedy: "Try again later; something between this machine and the service mixes answers up.",
  });
}
