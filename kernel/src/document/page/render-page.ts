import { escapeHtml } from "../../display/escape-html.ts";
import { highlight } from "../html/highlight.ts";
import { anchors, type Heading, readMarkdown } from "../html/markdown.ts";
import type { Cell, Notebook } from "../notebook.ts";
import type { Provenance } from "../provenance/provenance.ts";
import { provenanceHtml } from "../provenance/provenance-html.ts";
import type { DocumentWords } from "../words/words.ts";
import { contentPolicy } from "./content-policy.ts";
import { contentsHtml } from "./contents.ts";
import { renderOutput, type RegionsFor } from "./render-output.ts";
import { STYLE } from "./style.ts";

export interface PageParts {
  readonly title: string;
  readonly provenance: Provenance;
  readonly regionsFor: RegionsFor;
  readonly words: DocumentWords;
  /** Runs in the page. */
  readonly script: string;
}

/** A notebook as one page that needs nothing else. */
export async function renderPage(
  notebook: Notebook,
  { title, provenance, regionsFor, words, script }: PageParts,
): Promise<string> {
  const anchorOf = anchors();
  const headings: Heading[] = [];
  const cells: string[] = [];
  for (const cell of notebook.cells) {
    if (cell.kind === "markdown") {
      const read = readMarkdown(cell.source, cell.attachments, anchorOf, words);
      headings.push(...read.headings);
      cells.push(`<section class="text" id="cell-${cell.number}">${read.html}</section>`);
    } else if (cell.kind === "code") {
      cells.push(await codeCell(cell, provenance, regionsFor, words));
    }
  }
  const name = headings.find(({ level }) => level === 1)?.text ?? title;
  const heading = headings.some(({ level }) => level === 1) ? "" : `<h1>${escapeHtml(name)}</h1>`;
  return `<!doctype html>
<html lang="${words.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Genobook ${escapeHtml(provenance.genobook)}">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(name)}</title>
<style>${STYLE}</style>
</head>
<body>
<a class="skip" href="#content">${words.page.skip}</a>
<div class="page">
<aside>${contentsHtml(headings, words)}<button type="button" id="toggle-code" aria-pressed="false">${words.page.hideCode}</button></aside>
<main id="content">${heading}${cells.join("\n")}
${provenanceHtml(provenance, words.provenance)}</main>
</div>
<script>${script}</script>
</body>
</html>
`;
}

async function codeCell(
  { number, source, executionCount, outputs }: Cell,
  { releases }: Provenance,
  regionsFor: RegionsFor,
  words: DocumentWords,
): Promise<string> {
  const { code: codeWord, released } = words.page;
  const rendered: string[] = [];
  for (const output of outputs) rendered.push(await renderOutput(output, regionsFor, words));
  const release = releases.find(({ cell }) => cell === number);
  const note = release
    ? `<p class="release"><strong>${released}</strong> ${escapeHtml(release.reason)}</p>`
    : "";
  const label =
    executionCount === undefined ? codeWord : `${codeWord} <small>[${executionCount}]</small>`;
  const code =
    source.trim() === ""
      ? ""
      : `<details class="code" open><summary>${label}</summary><pre tabindex="0"><code>${highlight(source)}</code></pre></details>`;
  return `<section class="cell" id="cell-${number}">${code}${note}${rendered.join("")}</section>`;
}
