import { Table, type Columns, type Provenance } from "../table.ts";
import type { Source } from "./network/ask.ts";
import { SERVICES, type ServiceName } from "./network/services.ts";

/** A table from a catalogue: what was asked, when, of which release, and what was odd about it. */
export class CatalogueTable<C extends Columns = Columns> extends Table<C> {
  /** The answers that it was made of. */
  readonly sources: readonly Source[];
  /** What was left out, came twice or could not be checked. */
  readonly notices: readonly string[];
  constructor(
    columns: C,
    provenance: Provenance,
    sources: readonly Source[],
    notices: readonly string[],
  ) {
    super(columns, provenance);
    this.sources = sources;
    this.notices = notices;
  }
}

/** A table with the provenance of its answers. */
export function catalogueTable<C extends Columns>(
  service: ServiceName,
  what: string,
  columns: C,
  sources: readonly Source[],
  notices: readonly string[],
): CatalogueTable<C> {
  const provenance = provenanceOf(service, what, sources, notices);
  return new CatalogueTable(columns, provenance, sources, notices);
}

/** Provenance of what answers gave: addresses, hashes, the oldest time of fetching, release, licence, citation. */
export function provenanceOf(
  service: ServiceName,
  what: string,
  sources: readonly Source[],
  notices: readonly string[],
): Provenance {
  const { title, licence, citation } = SERVICES[service];
  const fetched = sources.map((source) => source.fetched).sort();
  const releases = [
    ...new Set(sources.map(({ release }) => release).filter((text) => text !== "")),
  ];
  return {
    method: `${title}: ${what}`,
    ...(releases.length > 0 && { release: releases.join(", ") }),
    ...(fetched.length > 0 && { fetched: fetched[0] }),
    served: [...new Set(sources.map(({ served }) => served))],
    urls: [...new Set(sources.map(({ url }) => url))],
    sha256: sources.map(({ sha256 }) => sha256),
    licence,
    ...(citation !== "" && { citation }),
    ...(notices.length > 0 && { caution: notices }),
  };
}
