import { escapeHtml } from "../../display/escape-html.ts";
import type { PlotDescription } from "../../messages.ts";
import type { PlotOutput, Spec } from "./plot-of-output.ts";
import { type PlotRegion, regionDescription } from "./regions.ts";
import { rowsTable } from "./rows-table.ts";

const MOST_ROWS = 100;

/** A plot of a document: its picture for print and for pages without scripts, its specification, its rows as a table. */
export function figureHtml(
  { spec, description, picture, summary }: PlotOutput,
  regions: readonly PlotRegion[],
): string {
  const image =
    picture === undefined
      ? ""
      : `<img class="picture" src="data:image/png;base64,${picture}" alt="${escapeHtml(summary)}" width="${drawnWidth(picture)}">`;
  const panels =
    regions.length === 0
      ? ""
      : `<div class="regions"><p>Regions around the strongest variants; a click on one of them in the plot opens its region, too.</p>${regions.map(regionHtml).join("")}</div>`;
  return `<figure class="plot" aria-label="${escapeHtml(summary)}">${image}${stage(spec, description, summary)}${panels}${rowsTable(spec, MOST_ROWS)}</figure>`;
}

/** Pictures of plots have twice the pixels of their drawing; the width is the first field of a PNG's header. */
function drawnWidth(picture: string): number {
  const header = Buffer.from(picture.slice(0, 32), "base64");
  return header.length < 20 ? 800 : Math.round(header.readUInt32BE(16) / 2);
}

function regionHtml(region: PlotRegion): string {
  const { lead, chromosome, from, to, spec } = region;
  const number = new Intl.NumberFormat("en");
  const description = regionDescription(region);
  const summary = description?.summary ?? `Region of ${lead}`;
  const place = `${chromosome}:${number.format(from)}–${number.format(to)}`;
  return (
    `<details class="region" data-lead="${escapeHtml(lead)}" data-chromosome="${chromosome}" data-from="${from}" data-to="${to}">` +
    `<summary>${escapeHtml(lead)} <small>${place}</small></summary>` +
    `<figure class="plot" aria-label="${escapeHtml(summary)}">${stage(spec, description, summary)}${rowsTable(spec, MOST_ROWS)}</figure></details>`
  );
}

function stage(spec: Spec, description: PlotDescription | undefined, summary: string): string {
  const drawn: Record<string, unknown> = { ...spec };
  delete drawn["usermeta"];
  const isLinked = description?.links.includes("variant") === true;
  const keys = isLinked
    ? "Arrow keys step through its points, Enter selects one in all plots."
    : "Arrow keys step through its points.";
  return (
    `<div class="stage" tabindex="0" role="group" aria-label="Drawing. ${keys}" hidden></div>` +
    `<figcaption>${escapeHtml([summary, shownWords(description)].filter(Boolean).join(" "))}</figcaption><p class="said" role="status"></p>` +
    `<script type="application/json">${dataText({ spec: drawn, description })}</script>`
  );
}

function shownWords(description: PlotDescription | undefined): string {
  if (description?.rows === undefined) return "";
  const { shown, total } = description.rows;
  const number = new Intl.NumberFormat("en");
  return shown === total
    ? ""
    : `Showing ${number.format(shown)} of ${number.format(total)} points.`;
}

/** JSON that cannot end the element it stands in. */
function dataText(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", String.raw`\u003c`);
}
