import { randomNormal, randomNumbers, type TestCohort } from "../peer/bed-writer.ts";

export interface EdgeCohort extends TestCohort {
  readonly columns: Readonly<Record<string, Float64Array>>;
}

/**
 * 400 people and 900 variants with everything that makes rows special: frequencies from one copy to a half, up to a third
 * missing, non-founders, constant and empty variants, alleles absent from cases, and a covariate that some variants
 * nearly repeat.
 */
export function edgeCohort(seed = 20): EdgeCohort {
  const random = randomNumbers(seed);
  const n = 400;
  const frequencies = Array.from(
    { length: 900 },
    () => Math.exp(Math.log(0.5 / 400) * random()) / 2,
  );
  const covariates = [0, 1, 2].map(() =>
    Float64Array.from({ length: n }, () => randomNormal(random)),
  );
  const height = Float64Array.from(
    { length: n },
    (_, i) => 170 + 7 * randomNormal(random) + 3 * covariates[0][i],
  );
  const asthma = Float64Array.from(
    { length: n },
    (_, i) => 1 + Number(random() < 0.2 + 0.15 * Number(covariates[1][i] > 0)),
  );
  const calls = frequencies.map((f, v) => {
    const missingRate = v % 3 === 0 ? 0 : v % 3 === 1 ? 0.01 : 0.33 * random();
    const flip = v % 2 === 1;
    return Uint8Array.from({ length: n }, () => {
      if (random() < missingRate) return 3;
      const copies = Number(random() < f) + Number(random() < f);
      return flip ? 2 - copies : copies;
    });
  });
  for (let i = 0; i < n; i++) {
    calls[3][i] = 0;
    calls[4][i] = 2;
    calls[5][i] = 1;
    calls[6][i] = 3;
    if (i > 4) calls[7][i] = 3;
    calls[8][i] = Number(covariates[2][i] > 0.3) + Number(covariates[2][i] > 1.2);
    if (asthma[i] === 2 && calls[9][i] < 3) calls[9][i] = 0;
  }
  const nearlyV8 = Float64Array.from(
    { length: n },
    (_, i) => calls[8][i] + 0.1 * randomNormal(random),
  );
  for (let i = 0; i < n; i++) if (i % 7 === 0) height[i] = NaN;
  return {
    calls,
    contig: frequencies.map(() => "1"),
    sex: Uint8Array.from({ length: n }, (_, i) => 1 + (i % 2)),
    isFounder: Uint8Array.from({ length: n }, () => Number(random() < 0.8)),
    columns: { height, asthma, c0: covariates[0], c1: covariates[1], c2: covariates[2], nearlyV8 },
  };
}
