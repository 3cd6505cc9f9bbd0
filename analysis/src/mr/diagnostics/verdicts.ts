import type { Table } from "../../table.ts";
import type { FunnelAsymmetryColumns } from "./funnel-asymmetry.ts";
import type { HeterogeneityColumns } from "./heterogeneity.ts";
import type { InfluenceColumns } from "./influence.ts";
import type { InstrumentStrengthColumns } from "./instrument-strength.ts";
import type { LeaveOneOut } from "./leave-one-out.ts";
import type { PleiotropyColumns } from "./pleiotropy.ts";
import type { Simex } from "./simex.ts";
import type { Steiger } from "./steiger.ts";
import { countText, listText, numberText, percentText, pText } from "../words.ts";

/** What a check says of an estimate. Absence of a concern is no proof: tests of few variants have little power. */
type Verdict = "no concern" | "concern" | "not defined" | "not needed";

export interface Check {
  readonly check: string;
  readonly verdict: Verdict;
  /** In words, with the numbers. */
  readonly sentence: string;
}

const SIGNIFICANT = -Math.log10(0.05);

export function strengthCheck({ columns }: Table<InstrumentStrengthColumns>): Check {
  const [mean, smallest] = columns.value;
  const isWeak = mean < 10;
  return {
    check: "Instrument strength",
    verdict: isWeak ? "concern" : "no concern",
    sentence: `Mean F is ${numberText(mean)}, the smallest ${numberText(smallest)}${
      isWeak
        ? ": instruments are weak, and estimates lean towards zero (two samples) or towards the observational association (one sample)."
        : smallest < 10
          ? ": strong on average, but some variants are weak on their own (F below 10)."
          : ": no variant is weak (F below 10)."
    }`,
  };
}

export function heterogeneityCheck({ columns }: Table<HeterogeneityColumns>): Check {
  const isFound = columns.negLog10PValue[0] > SIGNIFICANT;
  const q = `Cochran's Q is ${numberText(columns.q[0], 4)} on ${columns.degreesOfFreedom[0]} df (${pText(columns.negLog10PValue[0])}), I² ${percentText(columns.i2[0])}`;
  return {
    check: "Heterogeneity",
    verdict: isFound ? "concern" : "no concern",
    sentence: isFound
      ? `Variants disagree more than chance allows: ${q}. Some may act on the outcome by other ways.`
      : `Variants agree within chance: ${q}.`,
  };
}

export function pleiotropyCheck({ columns }: Table<PleiotropyColumns>): Check {
  const [logP] = columns.negLog10PValue;
  const isFound = logP > SIGNIFICANT;
  const intercept = `the Egger intercept is ${numberText(columns.intercept[0])} (95 % CI ${numberText(columns.ciLower[0])} to ${numberText(columns.ciUpper[0])}, ${pText(logP)}, Student's t)`;
  return {
    check: "Directional pleiotropy",
    verdict: isFound ? "concern" : "no concern",
    sentence: isFound
      ? `Direct effects on the outcome do not cancel out: ${intercept}.`
      : `No sign that direct effects lean to one side: ${intercept}.`,
  };
}

export function dilutionCheck(
  { columns, provenance }: Table<InstrumentStrengthColumns>,
  simex: Simex | undefined,
  why: string,
): Check {
  const isUndefined = Number(provenance["variants"]) < 3;
  const [, , unweighted, weighted] = columns.value;
  const check = "Dilution of MR-Egger";
  if (isUndefined) {
    return { check, verdict: "not defined", sentence: "MR-Egger needs three variants." };
  }
  const both = `I²_GX is ${numberText(unweighted)} unweighted and ${numberText(weighted)} weighted`;
  const isDiluted = Math.min(unweighted, weighted) < 0.9;
  if (!isDiluted) {
    return {
      check,
      verdict: simex ? "no concern" : "not needed",
      sentence: `${both}: above 0.9, the Egger slope is little diluted.${simex ? ` ${simexText(simex)}` : ""}`,
    };
  }
  return {
    check,
    verdict: "concern",
    sentence: `${both}: below 0.9, the Egger slope is pulled towards zero. ${simex ? simexText(simex) : why}`,
  };
}

function simexText({ columns }: Simex): string {
  return `SIMEX moves it from ${numberText(columns.naive[0])} to ${numberText(columns.corrected[0])} (95 % CI ${numberText(columns.ciLower[0])} to ${numberText(columns.ciUpper[0])}).`;
}

export function leaveOneOutCheck({ columns, all }: LeaveOneOut): Check {
  const isSignificant = (logP: number): boolean => logP > SIGNIFICANT;
  const turned = columns.variantId.filter(
    (_, j) =>
      !Number.isNaN(columns.beta[j]) &&
      (Math.sign(columns.beta[j]) !== Math.sign(all.beta) ||
        isSignificant(columns.negLog10PValue[j]) !== isSignificant(all.negLog10PValue)),
  );
  const defined = columns.beta.filter((value) => !Number.isNaN(value));
  const range = `Without one variant the estimate of ${numberText(all.beta)} lies between ${numberText(Math.min(...defined))} and ${numberText(Math.max(...defined))}`;
  return {
    check: "Leave-one-out",
    verdict: turned.length > 0 ? "concern" : "no concern",
    sentence:
      turned.length > 0
        ? `${range}; its sign or its significance hangs on ${listText(turned)}.`
        : `${range}; no single variant carries its sign or its significance.`,
  };
}

export function influenceCheck({ columns }: Table<InfluenceColumns>): Check {
  const rows = columns.method.flatMap((method, i) => (method === "ivw" ? [i] : []));
  const count = rows.length;
  const named = (isNamed: (row: number) => boolean): string[] =>
    rows.filter(isNamed).map((row) => columns.variantId[row]);
  const outliers = named((row) => columns.negLog10PValue[row] > SIGNIFICANT + Math.log10(count));
  const influential = named((row) => columns.cooksDistance[row] > 4 / count);
  const parts = [
    outliers.length > 0 &&
      `outliers by their studentised residual (Bonferroni): ${listText(outliers)}`,
    influential.length > 0 && `Cook's distance above 4/k: ${listText(influential)}`,
  ].filter((part) => typeof part === "string");
  return {
    check: "Outliers and influence",
    verdict: outliers.length > 0 ? "concern" : "no concern",
    sentence:
      parts.length > 0
        ? `${parts.join("; ")}.`.replace(/^./, (first) => first.toUpperCase())
        : "No variant stands out by its residual or by Cook's distance above 4/k.",
  };
}

export function funnelCheck({ columns }: Table<FunnelAsymmetryColumns>): Check {
  const [regression, rank] = columns.negLog10PValue;
  const isFound = regression > SIGNIFICANT || rank > SIGNIFICANT;
  return {
    check: "Funnel asymmetry",
    verdict: isFound ? "concern" : "no concern",
    sentence: `${isFound ? "The funnel leans to one side" : "The funnel is even within chance"}: ${
      Number.isNaN(regression)
        ? "Egger's regression is not defined"
        : `Egger's regression ${pText(regression)}`
    }, rank correlation ${pText(rank)}.`,
  };
}

export function steigerCheck(
  { columns, overall }: Steiger,
  { exposure, outcome }: { readonly exposure: string; readonly outcome: string },
): Check {
  const wrong = columns.variantId.filter((_, j) => columns.direction[j] === "outcome to exposure");
  const isRight = overall.isExposureToOutcome;
  const direction = isRight ? `from ${exposure} to ${outcome}` : `from ${outcome} to ${exposure}`;
  const isFound = overall.negLog10PValue > SIGNIFICANT;
  return {
    check: "Direction (Steiger)",
    verdict: isRight && isFound && wrong.length === 0 ? "no concern" : "concern",
    sentence: [
      `Instruments explain ${percentText(overall.r2Exposure)} of ${exposure} and ${percentText(overall.r2Outcome)} of ${outcome}: the direction is ${direction} (${pText(overall.negLog10PValue)}${isFound ? "" : ", not certain"}; sensitivity ratio ${numberText(overall.sensitivityRatio)}).`,
      ...(wrong.length > 0
        ? [
            `${countText(wrong.length)} of ${columns.variantId.length} ${wrong.length === 1 ? "explains" : "explain"} more of ${outcome}: ${listText(wrong)}.`,
          ]
        : []),
    ].join(" "),
  };
}
