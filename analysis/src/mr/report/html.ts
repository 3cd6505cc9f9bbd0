import { escapeHtml } from "../../table-display.ts";
import {
  gapsOf,
  grouped,
  type Block,
  type Gap,
  type ReportDocument,
  type ReportTable,
} from "./document.ts";
import { STYLE } from "./style.ts";

/** The document as one HTML file: no scripts, nothing loaded, all text escaped. */
export function htmlOf(document: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(document.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${articleOf(document)}
</main>
</body>
</html>
`;
}

function articleOf({ title, authors, made, parts, references, ...rest }: ReportDocument): string {
  const document = { title, authors, made, parts, references, ...rest };
  return [
    `<h1>${escapeHtml(title)}</h1>`,
    ...(authors.length > 0 ? [`<p class="authors">${authors.map(escapeHtml).join(", ")}</p>`] : []),
    `<ul class="made">${made.map((line) => `<li>${escapeHtml(line)}</li>`).join("")}</ul>`,
    gapsHtml(document),
    ...parts.flatMap(({ title: name, items }) => [
      `<h2>${escapeHtml(name)}</h2>`,
      ...items.map(
        (item) =>
          `<section id="item-${item.number}" aria-labelledby="title-${item.number}"><h3 id="title-${item.number}">${item.number}. ${escapeHtml(item.title)}</h3><p class="asks">${escapeHtml(item.asks)}</p>\n${grouped(
            item.blocks,
          )
            .map((block) => ("kind" in block ? blockHtml(block) : gapGroupHtml(block)))
            .join("\n")}</section>`,
      ),
    ]),
    `<h2>References</h2><ul>${references.map((text) => `<li>${escapeHtml(text)}</li>`).join("")}</ul>`,
  ].join("\n");
}

function gapsHtml(document: ReportDocument): string {
  const gaps = gapsOf(document);
  if (gaps.length === 0) return `<p><strong>Every item is filled.</strong></p>`;
  const items = gaps.map(
    (gap) => `<li><a href="#item-${gap.number}">Item ${gap.number}</a>: ${gapText(gap)}</li>`,
  );
  return `<details class="gaps"><summary>Not filled: ${gaps.length}</summary><ul>${items.join("")}</ul></details>`;
}

function gapGroupHtml(gaps: readonly Gap[]): string {
  const label = "<strong>Not filled:</strong>";
  if (gaps.length === 1) return `<p class="gap">${label} ${gapText(gaps[0])}</p>`;
  return `<div class="gap">${label}<ul>${gaps.map((each) => `<li>${gapText(each)}</li>`).join("")}</ul></div>`;
}

function blockHtml(block: Exclude<Block, Gap>): string {
  switch (block.kind) {
    case "paragraph":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "list":
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join("")}</ul>`;
    case "heading":
      return `<h4>${escapeHtml(block.text)}</h4>`;
    case "code":
      return `<pre tabindex="0"><code>${escapeHtml(block.text)}</code></pre>`;
    case "table":
      return tableHtml(block.table);
  }
}

/** `how` marks names of options by backticks. */
function gapText({ what, how }: { readonly what: string; readonly how: string }): string {
  const told = escapeHtml(how).replace(/`([^`]+)`/g, "<code>$1</code>");
  return `${escapeHtml(what)}, ${told}.`;
}

function tableHtml({ caption, header, isNumber, rows }: ReportTable): string {
  const align = (column: number): string => (isNumber[column] ? ' class="number"' : "");
  const head = header
    .map((name, column) => `<th scope="col"${align(column)}>${escapeHtml(name)}</th>`)
    .join("");
  const body = rows
    .map((cells) => {
      const texts = cells.map((text, column) =>
        column === 0
          ? `<th scope="row"${align(column)}>${escapeHtml(text)}</th>`
          : `<td${align(column)}>${escapeHtml(text)}</td>`,
      );
      return `<tr>${texts.join("")}</tr>`;
    })
    .join("\n");
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(caption)}"><table><caption><span>${escapeHtml(caption)}</span></caption><thead><tr>${head}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}
