import { inspect } from "node:util";
import { expect, test } from "vitest";
import { presso } from "./estimators/robust/presso/presso.ts";
import { radial } from "./estimators/robust/radial/radial.ts";
import { harmonise } from "./harmonise/index.ts";
import { instruments } from "./instruments/index.ts";
import { simulate } from "./simulation/index.ts";

const { exposure, outcome } = simulate({ scenario: "outliers", seed: 35 });
const harmonised = harmonise({ exposure: instruments(exposure), outcome });

function shown(result: object): Record<string, string> {
  return (result as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]();
}

test("MR-PRESSO says what its tests found before it shows numbers", async () => {
  const result = await presso(harmonised, { simulations: 1000, seed: 1 });
  const text = shown(result)["text/plain"];
  const [headline, global, outliers, distortion] = text.split("\n");
  expect(headline).toBe("MR-PRESSO of exposure → outcome, 44 variants, 1,000 simulations, seed 1");
  expect(global).toMatch(/^Global test of pleiotropy: P < 0\.0010, residual sum of squares /);
  expect(outliers).toBe(
    `Outlier test: 3 variants of 44 (${result.outliers.join(", ").replace(/, (\S+)$/, " and $1")}).`,
  );
  expect(distortion).toMatch(/^Distortion of exposure by the outliers: /);
  expect(text).toContain("Test of each variant");
  expect(inspect(result)).toBe(text);
  expect(JSON.stringify(result)).not.toContain("Global test");
});

test("radial regression names its outliers; what is shown is escaped", () => {
  const result = radial(
    { ...harmonised.effects, exposure: "<b>LDL</b>" },
    { correction: "bonferroni" },
  );
  const { "text/plain": text, "text/html": html } = shown(result);
  expect(text).toMatch(/^Radial regression of <b>LDL<\/b> → outcome, 44 variants, mean F /);
  expect(text).toContain("Outliers of radial IVW: ");
  expect(html).toContain("<strong>Radial regression of &lt;b&gt;LDL&lt;/b&gt; → outcome");
  expect(html).toContain("<details><summary>Variants about radial IVW</summary>");
});
