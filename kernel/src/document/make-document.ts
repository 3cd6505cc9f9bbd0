import type { DocumentLanguage } from "../messages.ts";
import { KernelRefusal } from "../refusals/kernel-refusal.ts";
import { type Finding, judgeNotebook, SMALLEST_COUNT } from "./gate/gate.ts";
import { type Notebook, readNotebook } from "./notebook.ts";
import { wordsIn } from "./words/words.ts";
import { pageScript } from "./page/page-script.ts";
import { renderPage } from "./page/render-page.ts";
import { type OpenRegion, regionsOf } from "./plots/regions.ts";
import { type Provenance, provenanceOf } from "./provenance/provenance.ts";

/** Loci of a Manhattan plot whose regions are in the document. */
const MOST_REGIONS = 5;

export interface DocumentOptions {
  /** File name of the notebook. */
  readonly name: string;
  /** Where the notebook is, to hash the files that it names. */
  readonly folder?: string | undefined;
  /** Counts of people below it are refused; 5 unless given. */
  readonly smallestCount?: number | undefined;
  /** Draws a region of a plot in a session that still holds the plot's result, with LD; undefined when it does not. */
  readonly openRegion?: OpenRegion | undefined;
  /** Of what the document itself says; English unless given. */
  readonly language?: DocumentLanguage | undefined;
  readonly now?: Date | undefined;
}

export type MadeDocument =
  | {
      readonly isMade: true;
      readonly html: string;
      readonly notebook: Notebook;
      readonly provenance: Provenance;
      readonly language: DocumentLanguage;
    }
  | { readonly isMade: false; readonly refusals: readonly Finding[] };

/**
 * Makes one HTML page of a notebook, or says which cells hold what should not be shared.
 *
 * @param text - content of the `.ipynb` file
 * @throws KernelRefusal when it is no notebook of format 4, or an option makes no sense
 */
export async function makeDocument(text: string, options: DocumentOptions): Promise<MadeDocument> {
  const { name, folder, smallestCount = SMALLEST_COUNT, now = new Date() } = options;
  if (!Number.isInteger(smallestCount) || smallestCount < 1)
    throw new KernelRefusal("smallest-count", smallestCount);
  const { language = "en" } = options;
  const words = wordsIn(language);
  const notebook = readNotebook(text);
  const judgement = judgeNotebook(notebook, smallestCount, words);
  if (judgement.refusals.length > 0) return { isMade: false, refusals: judgement.refusals };
  const provenance = await provenanceOf(notebook, {
    ...{ name, text, folder, smallestCount, judgement, now },
  });
  const html = await renderPage(notebook, {
    title: name.replace(/\.ipynb$/, ""),
    provenance,
    words,
    script: pageScript(),
    regionsFor: (plot) => regionsOf(plot, { most: MOST_REGIONS, open: options.openRegion }),
  });
  return { isMade: true, html, notebook, provenance, language };
}
