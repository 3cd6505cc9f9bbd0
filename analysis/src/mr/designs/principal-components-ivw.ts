import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { InvalidArgumentError } from "../../errors.ts";
import type { Estimator } from "../estimators/estimator.ts";
import { infer } from "../estimators/inference.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";

export interface PrincipalComponentsIvwOptions {
  /** Of the variance of the weighted variants that the components hold, 0.99 by default. */
  readonly share?: number | undefined;
  /** `random` inflates standard errors by residual scatter above 1 (default), `fixed` does not. */
  readonly model?: "random" | "fixed" | undefined;
}

/**
 * Inverse variance weighting of principal components of correlated variants: for regions where so many are correlated so
 * much that their correlation matrix cannot be inverted. Components are those of (β/σ)(β/σ)′ ∘ ρ, columns centred, as
 * the paper's code has them.
 *
 * @throws InvalidArgumentError for a share outside (0, 1]
 * @example
 * const correlated = await harmonised.withCorrelation({ genotypes: panel });
 * const estimates = mr.estimate(correlated, { methods: [mr.principalComponentsIvw({ share: 0.99 })] });
 * @see Burgess et al. 2017, doi:10.1002/gepi.22077
 */
export function principalComponentsIvw(options: PrincipalComponentsIvwOptions = {}): Estimator {
  const { share = 0.99, model = "random" } = options;
  if (!(share > 0 && share <= 1)) {
    throw new InvalidArgumentError("share", {
      what: `share is ${share}.`,
      why: "It is a part of the variance, above 0 and up to 1.",
      remedy: "Leave it out for 0.99.",
    });
  }
  const scatter = model === "random" ? "multiplicative random effects" : "fixed effects";
  return {
    id: [
      "principalComponentsIvw",
      ...(share === 0.99 ? [] : [`share${share}`]),
      ...(model === "random" ? [] : [model]),
    ].join("."),
    label: `Inverse variance weighted, principal components (${scatter}, ${100 * share} % of variance)`,
    fewestVariants: 2,
    usesCorrelation: true,
    isRandom: false,
    source: "doi:10.1002/gepi.22077",
    estimate(effects, { confidence }) {
      if (!effects.correlation) throw needsCorrelation();
      const { components, x, y, omega } = project(effects, share);
      const solved = new SingularValueDecomposition(omega).solve(Matrix.columnVector(x));
      const information = Matrix.columnVector(x).transpose().mmul(solved).get(0, 0);
      const beta = Matrix.columnVector(y).transpose().mmul(solved).get(0, 0) / information;
      const residual = Matrix.columnVector(y.map((value, i) => value - beta * x[i]));
      const q = residual
        .transpose()
        .mmul(new SingularValueDecomposition(omega).solve(residual))
        .get(0, 0);
      const scale = components > 1 ? Math.sqrt(q / (components - 1)) : 1;
      const inflation = model === "random" ? Math.max(1, scale) : 1;
      const standardError = inflation / Math.sqrt(information);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, confidence),
        variantCount: effects.variantId.length,
        details: { components, share, q, model, residualStandardError: scale },
        notes: [
          `${effects.variantId.length} variants are represented by ${components} principal ${components === 1 ? "component" : "components"}.`,
        ],
      };
    },
  };
}

interface Projected {
  readonly components: number;
  readonly x: number[];
  readonly y: number[];
  /** Covariance of the components' effects on the outcome. */
  readonly omega: Matrix;
}

function project(effects: InstrumentEffects, share: number): Projected {
  const { betaExposure, betaOutcome, standardErrorOutcome: se, correlation } = effects;
  const k = betaExposure.length;
  const square = (value: (i: number, j: number) => number): Matrix =>
    new Matrix(
      Array.from({ length: k }, (_, i) => Array.from({ length: k }, (__, j) => value(i, j))),
    );
  const rho = (i: number, j: number): number => correlation![i * k + j];
  const weighted = square(
    (i, j) => (betaExposure[i] / se[i]) * (betaExposure[j] / se[j]) * rho(i, j),
  );
  weighted.center("column");
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(weighted);
  const variances = diagonal.map((value) => value * value);
  const total = variances.reduce((sum, value) => sum + value, 0);
  let [components, held] = [0, 0];
  // A share of 1 is never reached exactly; what is left is rounding.
  while (components < k && held < total * Math.min(share, 1 - 1e-12))
    held += variances[components++];
  const rotation = rightSingularVectors.subMatrix(0, k - 1, 0, Math.max(1, components) - 1);
  const turned = (values: Float64Array): number[] =>
    rotation.transpose().mmul(Matrix.columnVector(values)).to1DArray();
  return {
    components: Math.max(1, components),
    x: turned(betaExposure),
    y: turned(betaOutcome),
    omega: rotation
      .transpose()
      .mmul(square((i, j) => se[i] * se[j] * rho(i, j)))
      .mmul(rotation),
  };
}

function needsCorrelation(): NotEstimableError {
  return new NotEstimableError("NEEDS_MORE_INPUT", {
    what: "Principal components of variants are those of their correlation, which is not given.",
    why: "Independent variants need none.",
    remedy: "Add it with harmonised.withCorrelation({ genotypes: panel }), or use ivw.",
  });
}
