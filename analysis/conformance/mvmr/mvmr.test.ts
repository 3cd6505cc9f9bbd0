import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { mr } from "../../src/index.ts";
import { hasData, reference, ROOT } from "../peer/shared-data.ts";
import type { TextTable } from "../peer/text-table.ts";

interface Expected {
  readonly beta: readonly number[];
  readonly standardError: readonly number[];
  readonly pValue: readonly number[];
  readonly strength: readonly number[];
  readonly qA: number;
  readonly qAPValue: number;
  readonly correlation: readonly number[];
  readonly strengthWithCovariance: readonly number[];
  readonly qAWithCovariance: number;
  readonly cooks: readonly number[];
}
interface Simulated extends Expected {
  readonly betaExposures: readonly (readonly number[])[];
  readonly standardErrorExposures: readonly (readonly number[])[];
  readonly betaOutcome: readonly number[];
  readonly standardErrorOutcome: readonly number[];
}

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly simulated: Simulated;
  readonly lipids: Expected;
  readonly pressure: Expected;
};

const near = (values: ArrayLike<number>, references: readonly number[], tolerance = 1e-8): void => {
  expect(values).toHaveLength(references.length);
  references.forEach((value, i) => {
    expect(Math.abs(values[i] - value) / Math.abs(value)).toBeLessThan(tolerance);
  });
};

describe("simulated, three exposures", () => {
  const { simulated } = expected;
  const effects = mr.multivariableFromArrays({
    exposures: simulated.betaExposures.map((beta, i) => ({
      name: `x${i + 1}`,
      beta,
      standardError: simulated.standardErrorExposures[i],
    })),
    outcome: {
      name: "y",
      beta: simulated.betaOutcome,
      standardError: simulated.standardErrorOutcome,
    },
  });
  compare(effects, simulated);
});

describe.skipIf(!hasData("mr-lipids-chd"))("lipids (needs ../shared/data)", () => {
  compare(() => {
    const table = reference("mr-lipids-chd/lipids_chd_28snps.tsv");
    return arrays(table, [
      ["ldlc", "ldlcse"],
      ["hdlc", "hdlcse"],
      ["trig", "trigse"],
      ["chdlodds", "chdloddsse"],
    ]);
  }, expected.lipids);
});

describe.skipIf(!hasData("mr-presso-radial-mvmr-raps"))("pressure (needs ../shared/data)", () => {
  const folder = "mr-presso-radial-mvmr-raps";
  const data = (): mr.MultivariableHarmonised =>
    arrays(reference(`${folder}/rawdat_mvmr.tsv`), [
      ["LDL_beta", "LDL_se"],
      ["HDL_beta", "HDL_se"],
      ["Trg_beta", "Trg_se"],
      ["SBP_beta", "SBP_se"],
    ]);
  compare(data, expected.pressure);

  test("what the shared data say was printed", () => {
    const { cases } = (
      JSON.parse(readFileSync(`${ROOT}${folder}/expected.json`, "utf8")) as {
        readonly peer_computed: {
          readonly cases: {
            readonly mvmr_ivw: readonly Readonly<Record<string, number>>[];
            readonly mvmr_strength_gencov0: readonly [Readonly<Record<string, number>>];
            readonly mvmr_pleio_gencov0: { readonly Qstat: number; readonly Qpval: number };
          };
        };
      }
    ).peer_computed;
    const own = mr.multivariable(data(), { methods: [asMvmr] });
    near(
      own.columns.beta,
      cases.mvmr_ivw.map((row) => row["Estimate"]),
    );
    near(
      own.columns.standardError,
      cases.mvmr_ivw.map((row) => row["Std. Error"]),
    );
    near(
      own.columns.pValue,
      cases.mvmr_ivw.map((row) => row["Pr(>|t|)"]),
    );
    const checks = mr.multivariableSensitivity(data(), {
      convention: "MVMR",
      pleiotropyConvention: "MVMR",
    });
    const [strength] = cases.mvmr_strength_gencov0;
    near(checks.strength.columns.conditionalF, [
      strength["exposure1"],
      strength["exposure2"],
      strength["exposure3"],
    ]);
    near([checks.heterogeneity.columns.q[1]], [cases.mvmr_pleio_gencov0.Qstat]);
    near([checks.heterogeneity.columns.pValue[1]], [cases.mvmr_pleio_gencov0.Qpval]);
  });
});

const asMvmr = mr.multivariableMethods.ivw({ model: "randomUncorrected", distribution: "t" });

function compare(
  data: mr.MultivariableHarmonised | (() => mr.MultivariableHarmonised),
  reference: Expected,
): void {
  const effects = (): mr.MultivariableHarmonised => (typeof data === "function" ? data() : data);
  const { correlation: exposureCorrelation } = reference;

  test("ivw_mvmr", () => {
    const { columns } = mr.multivariable(effects(), {
      methods: [mr.multivariableMethods.ivw({ model: "randomUncorrected", distribution: "t" })],
    });
    near(columns.beta, reference.beta);
    near(columns.standardError, reference.standardError);
    near(columns.pValue, reference.pValue);
  });

  test("strength_mvmr without and with phenotypic covariance", () => {
    const convention = "MVMR";
    near(
      mr.conditionalStrength(effects(), { convention }).columns.conditionalF,
      reference.strength,
    );
    near(
      mr.conditionalStrength(effects(), { convention, exposureCorrelation }).columns.conditionalF,
      reference.strengthWithCovariance,
    );
  });

  test("the paper's divisor is k − p + 1", () => {
    const { conditionalF, variantCount } = mr.conditionalStrength(effects()).columns;
    const p = conditionalF.length;
    near(
      conditionalF,
      reference.strength.map((f) => (f * variantCount[0]) / (variantCount[0] - p + 1)),
    );
  });

  test("pleiotropy_mvmr without and with phenotypic covariance; Cook's distances of lm", () => {
    const pleiotropyConvention = "MVMR";
    const without = mr.multivariableSensitivity(effects(), { pleiotropyConvention });
    near([without.heterogeneity.columns.q[1]], [reference.qA]);
    near([without.heterogeneity.columns.pValue[1]], [reference.qAPValue], 1e-8);
    near(without.variants.columns.cooksDistance, reference.cooks, 1e-7);
    const sum = without.variants.columns.qContribution.reduce((total, q) => total + q, 0);
    near([sum], [reference.qA]);
    const withCovariance = mr.multivariableSensitivity(effects(), {
      pleiotropyConvention,
      exposureCorrelation,
    });
    near([withCovariance.heterogeneity.columns.q[1]], [reference.qAWithCovariance]);
  });
}

function arrays(
  table: TextTable,
  columns: readonly (readonly [beta: string, standardError: string])[],
): mr.MultivariableHarmonised {
  const numbers = (name: string): number[] => table.columns[name].map(Number);
  const traits = columns.map(([beta, standardError]) => ({
    name: beta,
    beta: numbers(beta),
    standardError: numbers(standardError),
  }));
  return mr.multivariableFromArrays({
    exposures: traits.slice(0, -1),
    outcome: traits[traits.length - 1],
  });
}
