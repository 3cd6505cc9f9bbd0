import { stripVTControlCharacters } from "node:util";
import { escapeHtml } from "../../display/escape-html.ts";
import { readHtml } from "../html/read-html.ts";
import { readMarkdown } from "../html/markdown.ts";
import type { Output } from "../notebook.ts";
import { figureHtml } from "../plots/figure.ts";
import { plotOf } from "../plots/plot-of-output.ts";
import type { DocumentWords } from "../words/words.ts";
import { type PlotRegion } from "../plots/regions.ts";
import type { PlotOutput } from "../plots/plot-of-output.ts";

/** Regional plots of a plot, made before it is written down. */
export type RegionsFor = (plot: PlotOutput) => Promise<readonly PlotRegion[]>;

/** Longer text is cut: nobody reads it in a document, and the notebook has it. */
const MOST_CHARACTERS = 200_000;

/** An output in its richest form that is safe and needs nothing from elsewhere; "" when it has none. */
export async function renderOutput(
  output: Output,
  regionsFor: RegionsFor,
  words: DocumentWords,
): Promise<string> {
  const { page } = words;
  if (output.kind === "stream") {
    const label = output.name === "stderr" ? page.messages : page.printed;
    return `<pre class="${output.name === "stderr" ? "stderr" : "stdout"}" aria-label="${label}">${plainText(output.text, page)}</pre>`;
  }
  if (output.kind === "error") {
    const trace = output.trace === "" ? `${output.name}: ${output.message}` : output.trace;
    return `<pre class="error" aria-label="${page.error}">${plainText(trace, page)}</pre>`;
  }
  const { data } = output;
  const plot = plotOf(data);
  if (plot) return figureHtml(plot, await regionsFor(plot), words.plot);
  const html = text(data["text/html"]);
  if (html !== "") {
    const read = readHtml(html, words);
    if (read.html.trim() !== "") return `<div class="html">${withVariants(read.html)}</div>`;
  }
  const markdown = text(data["text/markdown"]);
  if (markdown !== "")
    return `<div class="html">${readMarkdown(markdown, new Map(), () => "", words).html.replaceAll(' id=""', "")}</div>`;
  for (const mime of ["image/png", "image/jpeg", "image/gif", "image/webp"]) {
    const picture = text(data[mime]).replaceAll(/\s/g, "");
    if (/^[\w+/=]+$/.test(picture)) {
      const alt = escapeHtml(text(data["text/plain"]));
      return `<p><img src="data:${mime};base64,${picture}" alt="${alt}"></p>`;
    }
  }
  const plain = text(data["text/plain"]);
  return plain === "" ? "" : `<pre class="value">${plainText(plain, page)}</pre>`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function plainText(given: string, { cutHere }: DocumentWords["page"]): string {
  const whole = stripVTControlCharacters(given);
  const cut = whole.slice(0, MOST_CHARACTERS);
  return escapeHtml(cut.length < whole.length ? `${cut}\n${cutHere}` : cut);
}

/** Rows whose first cell is a variant take part in the selection of the page. */
function withVariants(html: string): string {
  return html.replaceAll(
    /<table([^>]*)><thead><tr><th[^>]*>variantId<\/th>[\s\S]*?<\/table>/g,
    (table) =>
      table.replaceAll(
        /<tr><td([^>]*)>([^<]+)<\/td>/g,
        (_, attributes: string, id: string) =>
          `<tr data-variant="${id}"><td${attributes}>${id}</td>`,
      ),
  );
}
