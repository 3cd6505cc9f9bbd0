/** Values of one column on a page. */
export type PageColumn = ArrayLike<number> | readonly string[];

export interface Page {
  readonly from: number;
  readonly count: number;
  /** Of the whole view. */
  readonly rowCount: number;
  readonly columns: ReadonlyMap<string, PageColumn>;
}

export interface PageCacheOptions {
  readonly load: (from: number, count: number, signal: AbortSignal) => Promise<Page>;
  /** A page is there. */
  readonly onPage: (page: Page) => void;
  readonly onError: (error: unknown) => void;
}

export const PAGE_ROWS = 200;
const KEPT_PAGES = 80;
/** Of a fast scroll only the last places matter. */
const ASKED_AT_ONCE = 3;

/** Pages of rows, asked for when a cell of one is looked at, and the longest unused forgotten. */
export class PageCache {
  readonly #options: PageCacheOptions;
  readonly #pages = new Map<number, Page>();
  readonly #asked = new Map<number, AbortController>();
  /** Pages that were looked at while others were on their way, oldest first. */
  readonly #waiting: number[] = [];
  #failed = new Set<number>();

  constructor(options: PageCacheOptions) {
    this.#options = options;
  }

  /** The cell, or undefined while its page is on its way. */
  cell(row: number, column: string): string | number | undefined {
    const index = Math.floor(row / PAGE_ROWS);
    const page = this.#pages.get(index);
    if (!page) {
      this.#want(index);
      return undefined;
    }
    this.#pages.delete(index);
    this.#pages.set(index, page);
    return page.columns.get(column)?.[row - page.from];
  }

  /** Forgets all, for another order or filter. */
  clear(): void {
    for (const abort of this.#asked.values()) abort.abort();
    this.#asked.clear();
    this.#pages.clear();
    this.#waiting.length = 0;
    this.#failed.clear();
  }

  #want(index: number): void {
    if (this.#asked.has(index) || this.#failed.has(index)) return;
    const place = this.#waiting.indexOf(index);
    if (place >= 0) this.#waiting.splice(place, 1);
    this.#waiting.push(index);
    if (this.#waiting.length > ASKED_AT_ONCE) this.#waiting.shift();
    this.#askNext();
  }

  #askNext(): void {
    while (this.#asked.size < ASKED_AT_ONCE) {
      const index = this.#waiting.pop();
      if (index === undefined) return;
      void this.#ask(index);
    }
  }

  async #ask(index: number): Promise<void> {
    const abort = new AbortController();
    this.#asked.set(index, abort);
    try {
      const page = await this.#options.load(index * PAGE_ROWS, PAGE_ROWS, abort.signal);
      if (abort.signal.aborted) return;
      this.#asked.delete(index);
      this.#pages.set(index, page);
      const [oldest] = this.#pages.keys();
      if (this.#pages.size > KEPT_PAGES) this.#pages.delete(oldest!);
      this.#options.onPage(page);
    } catch (error) {
      if (abort.signal.aborted) return;
      this.#asked.delete(index);
      this.#failed.add(index);
      this.#options.onError(error);
    }
    this.#askNext();
  }
}
