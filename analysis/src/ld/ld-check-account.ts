import { whole } from "../words.ts";
import { escapeHtml, tableHtml, tableText } from "../table-display.ts";
import type { LdCheck } from "./ld-check.ts";
import type { LdPanel } from "./ld-panel.ts";

export type LdVerdict = "fits" | "caution" | "does not fit";

interface Findings {
  readonly panel: LdPanel;
  readonly studyRows: number;
  readonly matched: number;
  readonly absent: number;
  readonly moved: number;
  readonly isOtherBuild: boolean;
  /** Whether effects look like odds ratios. */
  readonly resembleRatios: boolean;
  readonly problems: readonly string[];
  readonly fst: number;
  readonly inconsistency: number;
  readonly smallestEigenvalue: number;
}

/** Fst of Europeans and Finns is 0.006, of Europeans and Asians or Africans 0.1 and more. */
export const SOME_FST = 0.005;
export const LARGE_FST = 0.05;
const SOME_INCONSISTENCY = 0.1;
const LARGE_INCONSISTENCY = 0.5;
/** Of the panel's variants that the study must have. */
const FEW_SHARED = 0.5;
const HARDLY_SHARED = 0.1;
/** Of the matched variants. */
const MANY_SUSPECT = 0.05;
const NOT_NEGATIVE = -0.001;
/** Of correlations; methods shrink by as much anyway. */
const SOME_SHRINKING = 0.05;
const LARGE_SHRINKING = 0.3;

/** The verdict, and why. */
export function accountOf(found: Findings): Pick<LdCheck, "verdict" | "sentences"> {
  const reasons: { level: 0 | 1 | 2; sentence: string }[] = [];
  const say = (level: 0 | 1 | 2, sentence: string): void => {
    reasons.push({ level, sentence });
  };
  const { panel, matched, fst, inconsistency, smallestEigenvalue } = found;
  const share = matched / panel.variants.count;
  say(
    share < HARDLY_SHARED ? 2 : share < FEW_SHARED ? 1 : 0,
    `The study has ${percent(share)} of the panel's ${whole(panel.variants.count)} variants; ${whole(found.absent)} of its ${whole(found.studyRows)} rows are not in the panel.`,
  );
  if (found.isOtherBuild) {
    say(1, "Panel and study are of different builds: variants were matched by name only.");
  } else if (found.moved > matched / 100) {
    say(
      1,
      `${whole(found.moved)} variants of the same name lie at other positions: the builds seem to differ.`,
    );
  }
  if (found.resembleRatios) {
    say(
      1,
      "All effects are above 0 and half of them near 1: they may be odds ratios, whose logarithms are effects.",
    );
  }
  if (Number.isNaN(fst))
    say(1, "The study tells no allele frequencies, so that ancestry was not compared.");
  else if (fst >= LARGE_FST) {
    say(
      2,
      `Allele frequencies differ as between continents (Fst ${fst.toPrecision(2)}): the panel is of another ancestry.`,
    );
  } else if (fst >= SOME_FST) {
    say(
      1,
      `Allele frequencies differ as between populations of a continent (Fst ${fst.toPrecision(2)}).`,
    );
  } else say(0, `Allele frequencies agree (Fst ${Math.max(0, fst).toPrecision(2)}).`);
  if (Number.isNaN(inconsistency))
    say(
      0,
      "z-scores were not compared with LD: too few variants are shared, or too little LD is among them.",
    );
  else {
    const told = `share of noise in LD that makes the z-scores likely: ${inconsistency.toPrecision(2)}`;
    if (inconsistency >= LARGE_INCONSISTENCY)
      say(2, `z-scores do not follow the panel's LD (${told}).`);
    else if (inconsistency >= SOME_INCONSISTENCY)
      say(
        1,
        `z-scores follow the panel's LD in part (${told}); a small panel or one of other people does that.`,
      );
    else say(0, `z-scores follow the panel's LD (${told}).`);
  }
  for (const [problem, words] of PROBLEMS) {
    const count = found.problems.filter((name) => name === problem).length;
    if (count === 0) continue;
    const isMany = count > MANY_SUSPECT * matched;
    say(
      isMany && problem !== "duplicated" ? 2 : 1,
      `${whole(count)} ${count === 1 ? words[0] : words[1]}.`,
    );
  }
  if (smallestEigenvalue >= NOT_NEGATIVE) say(0, "All blocks are positive semi-definite.");
  else {
    const needed = -smallestEigenvalue / (1 - smallestEigenvalue);
    say(
      needed > LARGE_SHRINKING ? 2 : needed > SOME_SHRINKING ? 1 : 0,
      `A block has the eigenvalue ${smallestEigenvalue.toPrecision(2)}: shrinking correlations by ${needed.toPrecision(2)} makes all blocks positive semi-definite.`,
    );
  }
  const level = Math.max(...reasons.map((reason) => reason.level));
  const verdict = (["fits", "caution", "does not fit"] as const)[level];
  const worstFirst = reasons.sort((a, b) => b.level - a.level);
  return { verdict, sentences: worstFirst.map(({ sentence }) => sentence) };
}

const PROBLEMS: readonly (readonly [string, readonly [one: string, more: string]])[] = [
  ["alleles", ["row has other alleles than the panel", "rows have other alleles than the panel"]],
  ["number", ["row has no effect or standard error", "rows have no effect or standard error"]],
  ["duplicated", ["row repeats a variant", "rows repeat a variant"]],
  ["frequency", ["frequency differs much", "frequencies differ much"]],
  [
    "strand",
    [
      "palindromic variant seems to be on the other strand",
      "palindromic variants seem to be on the other strand",
    ],
  ],
  [
    "people",
    [
      "standard error is of another number of people",
      "standard errors are of another number of people",
    ],
  ],
  [
    "flip",
    ["variant seems to have its alleles swapped", "variants seem to have their alleles swapped"],
  ],
  [
    "neighbours",
    ["z-score disagrees with its neighbours", "z-scores disagree with their neighbours"],
  ],
];

const ISSUES_SHOWN = 10;

/** Lets a notebook and a terminal show the verdict, its reasons and the first issues. */
export function showCheck(check: LdCheck): LdCheck {
  const title = `The panel ${check.verdict === "caution" ? "fits with caution" : check.verdict}.`;
  const issues = check.issues.head(ISSUES_SHOWN);
  const text = [title, ...check.sentences, ...(issues.rowCount > 0 ? ["", tableText(issues)] : [])];
  const html = [
    `<p><strong>${escapeHtml(title)}</strong><br>${check.sentences.map(escapeHtml).join("<br>")}</p>`,
    ...(issues.rowCount > 0 ? [tableHtml(issues)] : []),
  ];
  Object.defineProperty(check, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text.join("\n"), "text/html": html.join("") }),
  });
  Object.defineProperty(check, Symbol.for("nodejs.util.inspect.custom"), {
    value: () => text.join("\n"),
  });
  return check;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
