/** How much error of measurement would turn the direction around. */
export interface SteigerSensitivity {
  /** Of the difference of the two correlations over all reliabilities that are possible; signed. */
  readonly volume: number;
  /** The part over which the direction that was found is wrong. */
  readonly volumeWrong: number;
  /** The part over which it is right. */
  readonly volumeRight: number;
  /** Right over wrong: above 1 more of the possible errors leave the direction as it is. */
  readonly sensitivityRatio: number;
}

/**
 * Integrates the difference of the correlations that perfect measurement would give, ρ_GX/ρ_XX and ρ_GY/ρ_YY, over all
 * reliabilities from the observed correlation to 1.
 *
 * With a the larger and b the smaller correlation, ∫∫ (b/y − a/x) dx dy over x in [a, 1], y in [b, 1]; it is positive
 * where y < b x / a.
 *
 * @param rExposure - correlation of the instruments with the exposure, in (0, 1)
 * @param rOutcome - with the outcome, in (0, 1)
 * @see Hemani, Tilling & Davey Smith 2017, doi:10.1371/journal.pgen.1007081
 */
export function steigerSensitivity(rExposure: number, rOutcome: number): SteigerSensitivity {
  const a = Math.max(rExposure, rOutcome);
  const b = Math.min(rExposure, rOutcome);
  const [lnA, lnB] = [Math.log(a), Math.log(b)];
  const volume = a * lnA - b * lnB + a * b * (lnB - lnA);
  const volumeWrong = 2 * a * b - 2 * b - b * lnA - a * b * lnA;
  const volumeRight = Math.abs(volume - volumeWrong);
  return { volume, volumeWrong, volumeRight, sensitivityRatio: volumeRight / volumeWrong };
}
