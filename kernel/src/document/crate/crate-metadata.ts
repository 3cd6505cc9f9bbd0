import { isRecord, type Notebook } from "../notebook.ts";
import type { Provenance } from "../provenance/provenance.ts";

export interface CrateFile {
  readonly path: string;
  readonly name: string;
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
  const { title, notebook, notebookFile, documentFile, provenance } = parts;
  const date = provenance.writtenAt.toISOString();
  const authors = authorsOf(notebook);
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
      license: { "@id": "#licence" },
      ...(authors.length > 0 && { author: authors.map(reference) }),
      hasPart: [reference({ "@id": documentFile.path }), reference({ "@id": notebookFile.path })],
      mainEntity: { "@id": documentFile.path },
      mentions: [{ "@id": "#writing" }, ...datasets.map(reference)],
    },
    {
      "@id": "#licence",
      "@type": "CreativeWork",
      name: "No licence is stated",
      description: "Ask the authors before this is used again.",
    },
    { ...fileEntity(notebookFile), "@type": ["File", "SoftwareSourceCode"] },
    { ...fileEntity(documentFile), isBasedOn: { "@id": notebookFile.path } },
    {
      "@id": "#genobook",
      "@type": "SoftwareApplication",
      name: "Genobook",
      softwareVersion: provenance.genobook,
    },
    {
      "@id": "#writing",
      "@type": "CreateAction",
      name: "Writing the document",
      endTime: date,
      instrument: { "@id": "#genobook" },
      object: [
        { "@id": notebookFile.path },
        ...datasets.map(reference),
        ...parameters.map(reference),
      ],
      result: { "@id": documentFile.path },
    },
    ...authors,
    ...datasets,
    ...parameters,
  ];
  return { "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph };
}

function fileEntity({ path, name, encodingFormat, bytes, sha256 }: CrateFile): Entity {
  return {
    ...{ "@id": path, "@type": "File", name, encodingFormat },
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
