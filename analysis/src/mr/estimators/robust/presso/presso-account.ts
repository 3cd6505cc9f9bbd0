import type { ResultAccount } from "../../../result-display.ts";
import { countText, listText, numberText } from "../../../words.ts";
import type { PressoResult, SimulatedP } from "./presso.ts";

function pOf({ pValue, isUpperBound }: SimulatedP): string {
  return `P ${isUpperBound ? "<" : "="} ${numberText(pValue, 2)}`;
}

/** The three tests in sentences, the estimates, and the test of each variant folded under its name. */
export function pressoAccount(result: PressoResult): ResultAccount {
  const { global, outliers, distortion = [], raw, corrected, notes, outlierTest } = result;
  const { outcome, simulations, seed } = result;
  const exposures = raw.columns.exposure.join(", ");
  const found =
    outliers.length === 0
      ? "Outlier test: no variant stands out."
      : `Outlier test: ${countText(outliers.length)} of ${outlierTest.rowCount} (${listText(outliers)}).`;
  return {
    sentences: [
      `MR-PRESSO of ${exposures} → ${outcome}, ${countText(outlierTest.rowCount)}, ${countText(simulations, "simulation")}, seed ${seed}`,
      `Global test of pleiotropy: ${pOf(global)}, residual sum of squares ${numberText(global.rssObserved)}.`,
      found,
      ...distortion.map(
        ({ exposure, percent, p }) =>
          `Distortion of ${exposure} by the outliers: ${numberText(percent)} % of the corrected estimate, ${pOf(p)}.`,
      ),
      ...notes,
      corrected ? "Estimates with all variants, then without the outliers:" : "Estimates:",
    ],
    tables: [
      { table: raw },
      ...(corrected ? [{ table: corrected }] : []),
      { title: "Test of each variant", table: outlierTest },
    ],
  };
}
