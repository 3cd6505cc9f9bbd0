import ts from "typescript";
import { describe, expect, test } from "vitest";
import { exclusionCode } from "./exclude-variant.ts";
import { isMr } from "./plot-kind.ts";
import { callArguments, splitTopLevel } from "./source-scan.ts";

const common = { variantId: "rs123", kind: "mrScatter", cells: [] };

describe("exclusionCode", () => {
  test("uses the names of the plot's cell and makes its estimates anew, with their options", () => {
    const source = 'plot.mrScatter(ldlOnChd, { estimates, outcome: "CHD, fatal" });';
    const cells = [
      'const ldlOnChd = mr.harmonise({ exposure, outcome });\nconst estimates = mr.estimate(ldlOnChd, { methods: ["ivw", "egger"], seed: 7 });',
      source,
    ];
    expect(exclusionCode({ ...common, source, cells })).toBe(
      'const ldlOnChdWithoutRs123 = ldlOnChd.without("rs123");\n' +
        "plot.mrScatter(ldlOnChdWithoutRs123, {\n" +
        '  estimates: mr.estimate(ldlOnChdWithoutRs123, { methods: ["ivw", "egger"], seed: 7 }),\n' +
        '  outcome: "CHD, fatal",\n' +
        "})",
    );
  });

  test("without a source that tells, falls back to what the notebook declares, then to the usual name", () => {
    expect(exclusionCode({ ...common, source: "" })).toBe(
      'const harmonisedWithoutRs123 = harmonised.without("rs123");\nplot.mrScatter(harmonisedWithoutRs123)',
    );
    const cells = ["const h = await mr.harmonise({ exposure, outcome });"];
    expect(exclusionCode({ ...common, source: "show(spec)", cells })).toContain("= h.without(");
  });

  test("a second variant continues the name, and a name in use is left alone", () => {
    const source = "plot.mrScatter(harmonisedWithoutRs1)";
    expect(exclusionCode({ ...common, source })).toContain(
      'const harmonisedWithoutRs1AndRs123 = harmonisedWithoutRs1.without("rs123")',
    );
    const cells = ["const harmonisedWithoutRs123 = 1;"];
    expect(exclusionCode({ ...common, source: "", cells })).toContain(
      "const harmonisedWithoutRs1232 = ",
    );
  });

  test("a table made of the harmonised data is made again", () => {
    const source =
      "const loo = mr.leaveOneOut(data1, { method: mr.methods.egger() });\nplot.mrLeaveOneOut(loo)";
    expect(exclusionCode({ ...common, kind: "mrLeaveOneOut", source, cells: [source] })).toBe(
      'const data1WithoutRs123 = data1.without("rs123");\n' +
        "plot.mrLeaveOneOut(mr.leaveOneOut(data1WithoutRs123, { method: mr.methods.egger() }))",
    );
    expect(
      exclusionCode({ ...common, kind: "mrRadial", source: "plot.mrRadial(mr.radial(h2))" }),
    ).toContain("plot.mrRadial(mr.radial(h2WithoutRs123))");
    expect(
      exclusionCode({ ...common, kind: "mrRadial", source: "plot.mrRadial(sensitivity.radial)" }),
    ).toContain("plot.mrRadial(mr.radial(harmonisedWithoutRs123))");
  });

  test("a forest plot tells harmonised data from single estimates by its own call", () => {
    const forest = { ...common, kind: "mrForest", source: "plot.mrForest(h)" };
    const direct = exclusionCode({ ...forest, code: "plot.mrForest(harmonised)" });
    expect(direct).toContain("plot.mrForest(hWithoutRs123)");
    const made = exclusionCode({ ...forest, code: "plot.mrForest(singleVariants)" });
    expect(made).toContain("plot.mrForest(mr.singleVariant(harmonisedWithoutRs123))");
  });

  test("whatever an output calls its variant stays a string, and the cell stays TypeScript", () => {
    for (const variantId of ['");process.exit();("', "1:10_A/<G>", "12", "é`${x}`"]) {
      const code = exclusionCode({ ...common, variantId, source: "" });
      const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true });
      expect(diagnostics).toEqual([]);
      expect(code).toContain(`.without(${JSON.stringify(variantId)})`);
      expect(code.split("\n").length).toBe(2);
    }
  });
});

test("plots of Mendelian randomization are known by their kind", () => {
  const kinds = ["mrScatter", "mvmrForest", "manhattan", "mr", "qq"];
  expect(kinds.filter((kind) => isMr({ kind }))).toEqual(["mrScatter", "mvmrForest"]);
  expect(isMr(undefined)).toBe(false);
});

describe("callArguments", () => {
  test("splits at top-level commas only, through strings, comments and brackets", () => {
    const source =
      'x; f.g(a, [1, 2], "b, )", /* c, */ (d, e) => { return `,${h(1, 2)}`; }) + f.g(2)';
    expect(callArguments(source, "f.g")).toEqual([
      ["a", "[1, 2]", '"b, )"', "/* c, */ (d, e) => { return `,${h(1, 2)}`; }"],
      ["2"],
    ]);
  });

  test("finds whole names, and nothing in an unfinished call", () => {
    expect(callArguments("myplot.mrScatter(a)", "plot.mrScatter")).toEqual([]);
    expect(callArguments("plot.mrScatter(a, (b", "plot.mrScatter")).toEqual([]);
    expect(splitTopLevel("a, b,")).toEqual(["a", "b"]);
  });
});
