import { createHash } from "node:crypto";
import { strToU8, zipSync } from "fflate";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import type { MadeDocument } from "../make-document.ts";
import { crateMetadata, type CrateFile } from "./crate-metadata.ts";
import { sharedNotebook } from "./shared-notebook.ts";

/**
 * Notebook, document and metadata in one zip file: an RO-Crate.
 *
 * @param licence - an SPDX identifier, or an address
 * @throws KernelRefusal when the licence is neither
 */
export function makeCrate(
  { html, notebook, provenance, language }: Extract<MadeDocument, { isMade: true }>,
  licence?: string,
): Uint8Array {
  const stem = (provenance.notebook.split(/[\\/]/).at(-1) ?? "").replace(/\.ipynb$/, "");
  const title = /<title>([^<]*)<\/title>/.exec(html)?.[1] ?? stem;
  const content = strToU8(`${JSON.stringify(sharedNotebook(notebook.content), null, 1)}\n`);
  const page = strToU8(html);
  const notebookFile = describe(
    `${stem}.ipynb`,
    `${title}: notebook`,
    "The notebook with those outputs that were checked before it was shared.",
    "application/x-ipynb+json",
    content,
  );
  const documentFile = describe(
    `${stem}.html`,
    `${title}: document`,
    "One page with text, code, results, interactive plots and provenance, which needs no network.",
    "text/html",
    page,
  );
  const metadata = crateMetadata({
    ...{ title, notebook, notebookFile, documentFile, provenance, language },
    licence: licence === undefined ? undefined : licenceAddress(licence),
  });
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
  description: string,
  encodingFormat: string,
  content: Uint8Array,
): CrateFile {
  const sha256 = createHash("sha256").update(content).digest("hex");
  return { path, name, description, encodingFormat, bytes: content.length, sha256 };
}

function licenceAddress(licence: string): string {
  const given = licence.trim();
  if (/^https?:\/\/\S+$/.test(given)) return given;
  if (/^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(given)) return `https://spdx.org/licenses/${given}`;
  throw new KernelRefusal("licence", licence);
}
