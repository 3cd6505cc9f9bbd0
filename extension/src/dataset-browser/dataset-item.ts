import type {
  CatalogueAnswer,
  CatalogueEntry,
  CatalogueId,
  DatasetSensitivity,
  OpenDataset,
  RegisteredDataset,
} from "@genobook/kernel/messages";
import { PathExt } from "@jupyterlab/coreutils";
import type { ProjectDataset } from "../data-service/project-files.ts";
import { kindOfOpen, oneKind } from "./dataset-kind.ts";
import { inputsOf, type LineageNode, lineageOf, lineageOfOpen } from "./lineage.ts";

export type Section = "open" | "project" | "registered" | "catalogues";
export const SECTIONS: readonly Section[] = ["open", "project", "registered", "catalogues"];

/** What a row says of its state, beside a colour or in place of one. */
type Freshness = "there" | "missing" | "changed" | "touched" | "outdated";

/** A data set in the words that all sections share. */
export interface DatasetItem {
  /** Unique among all sections. */
  readonly key: string;
  readonly section: Section;
  readonly name: string;
  /** `genotypes`, `summary-statistics`, `associations`, … */
  readonly kind: string;
  /** "" where it is no file. */
  readonly format: string;
  /** Where it lies or comes from. */
  readonly place: string;
  readonly sensitivity: DatasetSensitivity;
  /** Whether a person said so; otherwise it was told from the kind. */
  readonly isConfirmed: boolean;
  readonly build?: string | undefined;
  readonly buildEvidence?: string | undefined;
  readonly ancestry?: string | undefined;
  readonly variants?: number | undefined;
  readonly samples?: number | undefined;
  readonly rows?: number | undefined;
  readonly bytes?: number | undefined;
  readonly freshness?: Freshness | undefined;
  /** Inputs that have changed since. */
  readonly staleInputs?: readonly string[] | undefined;
  /** Inputs whose files are newer; whether they have changed is not known. */
  readonly newerInputs?: readonly string[] | undefined;
  /** ISO 8601: when it was registered or asked for. */
  readonly since?: string | undefined;
  readonly problem?: string | undefined;
  /** From the server's root; absent where there is no file. */
  readonly path?: string | undefined;
  readonly registeredId?: string | undefined;
  /** How cells of the current notebook name it. */
  readonly variable?: string | undefined;
  /** Of a value of the notebook: whether a viewer shows its rows, and the file that it came from where that lies outside. */
  readonly hasRows?: boolean | undefined;
  readonly outsideFile?: string | undefined;
  readonly catalogue?: { readonly id: CatalogueId; readonly entry: string } | undefined;
  readonly columns?: readonly string[] | undefined;
  /** What it was made of and how. */
  readonly lineage: readonly LineageNode[];
  readonly licence?: string | undefined;
  readonly citation?: string | undefined;
  readonly notes?: string | undefined;
}

const PEOPLE = ["genotypes", "phenotypes", "people", "scores", "relationship-matrix"];

function sensedSensitivity(kind: string): DatasetSensitivity {
  return PEOPLE.includes(kind) ? "individual-level" : "controlled";
}

export function projectItem(dataset: ProjectDataset): DatasetItem {
  const { kind, format, name, folder, path, build, problem, columns } = dataset;
  return {
    key: `project:${path}`,
    section: "project",
    name,
    kind,
    format,
    place: folder,
    sensitivity: sensedSensitivity(kind),
    isConfirmed: false,
    build: build?.name,
    buildEvidence: build?.evidence,
    variants: dataset.variants,
    samples: dataset.samples,
    bytes: dataset.size,
    problem,
    path,
    columns,
    lineage: [],
  };
}

export function registeredItem(
  dataset: RegisteredDataset,
  all: readonly RegisteredDataset[] = [],
): DatasetItem {
  const { id, title, files, state, confirmed, changedParents, newerParents } = dataset;
  const [first] = files;
  return {
    key: `registered:${id}`,
    section: "registered",
    name: id,
    kind: dataset.kind,
    format: dataset.format ?? "",
    place: [title, first?.path].filter((part) => part !== undefined).join(" · "),
    sensitivity: dataset.sensitivity,
    isConfirmed: confirmed.includes("sensitivity"),
    build: dataset.build,
    ancestry: dataset.ancestry,
    variants: dataset.variants,
    samples: dataset.samples,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    freshness: state as Freshness,
    staleInputs: changedParents,
    newerInputs: newerParents,
    since: dataset.registered,
    ...(first !== undefined && !first.path.startsWith("..") && { path: first.path }),
    registeredId: id,
    lineage: lineageOf(dataset, all),
    licence: dataset.licence,
    citation: dataset.citation,
    notes: dataset.notes,
  };
}

/** @param folder - the notebook's, from the server's root; its kernel works there */
export function openItem(
  dataset: OpenDataset,
  registered: readonly RegisteredDataset[] = [],
  folder = "",
): DatasetItem {
  const { name, hasPeople, hasRows, source, provenance, file } = dataset;
  const path = file === undefined ? undefined : PathExt.join(folder, file);
  const isOutside = path?.startsWith("..") === true;
  const inputs = inputsOf(
    [...(source === undefined ? [] : [source]), ...Object.values(provenance)],
    registered,
  );
  const stale = inputs.filter(({ state }) => ["missing", "changed", "outdated"].includes(state));
  const citations = inputs.flatMap(({ citation }) => citation ?? []);
  return {
    key: `open:${name}`,
    section: "open",
    name,
    kind: kindOfOpen(dataset),
    format: "",
    place: source ?? "",
    sensitivity: hasPeople ? "individual-level" : "controlled",
    isConfirmed: false,
    build: dataset.build,
    variants: dataset.variants,
    samples: dataset.samples,
    rows: dataset.rows,
    variable: name,
    hasRows,
    ...(path !== undefined && (isOutside ? { outsideFile: file } : { path })),
    columns: dataset.columns,
    lineage: lineageOfOpen(dataset, registered),
    ...(stale.length > 0 && { freshness: "outdated", staleInputs: stale.map(({ id }) => id) }),
    ...(citations.length > 0 && { citation: [...new Set(citations)].join("\n") }),
  };
}

export function catalogueItem(
  catalogue: CatalogueId,
  entry: CatalogueEntry,
  { title, licence, citation, fetched }: CatalogueAnswer,
): DatasetItem {
  const { id, name, trait, kind, ancestry, build, samples, variants, publication } = entry;
  return {
    key: `catalogue:${catalogue}:${id}`,
    section: "catalogues",
    name: name === "" ? id : name,
    kind: oneKind(kind),
    format: title,
    place: [id, trait].filter((part) => part !== "" && part !== name).join(" · "),
    sensitivity: "public",
    isConfirmed: true,
    ...(!/^(nr|na|none|unknown)?$/i.test(build) && { build }),
    ...(ancestry !== "" && { ancestry }),
    ...(samples !== null && { samples }),
    ...(variants !== null && { variants }),
    ...(fetched !== "" && { since: fetched }),
    catalogue: { id: catalogue, entry: id },
    lineage: [],
    licence,
    citation: [publication, citation].filter((part) => part !== "").join(" "),
  };
}

export type Facet = "kind" | "build" | "ancestry" | "sensitivity";
export const FACETS: readonly Facet[] = ["kind", "build", "ancestry", "sensitivity"];
/** Chosen value of each facet; "" is all. */
export type FacetChoice = Readonly<Record<Facet, string>>;
export const NO_FACETS: FacetChoice = { kind: "", build: "", ancestry: "", sensitivity: "" };

/** The data sets that have every chosen value and contain every word of the filter. */
export function matchingItems(
  items: readonly DatasetItem[],
  filter: string,
  facets: FacetChoice,
): DatasetItem[] {
  const words = filter.toLowerCase().split(/\s+/);
  return items.filter((item) => {
    const { name, path, place, format, build, ancestry, kind } = item;
    const text = [name, path, place, format, build, ancestry, kind].join(" ").toLowerCase();
    return (
      FACETS.every((facet) => facets[facet] === "" || (item[facet] ?? "") === facets[facet]) &&
      words.every((word) => text.includes(word))
    );
  });
}

/** Values of a facet and how many data sets have each, the commonest first. */
export function facetCounts(
  items: readonly DatasetItem[],
  facet: Facet,
): readonly { readonly value: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = item[facet] ?? "";
    if (value !== "") counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || a.value.localeCompare(b.value));
}
