import type { InstrumentEffects } from "../../src/mr/instrument-effects.ts";
import { reference } from "../peer/shared-data.ts";

/** Names of the columns that hold the numbers. */
export interface EffectColumns {
  readonly variantId?: string | undefined;
  readonly betaExposure: string;
  readonly standardErrorExposure: string;
  readonly betaOutcome: string;
  readonly standardErrorOutcome: string;
  /** A column whose values must be below a limit. */
  readonly below?: readonly [column: string, limit: number] | undefined;
}

/** Effects from a table of ../shared/data; ids are row numbers from 1 where no column holds any. */
export function effectsOfTable(path: string, names: EffectColumns): InstrumentEffects {
  const { columns } = reference(path);
  const rows = columns[names.betaExposure].flatMap((_, row) =>
    names.below && !(Number(columns[names.below[0]][row]) < names.below[1]) ? [] : [row],
  );
  const take = (name: string): Float64Array =>
    Float64Array.from(rows, (row) => Number(columns[name][row]));
  return {
    exposure: names.betaExposure,
    outcome: names.betaOutcome,
    variantId: rows.map((row) => (names.variantId ? columns[names.variantId][row] : `${row + 1}`)),
    betaExposure: take(names.betaExposure),
    standardErrorExposure: take(names.standardErrorExposure),
    betaOutcome: take(names.betaOutcome),
    standardErrorOutcome: take(names.standardErrorOutcome),
  };
}

export const LIPIDS: EffectColumns = {
  betaExposure: "ldlc",
  standardErrorExposure: "ldlcse",
  betaOutcome: "chdlodds",
  standardErrorOutcome: "chdloddsse",
};
