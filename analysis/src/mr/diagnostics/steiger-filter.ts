import { attritionTable, type AttritionStep } from "../../genotypes/attrition.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { Harmonised } from "../harmonised.ts";
import { correlationOfKept } from "../harmonise/kept-correlation.ts";
import { steiger, type SteigerOptions } from "./steiger.ts";

export interface SteigerFilterOptions extends SteigerOptions {
  /** Leave out only variants whose wrong direction is significant at this level; 1, all of them, by default. */
  readonly alpha?: number | undefined;
}

/**
 * Leaves out instruments that explain more of the outcome than of the exposure, with the verdict `wrong direction`.
 * Variants that cannot be tested stay, and a notice counts them.
 *
 * @param harmonised - as for `mr.steiger`
 * @param options.alpha - level at which the wrong direction must be significant; default 1
 * @returns harmonised data with the same rows, `isKept` 0 for those left out, and a step more in `attrition`
 * @throws NotEstimableError as `mr.steiger`
 * @example
 * const forward = mr.steigerFilter(harmonised);
 * forward.keptRows.length;
 * @see Hemani, Tilling & Davey Smith 2017, doi:10.1371/journal.pgen.1007081
 */
export function steigerFilter(
  harmonised: Harmonised,
  options: SteigerFilterOptions = {},
): Harmonised {
  const { alpha = 1 } = options;
  if (!(alpha > 0 && alpha <= 1)) {
    throw new InvalidArgumentError("alpha", {
      what: `alpha is ${alpha}.`,
      why: "It is a level of significance, above 0 and at most 1.",
      remedy: "Leave it out to drop every variant of the wrong direction.",
    });
  }
  const { columns: tests } = steiger(harmonised, options);
  const { keptRows, columns } = harmonised;
  const isKept = columns.isKept.slice();
  const verdict = columns.verdict.slice();
  const reason = columns.reason.slice();
  const stays = Uint8Array.from(keptRows, (row, j) => {
    if (tests.direction[j] !== "outcome to exposure" || tests.pValue[j] > alpha) return 1;
    isKept[row] = 0;
    verdict[row] = "wrong direction";
    reason[row] =
      `Explains ${percent(tests.r2Outcome[j])} of ${harmonised.outcome.name} and ${percent(tests.r2Exposure[j])} of ${harmonised.exposure.name} (Steiger P ${tests.pValue[j].toPrecision(2)}).`;
    return 0;
  });
  const removed = stays.reduce((count, value) => count + Number(value === 0), 0);
  const untested = tests.direction.filter((direction) => direction === "").length;
  const step: AttritionStep = {
    step: "Steiger filter",
    kind: "variant",
    removed,
    remaining: keptRows.length - removed,
    reason: `Explains more of the outcome than of the exposure${alpha < 1 ? `, P below ${alpha}` : ""}.`,
  };
  return new Harmonised(
    { ...columns, isKept, verdict, reason },
    {
      ...harmonised.provenance,
      kept: keptRows.length - removed,
      steigerFilter: alpha < 1 ? `P below ${alpha}` : "all of the wrong direction",
    },
    {
      exposure: harmonised.exposure,
      outcome: harmonised.outcome,
      attrition: attritionTable([
        ...(harmonised.attrition.toRows() as unknown as AttritionStep[]),
        step,
      ]),
      notices: [
        ...harmonised.notices,
        ...(untested > 0
          ? [`${untested} variants could not be tested for their direction, and were kept.`]
          : []),
      ],
      correlation: harmonised.correlation && correlationOfKept(harmonised.correlation, stays),
    },
  );
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
