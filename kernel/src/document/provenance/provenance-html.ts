import { escapeHtml } from "../../display/escape-html.ts";
import type { Provenance } from "./provenance.ts";
import type { RegisteredAs } from "./registered-files.ts";

/** The last part of a document: where everything in it comes from. */
export function provenanceHtml(provenance: Provenance): string {
  const { ran, datasets, steps, results, releases, uncheckedPictures } = provenance;
  const facts: [string, string][] = [
    ["Notebook", escapeHtml(provenance.notebook)],
    ["SHA-256 of the notebook", `<code>${provenance.sha256}</code>`],
    ["Written", time(provenance.writtenAt.toISOString())],
    ["Written by", `Genobook ${escapeHtml(provenance.genobook)}`],
    ["Kernel", escapeHtml(provenance.kernel === "" ? "not recorded" : provenance.kernel)],
    ["Run", ran ? `${time(ran.from)} to ${time(ran.to)}` : "times not recorded"],
    ["Order", escapeHtml(provenance.order)],
    [
      "Checked",
      `outputs have no rows of single people and no counts of fewer than ${provenance.smallestCount} people, as far as names, numbers of rows and words tell` +
        (uncheckedPictures > 0
          ? `; ${uncheckedPictures} ${uncheckedPictures === 1 ? "picture" : "pictures"} without rows could not be looked into`
          : ""),
    ],
  ];
  return `<footer id="provenance"><h2>Provenance</h2><dl>${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${value}</dd></div>`).join("")}</dl>${[
    list(
      "Released in spite of the check",
      ["Cell", "Reason"],
      releases.map(({ cell, reason }) => [link(cell), escapeHtml(reason)]),
    ),
    list(
      "Data sets",
      ["File", "Bytes", "SHA-256 when this was written", "Registered"],
      datasets.map(({ path, bytes, sha256, registered }) => [
        escapeHtml(path),
        bytes?.toLocaleString("en") ?? "",
        sha256 === undefined ? "not at hand" : `<code>${sha256}</code>`,
        registeredWords(registered, sha256),
      ]),
    ),
    list(
      "Steps and parameters",
      ["Cell", "Call", "Parameters"],
      steps.map(({ cell, call, parameters }) => [
        link(cell),
        `<code>${escapeHtml(call)}</code>`,
        `<code>${escapeHtml(parameters)}</code>`,
      ]),
    ),
    list(
      "What results record of themselves",
      ["Cell", "Recorded"],
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

function registeredWords(registered: RegisteredAs | undefined, sha256: string | undefined): string {
  if (registered === undefined) return "no";
  const { id, licence, citation } = registered;
  const hash =
    sha256 === undefined
      ? `with SHA-256 <code>${registered.sha256}</code>`
      : sha256 === registered.sha256
        ? "with this content"
        : `with other content: <code>${registered.sha256}</code>`;
  const more = [licence, citation].flatMap((text) => (text === undefined ? [] : escapeHtml(text)));
  return [`as ${escapeHtml(id)}, ${hash}`, ...more].join("; ");
}

function link(cell: number): string {
  return `<a href="#cell-${cell}">${cell}</a>`;
}

function time(iso: string): string {
  const words = new Date(iso).toISOString().replace("T", " ").slice(0, 16);
  return `<time datetime="${escapeHtml(iso)}">${words} UTC</time>`;
}
