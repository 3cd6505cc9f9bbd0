import type { ResultAccount } from "../../../result-display.ts";
import type { Estimate } from "../../estimator.ts";
import { countText, listText, numberText, pText } from "../../../words.ts";
import type { RadialModel } from "./model.ts";
import type { RadialResult } from "./radial.ts";

function slopeOf({ beta, ciLower, ciUpper, negLog10PValue }: Estimate): string {
  return `${numberText(beta)} (${numberText(ciLower)} to ${numberText(ciUpper)}, ${pText(negLog10PValue)})`;
}

function lineSentences(name: string, line: RadialModel): string[] {
  const { estimate, q, degreesOfFreedom, negLog10PValueQ, outliers } = line;
  return [
    `${name}: ${slopeOf(estimate)}; Q ${numberText(q, 4)} on ${degreesOfFreedom} df, ${pText(negLog10PValueQ)}.`,
    outliers.length === 0
      ? `No variant is an outlier of ${name}.`
      : `Outliers of ${name}: ${listText(outliers)}.`,
  ];
}

/** Both lines and the repeated and exact slopes in sentences, the variants folded under their line. */
export function radialAccount(result: RadialResult): ResultAccount {
  const { exposure, outcome, ivw, egger, iterative, exactFixed, exactRandom, meanF } = result;
  return {
    sentences: [
      `Radial regression of ${exposure} → ${outcome}, ${countText(ivw.variants.rowCount)}, mean F ${numberText(meanF)}`,
      ...lineSentences("radial IVW", ivw),
      ...(egger
        ? [
            ...lineSentences("radial MR-Egger", egger),
            `Its intercept is ${numberText(egger.intercept)}.`,
          ]
        : []),
      `Iterated: ${slopeOf(iterative)}; exact, fixed effects: ${slopeOf(exactFixed)}; exact, random effects: ${slopeOf(exactRandom)}.`,
    ],
    tables: [
      { title: "Variants about radial IVW", table: ivw.variants },
      ...(egger ? [{ title: "Variants about radial MR-Egger", table: egger.variants }] : []),
    ],
  };
}
