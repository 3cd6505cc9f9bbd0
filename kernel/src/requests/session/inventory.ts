import { types } from "node:util";
import { isPersonId, mayBePersonId } from "../../document/gate/person-columns.ts";
import type { OpenDataset, OpenDatasetKind } from "../../messages.ts";
import { fileOfSource } from "./file-of-source.ts";

/** A name of the session and its value. */
export interface NamedValue {
  readonly name: string;
  readonly value: object;
}

const LONGEST_TEXT = 200;
const MOST_COLUMNS = 200;
/** Fields of an object that cells put together are looked at; longer ones are data, not a collection of data sets. */
const MOST_FIELDS = 40;

/** A value of the session that the page may show, and the data set that it is, if it is one. */
export interface DescribedValue extends NamedValue {
  readonly dataset: OpenDataset | undefined;
}

/**
 * What of a session's values a person would call a data set, in the order in which the names came. Nothing is computed
 * for it, and no value or name of a person is in it.
 *
 * @param scope - top-level names of all cells
 */
export function openDatasets(scope: Readonly<Record<string, unknown>>): OpenDataset[] {
  return describedValues(scope).flatMap(({ dataset }) => dataset ?? []);
}

/**
 * The objects under top-level names, and those in plain objects that are no data sets themselves. No getter of a cell's
 * object is called and no proxy is read: looking must not run what a cell wrote.
 */
export function describedValues(scope: Readonly<Record<string, unknown>>): DescribedValue[] {
  const top = objectsOf(scope, (name) => valueAt(scope, name));
  const isTop = new Set(top.map(({ value }) => value));
  return top.flatMap(({ name, value }) => {
    const dataset = datasetOf(name, value);
    if (dataset || Object.getPrototypeOf(value) !== Object.prototype) {
      return [{ name, value, dataset }];
    }
    if (Object.keys(value).length > MOST_FIELDS) return [{ name, value, dataset }];
    const fields = objectsOf(value, (field) => ownValue(value, field))
      .filter((field) => !isTop.has(field.value))
      .map((field) => ({ name: fieldName(name, field.name), value: field.value }));
    return [
      { name, value, dataset },
      ...fields.map((field) => ({ ...field, dataset: datasetOf(field.name, field.value) })),
    ];
  });
}

/** What a value is, when it is a data set; told from its shape, so that another copy of the library does as well. */
export function datasetOf(name: string, value: object): OpenDataset | undefined {
  const kind = kindOf(value);
  if (kind === undefined) return undefined;
  const columns = columnNames(value);
  const { source, build } = value as { readonly source?: unknown; readonly build?: unknown };
  const provenance = provenanceOf(value);
  const file = fileOfSource(readFrom(kind, source, provenance["source"]));
  const hasPeople =
    ["genotypes", "people", "scores", "relationship-matrix"].includes(kind) ||
    columns.some((column) => column === "individualId" || column === "familyId");
  const knownBuild = textOf(build) ?? provenance["build"] ?? provenance["genomeBuild"];
  return {
    name,
    kind,
    type: value.constructor.name === "Object" ? "" : value.constructor.name,
    hasPeople,
    hasRows: !hasPeople && isTable(value) && !columns.some(mayBeOfPeople),
    ...(file !== undefined && { file }),
    ...(typeof source === "string" && { source: shortened(source) }),
    ...(knownBuild !== undefined && { build: knownBuild }),
    ...extentOf(value, kind),
    ...(columns.length > 0 && { columns: columns.slice(0, MOST_COLUMNS) }),
    provenance,
  };
}

/** Names whose values are objects, and no proxies. */
function objectsOf(holder: object, read: (name: string) => unknown): NamedValue[] {
  return Object.keys(holder).flatMap((name) => {
    const value = read(name);
    return typeof value === "object" && value !== null && !types.isProxy(value)
      ? [{ name, value }]
      : [];
  });
}

/** What a field holds; undefined for one that a getter makes. */
export function ownValue(holder: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(holder, name);
  return property && "value" in property ? property.value : undefined;
}

function valueAt(holder: object, name: string): unknown {
  try {
    return (holder as Record<string, unknown>)[name];
  } catch {
    return undefined;
  }
}

function fieldName(name: string, field: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(field)
    ? `${name}.${field}`
    : `${name}[${JSON.stringify(field)}]`;
}

function kindOf(value: object): OpenDatasetKind | undefined {
  switch (ownValue(value, "kind")) {
    case "genotypes":
      return "variants" in value && "samples" in value ? "genotypes" : undefined;
    case "sample-table":
      return "scores" in value ? "scores" : "people";
    case "ld panel":
      return "ld-panel";
    case "relationship-matrix":
      return "relationship-matrix";
    case "table":
      return "rowCount" in value ? tableKind(value) : undefined;
    default:
      return isManyTraits(value) ? "associations" : undefined;
  }
}

function tableKind(value: object): OpenDatasetKind {
  if ("mapping" in value && "issues" in value) return "summary-statistics";
  if ("weights" in value && "scores" in value) return "weights";
  if ("lambdaGC" in value) return "associations";
  return "table";
}

function isManyTraits(value: object): value is {
  readonly traits: readonly string[];
  readonly summary: { readonly columns: { readonly variantCount: Int32Array } };
} {
  return "traits" in value && "summary" in value && Array.isArray(value.traits);
}

type Extent = Pick<OpenDataset, "variants" | "samples" | "rows">;

function extentOf(value: object, kind: OpenDatasetKind): Extent {
  const { variants, samples, count, sampleCount, rowCount } = value as Record<string, unknown>;
  switch (kind) {
    case "genotypes":
      return {
        ...numberAs("variants", countOf(variants)),
        ...numberAs("samples", countOf(samples)),
      };
    case "people":
    case "scores":
      return numberAs("samples", count);
    case "ld-panel":
      return { ...numberAs("variants", countOf(variants)), ...numberAs("samples", sampleCount) };
    case "relationship-matrix":
      return numberAs("samples", sampleCount);
    case "associations":
    case "summary-statistics":
    case "weights":
      return isManyTraits(value)
        ? { variants: value.summary.columns.variantCount[0] ?? 0 }
        : numberAs("variants", rowCount);
    case "table":
      return numberAs("rows", rowCount);
  }
}

/** Of what was read from a file its name; the source of a result is what it was made of. */
function readFrom(kind: OpenDatasetKind, source: unknown, noted: string | undefined): string {
  switch (kind) {
    case "genotypes":
    case "people":
      return typeof source === "string" ? source : "";
    case "summary-statistics":
    case "weights":
      return noted ?? "";
    default:
      return "";
  }
}

/** A table of the library, whose rows can be taken. */
export function isTable(value: object): boolean {
  return ownValue(value, "kind") === "table" && "rowCount" in value && "take" in value;
}

const mayBeOfPeople = (column: string): boolean => isPersonId(column) || mayBePersonId(column);

function countOf(part: unknown): unknown {
  return typeof part === "object" && part !== null ? valueAt(part, "count") : undefined;
}

function numberAs(name: keyof Extent, value: unknown): Extent {
  return typeof value === "number" ? { [name]: value } : {};
}

/** Names alone: a column may be made only when it is read. */
function columnNames(value: object): string[] {
  const columns = valueAt(value, "columns");
  return typeof columns === "object" && columns !== null ? Object.keys(columns) : [];
}

function provenanceOf(value: object): Record<string, string> {
  const provenance = valueAt(value, "provenance");
  if (typeof provenance !== "object" || provenance === null) return {};
  return Object.fromEntries(
    Object.entries(provenance).flatMap(([name, part]) => {
      const text = textOf(Array.isArray(part) ? part.slice(0, MOST_FIELDS).join(", ") : part);
      return text === undefined ? [] : [[name, text]];
    }),
  );
}

function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value === "" ? undefined : shortened(value);
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}
