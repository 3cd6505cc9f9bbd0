import { readFileSync, rmSync } from "node:fs";
import { plot } from "@genobook/analysis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { simulatedEvaluation } from "../../analysis/src/plots/simulated-prs.ts";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, plotOutput, projectFolder, writeProjectFile } from "./project.ts";

function plots() {
  const binary = simulatedEvaluation({ kind: "binary" });
  const survival = simulatedEvaluation({ kind: "survival" });
  const alone = simulatedEvaluation({ kind: "binary", isAlone: true });
  return [
    { source: "plot.prsDeciles(evaluation);", spec: plot.prsDeciles(binary) },
    { source: "plot.prsQuantiles(evaluation);", spec: plot.prsQuantiles(binary) },
    { source: "plot.prsSurvival(evaluation);", spec: plot.prsSurvival(survival) },
    { source: "plot.prsCalibration(evaluation);", spec: plot.prsCalibration(binary) },
    { source: "plot.prsRoc(evaluation);", spec: plot.prsRoc(binary) },
    { source: "plot.prsCalibration(alone);", spec: plot.prsCalibration(alone) },
  ];
}

const [DECILES, QUANTILES, SURVIVAL, CALIBRATION, ROC, CALIBRATION_ALONE] = [0, 1, 2, 3, 4, 5];

interface ExposedPlot {
  placeOf(key: string): { x: number; y: number } | null;
}

describe.skipIf(missingForLab !== undefined)(
  `plots of scores in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    const made = plots();
    let lab: Lab;

    beforeAll(async () => {
      const cells = made.map(({ source, spec }) => ({ source, outputs: [plotOutput(spec)] }));
      writeProjectFile(root, "scores.ipynb", notebookText(cells));
      lab = await startLab({ root, height: 1000 });
      await lab.open("scores.ipynb");
      for (const index of made.keys()) {
        await figure(index).scrollIntoViewIfNeeded();
        await lab.page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').nth(index).waitFor();
      }
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const figure = (index: number) => lab.page.locator(".jp-GenobookPlot").nth(index);
    const rings = (index: number) => figure(index).locator(".jp-GenobookPlot-ring").count();
    const said = (index: number) => figure(index).locator("[role=status]").innerText();

    test("a decile picked by click is marked with the quintile and the top shares that hold its people", async () => {
      const before = lab.sent.length;
      const { x, y, datum } = await lab.highestPoint(DECILES);
      await lab.page.mouse.click(x, y);
      expect(datum["stratumId"]).toBe("decile 10 of PGS1");
      expect(await said(DECILES)).toMatch(
        /^decile 10 of PGS1 is selected here and in 4 other plots\./,
      );
      expect(await rings(DECILES)).toBe(1);
      // The decile itself, and the top 1, 5, 10 and 20 %.
      expect(await rings(QUANTILES)).toBe(5);
      expect(await rings(SURVIVAL)).toBeGreaterThan(5);
      // With covariates, a part of the predicted risk is no part of the score.
      expect(await rings(CALIBRATION)).toBe(0);
      expect(await rings(CALIBRATION_ALONE)).toBe(1);
      // Where 1 to 6 % of controls are above the threshold, and of all people up to 10 %.
      expect(await rings(ROC)).toBe(6);
      const asked = lab.sent.slice(before);
      expect(asked.filter((type) => /^(execute|comm)/.test(type))).toEqual([]);
      await figure(DECILES).scrollIntoViewIfNeeded();
      await lab.screenshot("prs-selected-light");
      await figure(SURVIVAL).scrollIntoViewIfNeeded();
      await lab.screenshot("prs-selected-survival-light");
      expect(lab.problems()).toEqual([]);
    });

    test("by keys: step, select, and Escape clears it in all plots", async () => {
      await figure(QUANTILES).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      expect(await rings(DECILES)).toBe(0);
      await lab.page.keyboard.press("ArrowRight");
      await lab.page.keyboard.press("Enter");
      expect(await said(QUANTILES)).toMatch(/^decile 1 of PGS1 is selected here and in 4 other/);
      expect(await rings(DECILES)).toBe(1);
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(1500);
      expect(await rings(DECILES)).toBe(1);
      await figure(DECILES).scrollIntoViewIfNeeded();
      await lab.screenshot("prs-selected-dark");
      await lab.setTheme("JupyterLab Light");
      await figure(QUANTILES).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      expect(await rings(DECILES)).toBe(0);
      expect(lab.problems()).toEqual([]);
    });

    test("a bin of predicted risk is marked on the curve of those risks, and on no plot of the score's parts", async () => {
      const { x, y, datum } = await lab.highestPoint(CALIBRATION);
      expect(datum["stratumId"]).toBe("decile 10 of the risk by covariates and PGS1");
      await lab.page.mouse.click(x, y);
      expect(await said(CALIBRATION)).toMatch(/ is selected here and in 1 other plot\./);
      expect(await rings(CALIBRATION)).toBe(1);
      expect(await rings(ROC)).toBeGreaterThan(1);
      expect(await rings(DECILES)).toBe(0);
      await figure(ROC).scrollIntoViewIfNeeded();
      await lab.screenshot("prs-selected-risk-light");
      await figure(CALIBRATION).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      expect(lab.problems()).toEqual([]);
    });

    test("a point of the ROC curve is marked with the strata that hold the people above it", async () => {
      await figure(ROC).scrollIntoViewIfNeeded();
      const place = await figure(ROC).evaluate((node) => {
        const { genobookPlot } = node as unknown as { genobookPlot: ExposedPlot };
        return genobookPlot.placeOf("top 30 % of PGS1")!;
      });
      await lab.page.mouse.click(place.x, place.y);
      expect(await said(ROC)).toMatch(/^top 30 % of PGS1 is selected here and in 4 other plots\./);
      expect(await rings(ROC)).toBe(1);
      expect(await rings(DECILES)).toBe(3);
      // Three deciles, and the top 1, 5, 10 and 20 %.
      expect(await rings(QUANTILES)).toBe(7);
      expect(await rings(CALIBRATION_ALONE)).toBe(3);
      expect(await rings(CALIBRATION)).toBe(0);
      await lab.screenshot("prs-selected-threshold-light");
      await figure(DECILES).scrollIntoViewIfNeeded();
      await lab.screenshot("prs-selected-threshold-deciles-light");
      await figure(ROC).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      expect(await rings(DECILES)).toBe(0);
      expect(lab.problems()).toEqual([]);
    });

    test("the rows behind each plot are strata, bins or steps of a curve, never people", async () => {
      for (const [index, { spec }] of made.entries()) {
        await figure(index).scrollIntoViewIfNeeded();
        await figure(index).getByRole("button").click();
        const [download] = await Promise.all([
          lab.page.waitForEvent("download"),
          lab.page.locator(".lm-Menu-item", { hasText: "TSV" }).click(),
        ]);
        const [head, ...rows] = readFileSync(await download.path(), "utf8")
          .trimEnd()
          .split("\n");
        expect(head).not.toMatch(/sampleId|individualId|familyId|personId/);
        expect(rows.length).toBe(spec.data.values.length);
      }
      expect(lab.problems()).toEqual([]);
    });
  },
);
