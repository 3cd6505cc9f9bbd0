import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { makeCrate } from "./crate/make-crate.ts";
import type { DocumentLanguage } from "../messages.ts";
import type { Finding } from "./gate/gate.ts";
import { makeDocument } from "./make-document.ts";

export interface WriteOptions {
  /** `<name>.html` or `<name>.crate.zip` beside the notebook unless given. */
  readonly to?: string | undefined;
  /** A zip with notebook, document and metadata in place of the document alone. */
  readonly crate?: boolean | undefined;
  readonly smallestCount?: number | undefined;
  /** Of what the document says by itself; English unless given. */
  readonly language?: DocumentLanguage | undefined;
  /** Of a crate: an SPDX identifier such as `CC-BY-4.0`, or an address. */
  readonly licence?: string | undefined;
}

export type Written =
  | {
      readonly path: string;
      readonly bytes: number;
      /** For each picture that could not be looked into, its cell, counted from 1. */
      readonly uncheckedPictures: readonly number[];
    }
  | { readonly refusals: readonly Finding[] };

/**
 * Writes a notebook's document, whole or not at all.
 *
 * @throws Error when the notebook cannot be read, or the file not be written
 */
export async function writeDocument(path: string, options: WriteOptions = {}): Promise<Written> {
  const { crate = false, smallestCount, language, licence } = options;
  const stem = basename(path).replace(/\.ipynb$/, "");
  const target = options.to ?? join(dirname(path), `${stem}${crate ? ".crate.zip" : ".html"}`);
  if (resolve(target) === resolve(path))
    throw new Error(`${target} is the notebook itself. Give another name with --to.`);
  const text = readFileSync(path, "utf8");
  const made = await makeDocument(text, {
    name: basename(path),
    folder: dirname(resolve(path)),
    smallestCount,
    language,
  });
  if (!made.isMade) return { refusals: made.refusals };
  const content = crate ? makeCrate(made, licence) : Buffer.from(made.html);
  const temporary = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, content);
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
  const { uncheckedPictures } = made.provenance;
  return { path: target, bytes: content.length, uncheckedPictures };
}

/** A refusal as a terminal shows it. */
export function findingText({ cell, what, why, remedy }: Finding): string {
  return `Cell ${cell}: ${what}\n  ${why}\n  ${remedy}\n`;
}
