import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import type { MadeDocument } from "../make-document.ts";
import { crateMetadata, type CrateFile } from "./crate-metadata.ts";
import { sharedNotebook } from "./shared-notebook.ts";

/** Notebook, document and metadata in one zip file: an RO-Crate. */
export function makeCrate({
  html,
  notebook,
  provenance,
}: Extract<MadeDocument, { isMade: true }>): Uint8Array {
  const stem = (provenance.notebook.split(/[\\/]/).at(-1) ?? "").replace(/\.ipynb$/, "");
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? stem;
  const content = strToU8(`${JSON.stringify(sharedNotebook(notebook.content), null, 1)}\n`);
  const page = strToU8(html);
  const notebookFile = describe(
    `${stem}.ipynb`,
    `${title}: notebook`,
    "application/x-ipynb+json",
    content,
  );
  const documentFile = describe(`${stem}.html`, `${title}: document`, "text/html", page);
  const metadata = crateMetadata({ title, notebook, notebookFile, documentFile, provenance });
  const mtime = provenance.writtenAt;
  return zipSync(
    {
      "ro-crate-metadata.json": strToU8(`${JSON.stringify(metadata, null, 2)}\n`),
      [notebookFile.path]: content,
      [documentFile.path]: page,
    },
    { mtime },
  );
}

function describe(
  path: string,
  name: string,
  encodingFormat: string,
  content: Uint8Array,
): CrateFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { path, name, encodingFormat, bytes: content.length, sha256 };
}
