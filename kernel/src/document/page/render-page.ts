import { escapeHtml } from "../../display/escape-html.ts";
import { highlight } from "../html/highlight.ts";
import { anchors, type Heading, readMarkdown } from "../html/markdown.ts";
import type { Cell, Notebook } from "../notebook.ts";
import type { Provenance } from "../provenance/provenance.ts";
import { provenanceHtml } from "../provenance/provenance-html.ts";
import { contentPolicy } from "./content-policy.ts";
import { contentsHtml } from "./contents.ts";
import { renderOutput, type RegionsFor } from "./render-output.ts";
import { STYLE } from "./style.ts";

export interface PageParts {
  readonly title: string;
  readonly provenance: Provenance;
  readonly regionsFor: RegionsFor;
  /** Runs in the page. */
  readonly script: string;
}

/** A notebook as one page that needs nothing else. */
export async function renderPage(
  notebook: Notebook,
  { title, provenance, regionsFor, script }: PageParts,
): Promise<string> {
  const anchorOf = anchors();
  const headings: Heading[] = [];
  const cells: string[] = [];
  for (const cell of notebook.cells) {
    if (cell.kind === "markdown") {
      const read = readMarkdown(cell.source, cell.attachments, anchorOf);
      headings.push(...read.headings);
      cells.push(`<section class="text" id="cell-${cell.number}">${read.html}</section>`);
    } else if (cell.kind === "code") {
      cells.push(await codeCell(cell, provenance, regionsFor));
    }
  }
  const name = headings.find(({ level }) => level === 1)?.text ?? title;
  const heading = headings.some(({ level }) => level === 1) ? "" : `<h1>${escapeHtml(name)}</h1>`;
  return `<!doctype html>
<html lang="en">
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
<a class="skip" href="#content">Skip to the text</a>
<div class="page">
<aside>${contentsHtml(headings)}<button type="button" id="toggle-code" aria-pressed="false">Hide code</button></aside>
<main id="content">${heading}${cells.join("\n")}
${provenanceHtml(provenance)}</main>
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
): Promise<string> {
  const rendered: string[] = [];
  for (const output of outputs) rendered.push(await renderOutput(output, regionsFor));
  const release = releases.find(({ cell }) => cell === number);
  const note = release
    ? `<p class="release"><strong>Released:</strong> ${escapeHtml(release.reason)}</p>`
    : "";
  const label = executionCount === undefined ? "Code" : `Code <small>[${executionCount}]</small>`;
  const code =
    source.trim() === ""
      ? ""
      : `<details class="code" open><summary>${label}</summary><pre tabindex="0"><code>${highlight(source)}</code></pre></details>`;
  return `<section class="cell" id="cell-${number}">${code}${note}${rendered.join("")}</section>`;
}
