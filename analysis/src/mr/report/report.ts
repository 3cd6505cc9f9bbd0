import { InvalidArgumentError } from "../../errors.ts";
import { writeLocalFile } from "../../io/local-file.ts";
import { escapeHtml } from "../../table-display.ts";
import { VERSION } from "../../version.ts";
import { countText } from "../words.ts";
import { callsOf } from "./calls.ts";
import { discussionItems, otherItems } from "./discussion-items.ts";
import { gapsOf, type ReportDocument } from "./document.ts";
import { frontItems } from "./front-items.ts";
import { htmlOf } from "./html.ts";
import { markdownOf } from "./markdown.ts";
import { methodItems } from "./method-items.ts";
import type { ReportOptions } from "./report-options.ts";
import { resultItems } from "./result-items.ts";
import { sourceItem } from "./source-items.ts";

/** What a report lacks. */
export interface ReportGap {
  /** Number of the STROBE-MR item. */
  readonly item: number;
  readonly what: string;
  /** The option or call that fills it. */
  readonly how: string;
}

/** A STROBE-MR report: what provenance knows is filled in, what it cannot know is marked. */
export class MrReport {
  readonly kind = "mr-report";
  readonly title: string;
  readonly markdown: string;
  /** One file, without scripts. */
  readonly html: string;
  readonly gaps: readonly ReportGap[];

  constructor(document: ReportDocument) {
    this.title = document.title;
    this.markdown = markdownOf(document);
    this.html = htmlOf(document);
    this.gaps = gapsOf(document).map(({ number, what, how }) => ({ item: number, what, how }));
  }

  /**
   * Writes the report; the file appears only when it is complete.
   *
   * @param path - ends in `.html`, or in `.md` for Markdown
   * @throws InvalidArgumentError for another ending, FormatError when it cannot be written
   * @example
   * await mr.report({ harmonised, estimates, sensitivity }).write("mr-report.html");
   */
  async write(path: string): Promise<void> {
    const text = /\.html?$/i.test(path)
      ? this.html
      : /\.(md|markdown)$/i.test(path)
        ? this.markdown
        : undefined;
    if (text === undefined) {
      throw new InvalidArgumentError("path", {
        what: `${path} names neither HTML nor Markdown.`,
        why: "The ending decides what is written.",
        remedy: "End the name in .html or .md.",
      });
    }
    await writeLocalFile(path, (append) => append(new TextEncoder().encode(text)));
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(MrReport.prototype, Symbol.for("Jupyter.display"), {
  value(this: MrReport) {
    return { "text/plain": summaryText(this), "text/html": summaryHtml(this) };
  },
});
Object.defineProperty(MrReport.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MrReport) {
    return summaryText(this);
  },
});

/**
 * Writes up a Mendelian randomization by the STROBE-MR checklist of 20 items, from the provenance of its steps.
 *
 * Numbers, conventions, seeds, every variant left out and every check come from the objects; what only people know is
 * an option; what is missing is marked where it belongs and counted in `gaps`. Nothing is an error but wrong input.
 *
 * @param options.harmonised - always; all other steps may be missing
 * @param options.studies - what is known of both studies: citation, setting, ancestry, people, measurement
 * @returns `markdown`, `html`, `gaps`, and `write(path)`
 * @example
 * const written = mr.report({
 *   harmonised,
 *   estimates,
 *   sensitivity,
 *   studies: { exposure: { ancestry: "European" } },
 * });
 * written.gaps.length;
 * @see Skrivankova et al. 2021, doi:10.1136/bmj.n2233 (STROBE-MR)
 */
export function report(options: ReportOptions): MrReport {
  const { harmonised, authors = [], date = new Date().toISOString().slice(0, 10) } = options;
  const { exposure, outcome } = harmonised;
  const title =
    options.title ??
    `${capital(exposure.name)} and ${outcome.name}: a Mendelian randomization study`;
  return new MrReport({
    title,
    authors,
    made: [
      `Made on ${date} by Genobook ${VERSION}, by the items of STROBE-MR (doi:10.1136/bmj.n2233).`,
      `${exposure.name} → ${outcome.name}, ${countText(harmonised.keptRows.length, "instrument")}. Summary data only.`,
    ],
    parts: [
      { title: "Summary and introduction", items: frontItems(options, title) },
      { title: "Methods", items: [sourceItem(options), ...methodItems(options)] },
      { title: "Results", items: resultItems(options) },
      { title: "Discussion", items: discussionItems(options) },
      { title: "Other information", items: otherItems(options, callsOf(options)) },
    ],
    references: [
      "Skrivankova VW, Richmond RC, Woolf BAR, et al. Strengthening the reporting of observational studies in epidemiology using mendelian randomisation (STROBE-MR): explanation and elaboration. BMJ 2021;375:n2233. doi:10.1136/bmj.n2233",
      "Davey Smith G, Ebrahim S. Mendelian randomization: can genetic epidemiology contribute to understanding environmental determinants of disease? Int J Epidemiol 2003;32:1–22. doi:10.1093/ije/dyg070",
    ],
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const SHOWN_GAPS = 8;

function headline({ gaps }: MrReport): string {
  return gaps.length === 0
    ? "STROBE-MR report, every item filled."
    : `STROBE-MR report, not filled: ${gaps.length}.`;
}

function gapLines({ gaps }: MrReport): string[] {
  const more = gaps.length - SHOWN_GAPS;
  return [
    ...gaps.slice(0, SHOWN_GAPS).map(({ item, what, how }) => `Item ${item}: ${what}, ${how}.`),
    ...(more > 0 ? [`… and ${more} more, in gaps.`] : []),
  ];
}

const WRITING = 'await report.write("mr-report.html") saves it; ".md" gives Markdown.';

function summaryText(report: MrReport): string {
  return [
    report.title,
    headline(report),
    ...gapLines(report).map((line) => `- ${line}`),
    WRITING,
  ].join("\n");
}

/** The whole document in a frame of its own, so that its styles touch nothing of the notebook. */
function summaryHtml(report: MrReport): string {
  return `<div><p><strong>${escapeHtml(report.title)}</strong><br>${escapeHtml(headline(report))} <small>${escapeHtml(WRITING)}</small></p><iframe sandbox="" title="${escapeHtml(report.title)}" srcdoc="${escapeHtml(report.html)}" style="width:100%;height:32rem;border:1px solid #8884"></iframe></div>`;
}
