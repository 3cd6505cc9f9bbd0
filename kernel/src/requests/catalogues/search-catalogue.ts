import type { CatalogueAnswer, PageRequests } from "../../messages.ts";
import type { RequestContext } from "../handlers.ts";
import { libraryOf } from "../library.ts";

const numberOrNull = (value: number | undefined): number | null =>
  value === undefined || Number.isNaN(value) ? null : value;

/** Searches a catalogue; while the network is off, in what was kept of its answers. */
export async function searchCatalogue(
  { catalogue, query, isOn, limit }: PageRequests["catalogues.search"]["asks"],
  context: RequestContext,
): Promise<CatalogueAnswer> {
  const { catalogues } = await libraryOf(context);
  catalogues.network({ on: isOn });
  const asked = catalogues[catalogue];
  const found = await asked.search(query, { limit, signal: context.signal });
  const { columns, rowCount, sources, notices } = found;
  const fetched = sources.map((source) => source.fetched).sort();
  return {
    title: asked.title,
    licence: asked.licence,
    citation: asked.citation,
    entries: Array.from({ length: rowCount }, (_, i) => ({
      id: columns.id[i] ?? "",
      name: columns.name[i] ?? "",
      trait: columns.trait[i] ?? "",
      kind: columns.kind[i] ?? "",
      ancestry: columns.ancestry[i] ?? "",
      build: columns.build[i] ?? "",
      samples: numberOrNull(columns.n[i]),
      variants: numberOrNull(columns.variants[i]),
      publication: columns.publication[i] ?? "",
    })),
    fetched: fetched[0] ?? "",
    served: [...new Set(sources.map(({ served }) => served))],
    notices,
  };
}
