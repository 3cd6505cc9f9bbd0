import { escapeHtml } from "../../display/escape-html.ts";
import type { DocumentWords } from "../words/words.ts";
import type { Provenance } from "./provenance.ts";
import type { RegisteredAs } from "./registered-files.ts";

/** The last part of a document: where everything in it comes from. */
export function provenanceHtml(provenance: Provenance, words: DocumentWords["provenance"]): string {
  const { ran, datasets, steps, results, releases, uncheckedPictures } = provenance;
  const facts: [string, string][] = [
    [words.notebook, escapeHtml(provenance.notebook)],
    [words.notebookHash, `<code>${provenance.sha256}</code>`],
    [words.written, time(provenance.writtenAt.toISOString())],
    [words.writtenBy, `Genobook ${escapeHtml(provenance.genobook)}`],
    [words.kernel, escapeHtml(provenance.kernel === "" ? words.notRecorded : provenance.kernel)],
    [words.run, ran ? words.fromTo(time(ran.from), time(ran.to)) : words.timesNotRecorded],
    [words.order, words.orderOf(provenance.order)],
    [words.checked, words.whatWasChecked(provenance.smallestCount, uncheckedPictures.length)],
  ];
  return `<footer id="provenance"><h2>${words.title}</h2><dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>${[
    list(
      words.releases,
      [words.cell, words.reason],
      releases.map(({ cell, reason }) => [link(cell), escapeHtml(reason)]),
    ),
    list(
      words.datasets,
      [words.file, words.bytes, words.hashNow, words.registered],
      datasets.map(({ path, bytes, sha256, registered }) => [
        escapeHtml(path),
        bytes?.toLocaleString("en") ?? "",
        sha256 === undefined ? words.notAtHand : `<code>${sha256}</code>`,
        registeredWords(registered, sha256, words),
      ]),
    ),
    list(
      words.steps,
      [words.cell, words.call, words.parameters],
      steps.map(({ cell, call, parameters }) => [
        link(cell),
        `<code>${escapeHtml(call)}</code>`,
        `<code>${escapeHtml(parameters)}</code>`,
      ]),
    ),
    list(
      words.results,
      [words.cell, words.recorded],
      results.map(({ cell, recorded }) => [link(cell), escapeHtml(recorded)]),
    ),
  ].join("")}</footer>`;
}

function list(title: string, columns: readonly string[], rows: readonly string[][]): string {
  if (rows.length === 0) return "";
  const head = columns.map((name) => `<th scope="col">${name}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  return `<h3>${title}</h3><div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div>`;
}

function registeredWords(
  registered: RegisteredAs | undefined,
  sha256: string | undefined,
  words: DocumentWords["provenance"],
): string {
  if (registered === undefined) return words.no;
  const { id, licence, citation } = registered;
  const isSame = sha256 === registered.sha256;
  const hash = sha256 === undefined ? "unknown" : isSame ? "same" : "other";
  const more = [licence, citation].flatMap((text) => (text === undefined ? [] : escapeHtml(text)));
  const as = words.registeredAs(escapeHtml(id), hash, `<code>${registered.sha256}</code>`);
  return [as, ...more].join("; ");
}

function link(cell: number): string {
  return `<a href="#cell-${cell}">${cell}</a>`;
}

function time(iso: string): string {
  const words = new Date(iso).toISOString().replace("T", " ").slice(0, 16);
  return `<time datetime="${escapeHtml(iso)}">${words} UTC</time>`;
}
