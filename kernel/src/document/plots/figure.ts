import { escapeHtml } from "../../display/escape-html.ts";
import type { PlotDescription } from "../../messages.ts";
import type { DocumentWords } from "../words/words.ts";
import type { PlotOutput, Spec } from "./plot-of-output.ts";
import { plotFacts } from "./plot-facts.ts";
import { type PlotRegion, regionDescription } from "./regions.ts";
import { rowsTable } from "./rows-table.ts";

const MOST_ROWS = 100;

/** A plot of a document: its picture for print and for pages without scripts, its specification, its rows as a table. */
export function figureHtml(
  { spec, description, picture, summary: given }: PlotOutput,
  regions: readonly PlotRegion[],
  words: DocumentWords["plot"],
): string {
  const summary = given ?? words.plot;
  const label = escapeHtml(gistOf(spec, description, words) ?? summary);
  const image =
    picture === undefined
      ? ""
      : `<img class="picture" src="data:image/png;base64,${picture}" alt="${label}" width="${drawnWidth(picture)}">`;
  const panels =
    regions.length === 0
      ? ""
      : `<div class="regions"><p>${words.regions}</p>${regions.map((region) => regionHtml(region, words)).join("")}</div>`;
  return `<figure class="plot" aria-label="${label}">${image}${stage(spec, description, summary, words)}${panels}${rowsTable(spec, MOST_ROWS, words)}</figure>`;
}

/** Pictures of plots have twice the pixels of their drawing; the width is the first field of a PNG's header. */
function drawnWidth(picture: string): number {
  const header = Buffer.from(picture.slice(0, 32), "base64");
  return header.length < 20 ? 800 : Math.round(header.readUInt32BE(16) / 2);
}

function regionHtml(region: PlotRegion, words: DocumentWords["plot"]): string {
  const { lead, chromosome, from, to, spec } = region;
  const number = new Intl.NumberFormat("en");
  const description = regionDescription(region);
  const summary = description?.summary ?? words.regionOf(lead);
  const label = escapeHtml(gistOf(spec, description, words) ?? summary);
  const place = `${chromosome}:${number.format(from)}–${number.format(to)}`;
  return (
    `<details class="region" data-lead="${escapeHtml(lead)}" data-chromosome="${chromosome}" data-from="${from}" data-to="${to}">` +
    `<summary>${escapeHtml(lead)} <small>${place}</small></summary>` +
    `<figure class="plot" aria-label="${label}">${stage(spec, description, summary, words)}${rowsTable(spec, MOST_ROWS, words)}</figure></details>`
  );
}

function stage(
  spec: Spec,
  description: PlotDescription | undefined,
  summary: string,
  words: DocumentWords["plot"],
): string {
  const drawn: Record<string, unknown> = { ...spec };
  delete drawn["usermeta"];
  const caption = [
    escapeHtml(gistOf(spec, description, words) ?? ""),
    inItsLanguage(summary, description),
    escapeHtml(shownWords(description, words)),
  ];
  const isLinked = description?.links.includes("variant") === true;
  const keys = isLinked ? words.linkedKeys : words.keys;
  return (
    `<div class="stage" tabindex="0" role="group" aria-label="${keys}" hidden></div>` +
    `<figcaption>${caption.filter(Boolean).join(" ")}</figcaption><p class="said" role="status"></p>` +
    `<script type="application/json">${dataText({ spec: drawn, description })}</script>`
  );
}

function gistOf(
  spec: Spec,
  description: PlotDescription | undefined,
  words: DocumentWords["plot"],
): string | undefined {
  return description && words.gist(plotFacts(description, spec));
}

/** The library's plots speak English in every document. */
function inItsLanguage(summary: string, description: PlotDescription | undefined): string {
  const text = escapeHtml(summary);
  return description === undefined ? text : `<span lang="en">${text}</span>`;
}

function shownWords(
  description: PlotDescription | undefined,
  words: DocumentWords["plot"],
): string {
  if (description?.rows === undefined) return "";
  const { shown, total } = description.rows;
  const number = new Intl.NumberFormat("en");
  return shown === total ? "" : words.showing(number.format(shown), number.format(total));
}

/** JSON that cannot end the element it stands in. */
function dataText(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
}
