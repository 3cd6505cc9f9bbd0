import { InvalidArgumentError } from "../../errors.ts";
import { wald, type AssociationReader } from "./association-reader.ts";

/** Fewer rows than these tell nothing of a column's scale. */
const FEWEST_ROWS = 3;
/** P values are printed in two or three digits, and effects in few. */
const TOLERATED = 0.15;

/**
 * Notices odds ratios in a column of betas, and standard errors of odds ratios beside log-odds, by the P values.
 *
 * @param rows - of the table
 * @throws InvalidArgumentError
 */
export function refuseWrongUnits(
  role: string,
  rows: readonly number[],
  reader: AssociationReader,
): void {
  const told = rows.filter(
    (row) => reader.statedNegLog10PValue(row) > 0.1 && reader.standardError(row) > 0,
  );
  if (told.length < FEWEST_ROWS) return;
  const apart = (z: (row: number) => number): number =>
    median(
      told.map((row) => {
        const stated = reader.statedNegLog10PValue(row);
        return Math.abs(wald(z(row), 1) - stated) / stated;
      }),
    );
  const { beta, standardError } = reader;
  if (apart((row) => beta(row) / standardError(row)) <= TOLERATED) return;
  const isRatio = reader.unit !== undefined;
  const readings: readonly (readonly [string, string, (row: number) => number])[] = isRatio
    ? [
        [
          "its standard errors are those of the ratios, not of their logarithms",
          "Divide each standard error by its ratio, or leave standardError out and keep ciLower and ciUpper.",
          (row) => beta(row) / (standardError(row) / Math.exp(beta(row))),
        ],
      ]
    : [
        [
          "its betas are odds ratios",
          "Rename the column beta to oddsRatio.",
          (row) => (beta(row) > 0 ? Math.log(beta(row)) / standardError(row) : NaN),
        ],
        [
          "its betas are odds ratios, and its standard errors are those of the ratios",
          "Use the logarithms of the ratios as beta, and standardError divided by the ratio.",
          (row) => (beta(row) > 0 ? (Math.log(beta(row)) * beta(row)) / standardError(row) : NaN),
        ],
      ];
  for (const [finding, remedy, z] of readings) {
    if (!(apart(z) <= TOLERATED)) continue;
    throw new InvalidArgumentError(role, {
      what: `The ${role} is on another scale than its columns say: ${finding}.`,
      why: `So read, effects and standard errors give the table's own P values; as they stand they do not (${told.length} variants).`,
      remedy,
    });
  }
}

/** One sentence where P values are not those of effect and standard error. */
export function statedPNotice(
  role: string,
  rows: readonly number[],
  reader: AssociationReader,
): string[] {
  const odd = rows.filter((row) => {
    const stated = reader.statedNegLog10PValue(row);
    const own = wald(reader.beta(row), reader.standardError(row));
    return Math.abs(own - stated) > Math.max(0.3, 0.25 * stated);
  });
  if (odd.length === 0) return [];
  const ids = odd.slice(0, 3).map((row) => reader.variantId(row));
  return [
    `${odd.length} of ${rows.length} P values of the ${role} are not those of effect and standard error (${ids.join(", ")}${odd.length > 3 ? ", …" : ""}): effects and standard errors are what counts.`,
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted.length < FEWEST_ROWS || sorted.length < values.length / 2
    ? NaN
    : sorted[sorted.length >> 1];
}
