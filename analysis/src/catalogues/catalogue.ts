import type { TaskOptions } from "../task.ts";
import type { Facets, Found } from "./entries.ts";
import type { Source } from "./network/ask.ts";

/** How a search is done. */
export interface SearchOptions extends TaskOptions, Facets {
  /** Entries at most; all when left out. */
  readonly limit?: number | undefined;
  /** Ask anew where a kept answer is fresh. */
  readonly refresh?: boolean | undefined;
}

/** How one record is asked for. */
export interface DetailOptions extends TaskOptions {
  /** Ask anew where a kept answer is fresh. */
  readonly refresh?: boolean | undefined;
}

/** A record of a catalogue, and where it is from. */
export interface Sourced {
  readonly sources: readonly Source[];
  readonly notices: readonly string[];
}

/**
 * What every catalogue can do, so that a browser of data sets needs to know no single one: search with facets, and the
 * record of an entry. What a catalogue has beyond that are verbs of its own.
 */
export interface Catalogue<Detail extends Sourced = Sourced> {
  readonly title: string;
  readonly licence: string;
  readonly citation: string;
  search(query: string, options?: SearchOptions): Promise<Found>;
  detail(id: string, options?: DetailOptions): Promise<Detail>;
}
