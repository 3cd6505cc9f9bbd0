import { signalOf } from "../../task.ts";
import type { SearchOptions } from "../catalogue.ts";
import { foundEntries, type Found } from "../entries.ts";
import type { Source } from "../network/ask.ts";
import { checkRecord, Drift, textOf, type Shape } from "../network/shape.ts";
import { isIdentifier, searchText } from "../public-words.ts";
import { gwasList, type ListOptions } from "./gwas-list.ts";
import { studyEntry, studyRecord, type StudyRecord } from "./gwas-records.ts";

const TRAIT_SHAPE: Shape = {
  name: "trait",
  required: { efo_id: "text" },
  optional: { efo_trait: "text", uri: "text", _links: "any" },
};

// Each trait is a list of studies to read.
const MOST_TRAITS = 30;

/** Studies of traits that contain the words, of an ontology term with its child traits, or the study with this id. */
export async function searchStudies(query: string, options: SearchOptions = {}): Promise<Found> {
  const words = searchText(query);
  const asked = { ...options, signal: signalOf(options) };
  const drift = new Drift();
  const studies = new Map<string, StudyRecord>();
  const sources: Source[] = [];
  const notices: string[] = [];
  for (const filter of await filtersOf(words, asked, drift, sources, notices)) {
    const left = options.limit === undefined ? undefined : options.limit - studies.size;
    if (left !== undefined && left <= 0) break;
    const list = await gwasList(
      "/studies",
      "studies",
      { ...filter, ...(options.hasFile === true && { full_pvalue_set: true }) },
      (item, place) => studyRecord(item, place, drift),
      ({ id }) => id,
      { ...asked, limit: left },
    );
    for (const study of list.items) studies.set(study.id, study);
    sources.push(...list.sources);
    notices.push(...list.notices);
  }
  return foundEntries("gwas", `studies of ${words}`, [...studies.values()].map(studyEntry), {
    facets: options,
    sources,
    notices: [...new Set([...notices, ...drift.notices()])],
  });
}

async function filtersOf(
  words: string,
  options: ListOptions,
  drift: Drift,
  sources: Source[],
  notices: string[],
): Promise<readonly Readonly<Record<string, string | boolean>>[]> {
  if (isIdentifier("GWAS Catalog study", words)) return [{ accession_id: words }];
  if (isIdentifier("ontology term", words)) {
    // The two names that the service's own documents give this parameter.
    return [{ efo_id: words, show_child_trait: true, show_child_traits: true }];
  }
  const traits = await gwasList(
    "/efo-traits",
    "efo_traits",
    { efo_trait: words },
    (item, place) => {
      const trait = checkRecord(item, TRAIT_SHAPE, place, drift);
      return { id: textOf(trait.efo_id), name: textOf(trait.efo_trait) };
    },
    ({ id }) => id,
    { ...options, limit: undefined },
  );
  sources.push(...traits.sources);
  notices.push(...traits.notices);
  // The shortest names are nearest to the words.
  const nearest = [...traits.items].sort(
    (a, b) => a.name.length - b.name.length || (a.id < b.id ? -1 : 1),
  );
  const further = nearest.slice(MOST_TRAITS).map(({ name, id }) => `${name} (${id})`);
  if (further.length > 0) {
    notices.push(
      `studies of ${further.length} further traits not asked for: ${further.slice(0, 20).join(", ")}`,
    );
  }
  return [
    { disease_trait: words },
    ...nearest.slice(0, MOST_TRAITS).map(({ id }) => ({ efo_id: id })),
  ];
}
