import { randomStream } from "../random.ts";
import { Table } from "../table.ts";
import type { ChainsInput } from "./prs-chains.ts";
import type { EvaluationInput } from "./prs-evaluation.ts";

const GROUPS = ["all", "AFR", "EUR"];
const Z = 1.959964;

const empty = new Table({ group: [] as string[] });

/** Rows of every group; its place tells groups apart. */
function perGroup(rows: (place: number) => readonly object[]): Table {
  const all: Record<string, string | number>[] = GROUPS.flatMap((group, place) =>
    rows(place).map((row) => ({ group, ...row })),
  );
  const columns = Object.keys(all[0]).map((name) => {
    const values = all.map((row) => row[name]);
    return [
      name,
      typeof values[0] === "string" ? (values as string[]) : Float64Array.from(values as number[]),
    ] as const;
  });
  return new Table(Object.fromEntries(columns));
}

interface MadeUp {
  readonly kind: "binary" | "quantitative" | "survival";
  /** The lowest decile is hidden. */
  readonly hides?: boolean;
  /** No covariates, so that predicted risks are the score's. */
  readonly isAlone?: boolean;
}

/** What `prs.evaluate` gives, made up: three groups, round numbers. */
export function simulatedEvaluation({
  kind,
  hides = false,
  isAlone = false,
}: MadeUp): EvaluationInput {
  const isBinary = kind === "binary";
  const auc = (measure: string, place: number, add: number): object => ({
    measure,
    ...interval([0.72, 0.6, 0.75][place] + add, 0.015),
  });
  return {
    score: "PGS1",
    outcome: "gout",
    provenance: { confidence: 0.95, smallestCount: 10 },
    groups: perGroup((place) => [
      {
        n: [1000, 300, 700][place],
        cases: kind === "quantitative" ? NaN : [200, 60, 140][place],
        scoreMean: [0.1, 0.8, -0.2][place],
        scoreDeviation: 1,
        caseScoreMean: isBinary ? [0.6, 1, 0.4][place] : NaN,
        controlScoreMean: isBinary ? [-0.1, 0.7, -0.35][place] : NaN,
      },
    ]),
    measures: perGroup((place) =>
      isBinary
        ? [
            auc("AUC", place, 0),
            auc("AUC of the covariates, cross-fitted in 10 folds", place, -0.08),
            auc("AUC of covariates and score, cross-fitted in 10 folds", place, 0.03),
            { measure: "calibration slope", ...interval(0.96, 0.05) },
            { measure: "calibration intercept", ...interval(-0.02, 0.06) },
            { measure: "Brier score", ...interval(0.143, 0.004) },
          ]
        : kind === "survival"
          ? [{ measure: "C-index", ...interval([0.66, 0.58, 0.68][place], 0.01) }]
          : [{ measure: "R²", ...interval([0.12, 0.04, 0.16][place], 0.02) }],
    ),
    strata: perGroup(() => strata(kind, hides)),
    calibrationBins: isBinary
      ? perGroup(() =>
          Array.from({ length: 10 }, (_, b) => ({
            bin: b + 1,
            n: hides && b < 2 ? NaN : 100,
            cases: hides && b < 2 ? NaN : 4 + 3 * b,
            meanRisk: hides && b < 2 ? NaN : 0.05 + 0.03 * b,
            observedShare: hides && b < 2 ? NaN : 0.04 + 0.03 * b,
          })),
        )
      : empty,
    decisionCurve: isBinary
      ? perGroup(() =>
          ["covariates", "covariates and score", "treat all", "treat none"].flatMap((model, m) =>
            Array.from({ length: 50 }, (_, t) => ({
              model,
              threshold: (t + 1) / 100,
              netBenefit: m === 3 ? 0 : m === 0 && t > 40 ? NaN : 0.2 - ((m + 1) * (t + 1)) / 400,
            })),
          ),
        )
      : empty,
    roc: isBinary
      ? perGroup(() =>
          (isAlone ? ["score"] : ["score", "covariates", "covariates and score"]).flatMap(
            (model, m) =>
              Array.from({ length: 101 }, (_, i) => ({
                model,
                falsePositiveShare: i / 100,
                truePositiveShare: (i / 100) ** [0.5, 0.8, 0.4][m],
              })),
          ),
        )
      : empty,
    densities: perGroup((place) =>
      (isBinary ? ["all", "cases", "controls"] : ["all"]).flatMap((people, p) =>
        Array.from({ length: 81 }, (_, i) => {
          const score = -4 + i / 10;
          const mean = [0.1, 0.8, -0.2][place] + [0, 0.5, -0.2][p];
          return { people, score, density: Math.exp(-((score - mean) ** 2) / 2) / 2.5066 };
        }),
      ),
    ),
    survival: kind === "survival" ? perGroup(() => curves()) : empty,
    logRank:
      kind === "survival"
        ? perGroup(() => [
            { strata: 5, chiSquare: 61.2, degreesOfFreedom: 4, negLog10PValue: 11.8 },
          ])
        : empty,
  };
}

function interval(estimate: number, standardError: number): object {
  const [lower, upper] = [estimate - Z * standardError, estimate + Z * standardError];
  return { estimate, standardError, lower, upper };
}

function strata(kind: MadeUp["kind"], hides: boolean): object[] {
  const names = [
    ...Array.from({ length: 10 }, (_, d) => `decile ${d + 1}`),
    ...["top 1 %", "top 5 %", "top 10 %", "top 20 %"],
  ];
  const isRatio = kind !== "quantitative";
  return names.map((stratum, s) => {
    const isReference = s === 4 || s === 5;
    const isHidden = hides && s < 2;
    const log = s < 10 ? (s - 4.5) / 5 : (14 - s) / 2.5;
    const [estimate, lower, upper] = [log, log - 0.3, log + 0.3].map((at) =>
      isRatio ? Math.exp(at) : at,
    );
    const outcome = isRatio ? 0.2 + 0.02 * Math.min(s, 10) : 170 + s;
    const known = (value: number): number => (isHidden ? NaN : value);
    const against = (value: number): number => (isReference ? NaN : known(value));
    return {
      kind: s < 10 ? "part" : "top",
      stratum,
      reference: "middle quintile",
      n: known(s < 10 ? 100 : [10, 50, 100, 200][s - 10]),
      cases: isRatio ? known(20 + 2 * s) : NaN,
      outcome: known(outcome),
      outcomeLower: known(outcome - (isRatio ? 0.05 : 1)),
      outcomeUpper: known(outcome + (isRatio ? 0.05 : 1)),
      effect: { binary: "OR", survival: "HR", quantitative: "beta" }[kind],
      estimate: isReference ? (isRatio ? 1 : 0) : known(estimate),
      lower: against(lower),
      upper: against(upper),
      errorCode: isHidden ? "HIDDEN" : "",
      reason: isHidden ? "fewer than 10 people" : isReference ? "reference" : "",
    };
  });
}

function curves(): object[] {
  return Array.from({ length: 5 }, (_, q) =>
    Array.from({ length: 101 - 10 * q }, (_, t) => {
      const survival = Math.exp(-0.006 * (q + 1) * t);
      return {
        stratum: `quintile ${q + 1}`,
        time: 0.12 * t,
        atRisk: Math.round(200 * survival),
        survival,
        standardError: 0.02,
        lower: Math.max(0, survival - 0.04),
        upper: Math.min(1, survival + 0.04),
      };
    }),
  ).flat();
}

/** What `prs.ldpred2Auto` gives of its chains, made up: the last is stuck, one before it diverged. */
export function simulatedChains(chainCount = 30, iterations = 700): ChainsInput {
  const random = randomStream(3, "chains");
  const paths = Array.from({ length: chainCount }, (_, c) => {
    const isStuck = c === chainCount - 1;
    const length = chainCount > 1 && c === chainCount - 2 ? 120 : iterations;
    let [heritability, log, alpha] = [0.1, -9 + c / 4, -1];
    return Array.from({ length }, (_, i) => {
      heritability += 0.03 * ((isStuck ? 0.06 : 0.3) - heritability) + 0.004 * random.normal();
      log += 0.03 * ((isStuck ? -1.6 : -4.8) - log) + 0.05 * random.normal();
      alpha += 0.03 * (-0.6 - alpha) + 0.02 * random.normal();
      return { chain: c + 1, iteration: i + 1, heritability, causalShare: Math.exp(log), alpha };
    });
  });
  const rows = paths.flat();
  const column = (name: keyof (typeof rows)[number]): Float64Array =>
    Float64Array.from(rows, (row) => row[name]);
  return {
    provenance: { method: "LDpred2-auto", burnIn: Math.round((5 * iterations) / 7) },
    paths: new Table({
      chain: column("chain"),
      iteration: column("iteration"),
      heritability: column("heritability"),
      causalShare: column("causalShare"),
      alpha: column("alpha"),
    }),
    chains: new Table({
      chain: Int32Array.from(paths, (_, c) => c + 1),
      isKept: Uint8Array.from(paths, (_, c) => Number(chainCount === 1 || c < chainCount - 2)),
    }),
    estimates: new Table({
      parameter: ["heritability", "causal share", "alpha"],
      estimate: Float64Array.of(0.3, 0.008, -0.6),
      ciLower: Float64Array.of(0.26, 0.006, -0.8),
      ciUpper: Float64Array.of(0.34, 0.011, -0.4),
    }),
  };
}
