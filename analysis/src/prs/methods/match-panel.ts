import { refuseUnlisted } from "../../choice.ts";
import { InvalidArgumentError, NoOverlapError } from "../../errors.ts";
import { fittingVariant } from "../../ld/fitting-variant.ts";
import type { LdCheck } from "../../ld/ld-check.ts";
import type { LdPanel } from "../../ld/ld-panel.ts";
import { variantsByName, variantsByPlace } from "../../ld/variant-index.ts";
import type { Table } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import type { ScoringIssueColumns } from "../scoring/scoring-file.ts";
import { BuildMismatchError, LowOverlapError } from "../scoring/scoring-errors.ts";
import { checkRange } from "./checked-options.ts";
import { MatchLog, type MatchCountColumns, type Matched } from "./match-log.ts";
import { ancestryOf, cautionsOf, matchSentence } from "./match-sentences.ts";
import { refuseUnfit, verdictOf } from "./panel-verdict.ts";
import { readSummaryEffects, type SummaryEffects } from "./summary-effects.ts";

/** What every method on summary statistics takes. */
export interface PanelMatchOptions {
  /** Association results: `beta` (or `oddsRatio`), `standardError`, `effectAllele`, `n`, and names or positions of variants. */
  readonly summary: Table;
  /** LD of people of the study's ancestry, who need not be in the study. */
  readonly panel: LdPanel;
  /** What `ld.check` said of this panel and study: a panel that does not fit is refused. When left out, four blocks are looked into and a notice tells the verdict. */
  readonly check?: LdCheck | undefined;
  /** Number of people, in place of the column `n`; of a case-control study 4 / (1 / cases + 1 / controls). */
  readonly n?: number | undefined;
  /** What tells a variant; positions where both have them. */
  readonly matchBy?: "position" | "id" | undefined;
  /** Least share of the smaller side's variants that must match; 0.2. */
  readonly minOverlap?: number | undefined;
  /**
   * A/T and C/G variants: `assumeForward` takes their letters as they are, `drop` leaves them out. When left out, they
   * are taken as they are only if no other variant is on the other strand.
   */
  readonly palindromic?: "assumeForward" | "drop" | undefined;
  /** Variants whose effect allele frequency differs from the panel's by more are left out; 0.2. */
  readonly frequencyDifference?: number | undefined;
}

/** Effects of the variants that study and panel share, in the panel's order and of its effect alleles. */
export interface PanelMatch {
  /** Places in the panel, ascending. */
  readonly variant: Uint32Array;
  /** Correlation of variant and trait: β / √(n·se² + β²). */
  readonly betaHat: Float64Array;
  /** √(n·se² + β²): an effect per allele is one of standardised genotypes and trait times this. */
  readonly scale: Float64Array;
  readonly n: Float64Array;
  /** Rows of the study that are not used, from 1, and why. */
  readonly issues: Table<ScoringIssueColumns>;
  readonly counts: Table<MatchCountColumns>;
  readonly notices: readonly string[];
  /** Those of them that are true of the weights wherever they are used. */
  readonly cautions: readonly string[];
}

/** Lays the effects of a study on the variants of a panel, with a reason for each row that cannot be. */
export function matchPanel(options: PanelMatchOptions): PanelMatch {
  const { panel, minOverlap = 0.2 } = options;
  if (options.n !== undefined) checkRange("n", options.n, { from: 2 });
  checkRange("minOverlap", minOverlap, { above: 0, to: 1 });
  checkRange("frequencyDifference", options.frequencyDifference ?? 0.2, { above: 0, to: 1 });
  refuseUnlisted("matchBy", options.matchBy, ["position", "id"]);
  refuseUnlisted("palindromic", options.palindromic, ["assumeForward", "drop"]);
  refuseUnfit(options);
  const effects = readSummaryEffects(options.summary, options.n);
  const matchBy = options.matchBy ?? (effects.hasPositions ? "position" : "id");
  refuseOtherBuild(effects, panel, matchBy);
  const log = new MatchLog(effects);
  const usable = usableRows(effects, log);
  refuseNoEffect(effects, usable);
  const { matched, paired } = matchRows(effects, usable, options, matchBy, log);
  const kept = settlePalindromes(matched, options, log);
  refuseLowOverlap(kept.length, effects, panel, minOverlap, matchBy, log);
  kept.sort((one, other) => one.variant - other.variant);
  const verdict = verdictOf(options.check);
  const cautions = [
    ...cautionsOf(kept, effects, panel, log),
    ...(options.check ? [] : ancestryOf(paired, effects, panel)),
    ...(options.check?.verdict === "fits" ? [] : [verdict]),
  ];
  return {
    ...standardised(kept, effects),
    ...log.tables(kept),
    notices: [
      matchSentence(kept.length, effects, panel, log),
      ...cautions,
      ...(cautions.includes(verdict) ? [] : [verdict]),
    ],
    cautions,
  };
}

function standardised(
  kept: readonly Matched[],
  effects: SummaryEffects,
): Pick<PanelMatch, "variant" | "betaHat" | "scale" | "n"> {
  const m = kept.length;
  const [betaHat, scale, n] = [new Float64Array(m), new Float64Array(m), new Float64Array(m)];
  kept.forEach(({ row, sign }, j) => {
    const beta = effects.beta(row);
    n[j] = effects.n(row);
    scale[j] = Math.sqrt(n[j] * effects.standardError(row) ** 2 + beta * beta);
    betaHat[j] = (sign * beta) / scale[j];
  });
  return { variant: Uint32Array.from(kept, ({ variant }) => variant), betaHat, scale, n };
}

/** Rows whose numbers a method can use. */
function usableRows(effects: SummaryEffects, log: MatchLog): number[] {
  const rows: number[] = [];
  let withN = 0;
  for (let row = 0; row < effects.rowCount; row++) {
    const [beta, error, n] = [effects.beta(row), effects.standardError(row), effects.n(row)];
    const hasN = Number.isFinite(n) && n >= 2;
    if (hasN) withN += 1;
    if (!Number.isFinite(beta)) log.drop(row, "no effect", `The effect is ${beta}.`);
    else if (!(error > 0) || !Number.isFinite(error))
      log.drop(row, "no standard error", `The standard error is ${error}; it must be above 0.`);
    else if (!hasN) log.drop(row, "no n", `n is ${n}.`);
    else rows.push(row);
  }
  if (rows.length > 0) return rows;
  throw new InvalidArgumentError(withN === 0 ? "n" : "summary", {
    what:
      withN === 0
        ? `No row of the ${whole(effects.rowCount)} says how many people it is of.`
        : `None of the ${whole(effects.rowCount)} rows has an effect with a standard error above 0 and its n.`,
    why: `Methods weigh an effect by its precision: ${log.words()}.`,
    remedy:
      withN === 0
        ? "Pass n: the number of people, 4 / (1/cases + 1/controls) of a case-control study."
        : "Look at the columns beta, standardError and n of the summary statistics.",
  });
}

function refuseNoEffect(effects: SummaryEffects, rows: readonly number[]): void {
  if (rows.some((row) => effects.beta(row) !== 0)) return;
  throw new InvalidArgumentError("summary", {
    what: "Every effect of the summary statistics is 0.",
    why: "There is nothing to make weights of.",
    remedy: "Look at the column beta; ratios go into a column oddsRatio.",
  });
}

function matchRows(
  effects: SummaryEffects,
  rows: readonly number[],
  { panel, frequencyDifference = 0.2 }: PanelMatchOptions,
  matchBy: "position" | "id",
  log: MatchLog,
): { readonly matched: Matched[]; readonly paired: Matched[] } {
  const candidates = candidatesOf(panel, matchBy);
  const { effectAllele, otherAllele, effectAlleleFrequency } = panel.variants;
  const taken = new Uint8Array(panel.variants.count);
  const matched: Matched[] = [];
  const paired: Matched[] = [];
  for (const row of rows) {
    const own = {
      effectAllele: effects.effectAllele(row).toUpperCase(),
      otherAllele: effects.otherAllele(row).toUpperCase(),
    };
    const there = candidates(effects, row);
    const fitting = fittingVariant(there, panel.variants, own);
    if (!fitting) {
      if (there.length === 0)
        log.drop(row, "not in the panel", `The panel has no variant of its ${matchBy}.`);
      else
        log.drop(
          row,
          "alleles differ",
          `${own.effectAllele}/${own.otherAllele || "unknown"} in the study, ${effectAllele[there[0]]}/${otherAllele[there[0]]} in the panel.`,
        );
      continue;
    }
    paired.push({ row, ...fitting });
    const { variant, sign } = fitting;
    const frequency = effects.effectAlleleFrequency(row);
    const ofPanel = sign > 0 ? effectAlleleFrequency[variant] : 1 - effectAlleleFrequency[variant];
    if (Math.abs(frequency - ofPanel) > frequencyDifference) {
      log.drop(
        row,
        "frequency differs",
        `The effect allele's frequency is ${frequency.toFixed(3)} in the study, ${ofPanel.toFixed(3)} in the panel.`,
      );
    } else if (taken[variant]) {
      log.drop(row, "repeated", "An earlier row is of the same variant of the panel.");
    } else {
      taken[variant] = 1;
      matched.push({ row, ...fitting });
    }
  }
  return { matched, paired };
}

/** The panel's variants that may be the one of a row. */
function candidatesOf(
  { variants }: LdPanel,
  matchBy: "position" | "id",
): (effects: SummaryEffects, row: number) => readonly number[] {
  if (matchBy === "position") {
    const find = variantsByPlace(variants);
    return (effects, row) => find(effects.chromosome(row), effects.basePairLocation(row));
  }
  const find = variantsByName(variants);
  return (effects, row) => {
    const named = find(effects.variantId(row));
    return named.length > 0 ? named : find(effects.rsid(row));
  };
}

/** Letters do not tell the strand of A/T and C/G; the other variants tell whether the study keeps to one. */
function settlePalindromes(
  matched: Matched[],
  { palindromic }: PanelMatchOptions,
  log: MatchLog,
): Matched[] {
  const flips = matched.filter(({ isOtherStrand }) => isOtherStrand).length;
  const told = matched.filter(({ isPalindromic }) => !isPalindromic).length;
  const isForward =
    palindromic === "assumeForward" || (palindromic === undefined && flips === 0 && told > 0);
  if (isForward) return matched;
  const why =
    palindromic === "drop"
      ? "palindromic: "
      : told === 0
        ? "no other variant tells the strand: "
        : `${flips} other variants are on the other strand: `;
  return matched.filter(({ isPalindromic, row }) => {
    if (isPalindromic)
      log.drop(row, "palindromic", `Letters do not tell the strand; ${why}left out.`);
    return !isPalindromic;
  });
}

function refuseOtherBuild(
  { build }: SummaryEffects,
  panel: LdPanel,
  matchBy: "position" | "id",
): void {
  if (matchBy === "id" || !build || !panel.build || build === panel.build) return;
  throw new BuildMismatchError(build, panel.build, {
    what: `The study's positions are of ${build}, those of the panel ${panel.source} of ${panel.build}.`,
    why: "The same position is another variant in another build.",
    remedy: `Use a panel of ${build}, or pass matchBy: "id" when both name variants alike.`,
  });
}

function refuseLowOverlap(
  kept: number,
  { rowCount }: SummaryEffects,
  panel: LdPanel,
  minOverlap: number,
  matchBy: string,
  log: MatchLog,
): void {
  const smaller = Math.min(rowCount, panel.variants.count);
  if (kept >= minOverlap * smaller && kept > 0) return;
  const what = `${whole(kept)} of ${counted(rowCount, "variant")} of the study are used with the panel's ${whole(panel.variants.count)}.`;
  const why = `They are matched by ${matchBy} and alleles; ${log.words()}.`;
  const remedy = `Check build, names and alleles of both, or pass matchBy: "${matchBy === "id" ? "position" : "id"}"; minOverlap (now ${minOverlap}) says how few are enough.`;
  if (kept === 0) throw new NoOverlapError({ what, why, remedy });
  throw new LowOverlapError(kept, smaller, { what, why, remedy });
}
