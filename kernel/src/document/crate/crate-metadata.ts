import type { DocumentLanguage } from "../../messages.ts";
import { isRecord, type Notebook } from "../notebook.ts";
import type { Provenance } from "../provenance/provenance.ts";

export interface CrateFile {
  readonly path: string;
  readonly name: string;
  readonly description: string;
  readonly encodingFormat: string;
  readonly bytes: number;
  readonly sha256: string;
}

export interface CrateParts {
  readonly title: string;
  readonly notebook: Notebook;
  readonly notebookFile: CrateFile;
  readonly documentFile: CrateFile;
  readonly provenance: Provenance;
  readonly language: DocumentLanguage;
  /** Its address. */
  readonly licence: string | undefined;
}

type Entity = { readonly "@id": string; readonly "@type": string | readonly string[] } & Readonly<
  Record<string, unknown>
>;

/**
 * What is in a crate, and where it comes from, as RO-Crate metadata.
 *
 * Data sets are described, not contained: they stay where they are.
 *
 * @see https://w3id.org/ro/crate/1.2
 */
export function crateMetadata(parts: CrateParts): object {
  const { title, notebook, notebookFile, documentFile, provenance, licence } = parts;
  const date = provenance.writtenAt.toISOString();
  const authors = authorsOf(notebook);
  const language = languageOf(notebook);
  const notebookId = fileId(notebookFile);
  const documentId = fileId(documentFile);
  const datasets = provenance.datasets.map(({ path, bytes, sha256, registered }): Entity => ({
    "@id": `#data-${encodeURIComponent(path)}`,
    "@type": "CreativeWork",
    name: path,
    description: "A data set that the notebook names; it is not in this crate.",
    ...(bytes !== undefined && { contentSize: String(bytes) }),
    ...(sha256 !== undefined && { sha256, identifier: `sha256:${sha256}` }),
    ...(registered?.licence !== undefined && { license: registered.licence }),
    ...(registered?.citation !== undefined && { citation: registered.citation }),
  }));
  const parameters = provenance.steps.map(({ cell, call, parameters: given }, index): Entity => ({
    "@id": `#step-${index + 1}`,
    "@type": "PropertyValue",
    name: `${call} (cell ${cell})`,
    value: given,
  }));
  const graph: Entity[] = [
    {
      "@id": "ro-crate-metadata.json",
      "@type": "CreativeWork",
      conformsTo: { "@id": "https://w3id.org/ro/crate/1.2" },
      about: { "@id": "./" },
    },
    {
      "@id": "./",
      "@type": "Dataset",
      name: title,
      description: `${title}: an executed notebook, and a document made of it.`,
      datePublished: date,
      license: { "@id": licence ?? "#licence" },
      ...(authors.length > 0 && { author: authors.map(reference) }),
      hasPart: [reference({ "@id": documentId }), reference({ "@id": notebookId })],
      mainEntity: { "@id": documentId },
      mentions: [{ "@id": "#writing" }, ...datasets.map(reference)],
    },
    licence === undefined
      ? {
          "@id": "#licence",
          "@type": "CreativeWork",
          name: "No licence is stated",
          description: "Ask the authors before this is used again.",
        }
      : {
          "@id": licence,
          "@type": "CreativeWork",
          name: licence.split("/").findLast((part) => part !== "") ?? licence,
          description: "The licence of this crate.",
        },
    {
      ...fileEntity(notebookFile),
      "@type": ["File", "SoftwareSourceCode"],
      ...(language !== undefined && { programmingLanguage: reference(language) }),
    },
    { ...fileEntity(documentFile), inLanguage: parts.language, isBasedOn: { "@id": notebookId } },
    {
      "@id": "#genobook",
      "@type": "SoftwareApplication",
      name: "Genobook",
      url: `pkg:npm/%40genobook/kernel@${provenance.genobook}`,
      version: provenance.genobook,
      softwareVersion: provenance.genobook,
    },
    {
      "@id": "#writing",
      "@type": "CreateAction",
      name: "Writing the document",
      endTime: date,
      instrument: { "@id": "#genobook" },
      object: [{ "@id": notebookId }, ...datasets.map(reference), ...parameters.map(reference)],
      result: { "@id": documentId },
    },
    ...(language === undefined ? [] : [language]),
    ...authors,
    ...datasets,
    ...parameters,
  ];
  return { "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph };
}

/** A file's name as a relative reference, in which letters of all languages stay as they are. */
function fileId({ path }: CrateFile): string {
  return path.replaceAll(/[\u0000-\u0020"#%:<>?[\\\]^`{|}]/g, encodeURIComponent);
}

function fileEntity(file: CrateFile): Entity {
  const { name, description, encodingFormat, bytes, sha256 } = file;
  return {
    ...{ "@id": fileId(file), "@type": "File", name, description, encodingFormat },
    contentSize: String(bytes),
    sha256,
  };
}

function reference({ "@id": id }: { readonly "@id": string }): { readonly "@id": string } {
  return { "@id": id };
}

/** `authors` of the notebook format. */
function authorsOf({ metadata }: Notebook): Entity[] {
  const { authors } = metadata;
  if (!Array.isArray(authors)) return [];
  return authors
    .filter(isRecord)
    .flatMap(({ name }, index) =>
      typeof name === "string" ? [{ "@id": `#author-${index + 1}`, "@type": "Person", name }] : [],
    );
}

const LANGUAGE_PAGES: Readonly<Record<string, string>> = {
  typescript: "https://www.typescriptlang.org/",
  javascript: "https://ecma-international.org/publications-and-standards/standards/ecma-262/",
  python: "https://www.python.org/",
  r: "https://www.r-project.org/",
  julia: "https://julialang.org/",
};

/** The notebook's language, where all that a crate must say of one is known. */
function languageOf({ metadata }: Notebook): Entity | undefined {
  const info = isRecord(metadata["language_info"]) ? metadata["language_info"] : {};
  const { name, version } = info;
  if (typeof name !== "string" || typeof version !== "string") return undefined;
  const url = LANGUAGE_PAGES[name.toLowerCase()];
  return url === undefined
    ? undefined
    : { "@id": "#language", "@type": "ComputerLanguage", name, url, version };
}
