import { randomStream } from "../../random.ts";
import { normalQuantile } from "../../stats/normal.ts";
import { infer } from "../estimators/inference.ts";

export type MediationEffect =
  | "total"
  | "exposure on mediator"
  | "mediator on outcome"
  | "direct"
  | "indirect, product of coefficients"
  | "indirect, difference"
  | "proportion mediated, product of coefficients"
  | "proportion mediated, difference";

/** An estimate as the steps give it. */
export interface Found {
  readonly beta: number;
  readonly standardError: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly negLog10PValue: number;
  readonly variantCount: number;
  readonly isRandom: boolean;
}

/** One row of the result. */
export interface EffectRow extends Found {
  readonly effect: MediationEffect;
  readonly bootstrapCiLower: number;
  readonly bootstrapCiUpper: number;
  readonly reason: string;
}

/** The four estimates that all others are made of. */
export interface Paths {
  readonly a: Found;
  readonly b: Found;
  readonly total: Found;
  readonly direct: Found;
}

interface PathSettings {
  readonly seed: number;
  readonly bootstraps: number;
  readonly confidence: number;
  readonly x: string;
}

/** All effects, those that are made of others with their errors by the delta method and a parametric bootstrap. */
export function effectRows({ a, b, total, direct }: Paths, settings: PathSettings): EffectRow[] {
  const { seed, bootstraps, confidence } = settings;
  const random = randomStream(seed, "mr.mediation");
  const drawn = {
    product: new Float64Array(bootstraps),
    difference: new Float64Array(bootstraps),
    productShare: new Float64Array(bootstraps),
    differenceShare: new Float64Array(bootstraps),
  };
  const draw = ({ beta, standardError }: Found): number => beta + standardError * random.normal();
  for (let i = 0; i < bootstraps; i++) {
    const all = draw(total);
    drawn.product[i] = draw(a) * draw(b);
    drawn.difference[i] = all - draw(direct);
    drawn.productShare[i] = drawn.product[i] / all;
    drawn.differenceShare[i] = drawn.difference[i] / all;
  }
  const plain = (effect: MediationEffect, found: Found): EffectRow => ({
    ...found,
    effect,
    ...{ bootstrapCiLower: NaN, bootstrapCiUpper: NaN, reason: "" },
  });
  const made = (
    effect: MediationEffect,
    beta: number,
    variance: number,
    samples: Float64Array,
  ): EffectRow => {
    const standardError = Math.sqrt(variance);
    const [low, high] = percentiles(samples, confidence);
    return {
      ...{ effect, beta, standardError, ...infer(beta, standardError, confidence) },
      ...{ bootstrapCiLower: low, bootstrapCiUpper: high },
      ...{ variantCount: direct.variantCount, isRandom: true, reason: "" },
    };
  };
  const productVariance = (a.beta * b.standardError) ** 2 + (b.beta * a.standardError) ** 2;
  const differenceVariance = total.standardError ** 2 + direct.standardError ** 2;
  const product = {
    ...made("indirect, product of coefficients", a.beta * b.beta, productVariance, drawn.product),
    variantCount: a.variantCount + b.variantCount,
  };
  const difference = made(
    "indirect, difference",
    total.beta - direct.beta,
    differenceVariance,
    drawn.difference,
  );
  // Of product / total, and of 1 − direct / total.
  const share = (indirect: EffectRow, variance: number): number =>
    variance / total.beta ** 2 + (indirect.beta ** 2 * total.standardError ** 2) / total.beta ** 4;
  const directShareVariance =
    direct.standardError ** 2 / total.beta ** 2 +
    (direct.beta ** 2 * total.standardError ** 2) / total.beta ** 4;
  const shares: readonly EffectRow[] = [
    {
      ...made(
        "proportion mediated, product of coefficients",
        product.beta / total.beta,
        share(product, productVariance),
        drawn.productShare,
      ),
      variantCount: product.variantCount,
    },
    made(
      "proportion mediated, difference",
      difference.beta / total.beta,
      directShareVariance,
      drawn.differenceShare,
    ),
  ];
  return [
    plain("total", total),
    plain("exposure on mediator", a),
    plain("mediator on outcome", b),
    plain("direct", direct),
    product,
    difference,
    ...shares.map((row) => (mayBeZero(total, confidence) ? refused(row, settings.x) : row)),
  ];
}

function mayBeZero({ beta, standardError }: Found, confidence: number): boolean {
  return Math.abs(beta) < normalQuantile((1 + confidence) / 2) * standardError;
}

function refused(row: EffectRow, exposure: string): EffectRow {
  return {
    ...row,
    ...{ beta: NaN, standardError: NaN, ciLower: NaN, ciUpper: NaN, negLog10PValue: NaN },
    ...{ bootstrapCiLower: NaN, bootstrapCiUpper: NaN },
    reason: `The total effect of ${exposure} may be 0: a proportion of it has no meaning. Read the indirect effect itself.`,
  };
}

function percentiles(samples: Float64Array, confidence: number): [number, number] {
  const sorted = samples.slice().sort();
  const at = (share: number): number => {
    const place = share * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  };
  return [at((1 - confidence) / 2), at((1 + confidence) / 2)];
}
