import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import * as mr from "../../src/mr/index.ts";
import { hasData, ROOT } from "../peer/shared-data.ts";

interface Components {
  readonly components: number;
  readonly beta: number;
  readonly fixed: number;
  readonly q: number;
}
type Pair = readonly [number, number];
type Numbers<K extends string> = Readonly<Record<K, number[]>>;

const expected = JSON.parse(readFileSync(new URL("expected.json", import.meta.url), "utf8")) as {
  readonly principalComponents: Readonly<Record<"share99" | "share90" | "share999", Components>> & {
    readonly input: Numbers<"bx" | "sx" | "by" | "sy" | "rho">;
  };
  readonly mediation: Readonly<
    Record<"alpha" | "beta" | "total" | "direct" | "product" | "difference", Pair>
  > & {
    readonly input: { readonly b: Numbers<"x" | "m" | "y">; readonly se: Numbers<"x" | "m" | "y"> };
    readonly shares: { readonly product: Pair; readonly difference: Pair };
  };
};

function relative(value: number, reference: number): number {
  return Math.abs(value / reference - 1);
}

describe("principal-component IVW beside R's prcomp (relative 1e-8)", () => {
  const { bx, sx, by, sy, rho } = expected.principalComponents.input;
  const effects: mr.InstrumentEffects = {
    exposure: "exposure",
    outcome: "outcome",
    variantId: bx.map((_, i) => `v${i}`),
    betaExposure: Float64Array.from(bx),
    standardErrorExposure: Float64Array.from(sx),
    betaOutcome: Float64Array.from(by),
    standardErrorOutcome: Float64Array.from(sy),
    correlation: Float64Array.from(rho),
  };

  test.each([
    ["share90", 0.9],
    ["share99", 0.99],
    ["share999", 0.999],
  ] as const)("%s", (name, share) => {
    const reference = expected.principalComponents[name];
    const fixed = mr.principalComponentsIvw({ share, model: "fixed" });
    const random = mr.principalComponentsIvw({ share });
    const found = mr.estimate(effects, { methods: [fixed, random] });
    const { details } = found.details(fixed.id);
    expect(details["components"]).toBe(reference.components);
    expect(relative(found.columns.beta[0], reference.beta)).toBeLessThan(1e-8);
    expect(relative(found.columns.standardError[0], reference.fixed)).toBeLessThan(1e-8);
    const { components, q } = reference;
    const scale = components > 1 ? Math.max(1, Math.sqrt(q / (components - 1))) : 1;
    expect(relative(found.columns.standardError[1], reference.fixed * scale)).toBeLessThan(1e-8);
  });
});

describe("mediation beside R's lm and numerical gradients", () => {
  const { b, se } = expected.mediation.input;
  const ids = b.x.map((_, i) => `rs${i + 1}`);
  const study = (name: "x" | "m" | "y") =>
    mr.associations({
      name,
      variantId: ids,
      effectAllele: ids.map(() => "A"),
      otherAllele: ids.map(() => "C"),
      beta: b[name],
      standardError: se[name],
      chromosome: ids.map((_, i) => 1 + (i % 20)),
      basePairLocation: ids.map((_, i) => 1e6 + (i >= 20 ? 5e7 : 0)),
    });

  test("estimates and errors, relative 1e-8; errors of proportions 1e-6, as the gradients have", async () => {
    const [x, m, y] = (["x", "m", "y"] as const).map(study);
    const found = await mr.mediation({
      ...{ exposure: x, mediator: m, outcome: y },
      clump: { kilobases: 1 },
      instruments: {
        exposure: x.take(Array.from({ length: 20 }, (_, i) => i)),
        mediator: m.take(Array.from({ length: 20 }, (_, i) => 20 + i)),
      },
    });
    const { alpha, beta, total, direct, product, difference, shares } = expected.mediation;
    const rows = [total, alpha, beta, direct, product, difference];
    rows.forEach(([estimate, error], i) => {
      expect(relative(found.columns.beta[i], estimate)).toBeLessThan(1e-8);
      expect(relative(found.columns.standardError[i], error)).toBeLessThan(1e-8);
    });
    [shares.product, shares.difference].forEach(([share, error], i) => {
      expect(relative(found.columns.beta[6 + i], share)).toBeLessThan(1e-8);
      expect(relative(found.columns.standardError[6 + i], error)).toBeLessThan(1e-6);
    });
  });
});

const DATA = "coloc-test-data/";
/** Effects are stored with nine digits, which an exponent of up to 50 magnifies. */
const POSTERIOR = 1e-6;
const isHere = hasData(`${DATA}expected.json`);

describe.skipIf(!isHere)("colocalisation beside coloc 6.0.1 (needs ../shared/data)", () => {
  type Posterior = Readonly<Record<`PP.H${0 | 1 | 2 | 3 | 4}.abf`, number>>;
  const read = (name: string): string => readFileSync(`${ROOT}${DATA}${name}`, "utf8");
  const reference = isHere
    ? (
        JSON.parse(read("expected.json")) as {
          readonly peer_computed: Readonly<Record<string, Posterior>> & {
            readonly meta: Readonly<Record<"D1" | "D2", { readonly sdY: number }>>;
          };
        }
      ).peer_computed
    : undefined!;
  const table = (name: string): Record<string, string>[] => {
    const [header, ...rows] = read(name)
      .trim()
      .split("\n")
      .map((line) => line.split("\t"));
    return rows.map((row) => Object.fromEntries(header.map((column, i) => [column, row[i]])));
  };
  const region = (): mr.Harmonised => {
    const [one, two] = [table("D1.tsv"), table("D2.tsv")];
    const numbers = (rows: typeof one, name: string) => rows.map((row) => Number(row[name]));
    const errors = (rows: typeof one) => numbers(rows, "varbeta").map(Math.sqrt);
    return mr.fromArrays({
      exposure: "D1",
      outcome: "D2",
      variantId: one.map(({ snp }) => snp),
      betaExposure: numbers(one, "beta"),
      standardErrorExposure: errors(one),
      betaOutcome: numbers(two, "beta"),
      standardErrorOutcome: errors(two),
      effectAlleleFrequencyExposure: numbers(one, "MAF"),
      effectAlleleFrequencyOutcome: numbers(two, "MAF"),
      nExposure: 1000,
      nOutcome: 1000,
    });
  };
  const compare = (found: mr.Colocalisation, posterior: Posterior): void => {
    ([0, 1, 2, 3, 4] as const).forEach((h) => {
      expect(relative(found[`h${h}`], posterior[`PP.H${h}.abf`])).toBeLessThan(POSTERIOR);
    });
  };

  test("posterior probabilities, relative 1e-6: SD given, SD estimated, other priors", () => {
    const { meta } = reference;
    const sd = {
      exposure: { standardDeviation: meta.D1.sdY },
      outcome: { standardDeviation: meta.D2.sdY },
    };
    compare(mr.colocalisation(region(), sd), reference["coloc_abf_default"]);
    compare(mr.colocalisation(region(), { ...sd, p12: 1e-6 }), reference["coloc_abf_p12_1e6"]);
    compare(mr.colocalisation(region()), reference["coloc_abf_sdY_estimated"]);
  });

  test("each variant's logarithms of Bayes factors within 1e-7, and posterior, relative 1e-6", () => {
    const { meta } = reference;
    const { columns } = mr.colocalisation(region(), {
      exposure: { standardDeviation: meta.D1.sdY },
      outcome: { standardDeviation: meta.D2.sdY },
    });
    const rows = new Map(table("ref_coloc_abf_results.tsv").map((row) => [row["snp"], row]));
    expect(rows.size).toBe(columns.variantId.length);
    columns.variantId.forEach((id, i) => {
      const row = rows.get(id)!;
      for (const [found, name] of [
        [columns.lnBayesFactorExposure[i], "lABF.df1"],
        [columns.lnBayesFactorOutcome[i], "lABF.df2"],
      ] as const) {
        expect(Math.abs(found - Number(row[name]))).toBeLessThan(1e-7);
      }
      expect(relative(columns.posteriorShared[i], Number(row["SNP.PP.H4"]))).toBeLessThan(
        POSTERIOR,
      );
    });
  });
});
