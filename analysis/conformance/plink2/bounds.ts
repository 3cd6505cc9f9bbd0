import type { Bounds } from "../peer/compare.ts";

/**
 * PLINK 2's P has a relative error of some 6e-8 (see PROVENANCE.md), so that its sixth digit is off in up to 2 % of rows,
 * most where P are small. Everything else is equal.
 */
export const LINEAR: Bounds = { P: { share: 0.02, units: 1 } };

/**
 * PLINK 2.00a3.5 fits logistic models in single precision: its sixth digit, sometimes its fifth, is rounding noise, which
 * changes with the BLAS it runs on.
 */
export const SINGLE_PRECISION: Bounds = {
  OR: { share: 0.1, units: 5 },
  "LOG(OR)_SE": { share: 0.1, units: 5 },
  Z_STAT: { share: 0.3, units: 10, ofAtLeast: 1 },
  P: { share: 0.3, units: 10 },
};
