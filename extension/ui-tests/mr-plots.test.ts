import { readFileSync, rmSync } from "node:fs";
import { plot, Table } from "@genobook/analysis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, plotOutput, projectFolder, writeProjectFile } from "./project.ts";

const COUNT = 28;
const OUTLIER = "rs1012";
const names = { exposure: "LDL cholesterol", outcome: "coronary heart disease" };

/** Twenty-eight instruments of a causal effect of 0.4, the twelfth pleiotropic, from a fixed sequence of numbers. */
function instruments() {
  let state = 4_321;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
  const numbers = (value: (i: number) => number) =>
    Float64Array.from({ length: COUNT }, (_, i) => value(i));
  const betaExposure = numbers((i) => (0.05 + 0.008 * i) * (i % 3 ? 1 : -1));
  const standardErrorOutcome = numbers(() => 0.012 + 0.01 * uniform());
  const noise = numbers((i) => (i === 11 ? 5 : 2 * uniform() - 1));
  return new Table({
    variantId: Array.from({ length: COUNT }, (_, i) => `rs${1001 + i}`),
    betaExposure,
    standardErrorExposure: numbers(() => 0.008 + 0.004 * uniform()),
    betaOutcome: numbers(
      (i) =>
        0.4 * betaExposure[i] + Math.sign(betaExposure[i]) * standardErrorOutcome[i] * noise[i],
    ),
    standardErrorOutcome,
  });
}

const METHODS = [
  "Inverse variance weighted (random effects)",
  "MR-Egger",
  "Weighted median",
  "Weighted mode",
];
const estimates = new Table({
  methodId: ["ivw", "egger", "weightedMedian", "weightedMode"],
  method: METHODS,
  beta: Float64Array.of(0.43, 0.38, 0.41, 0.4),
  ciLower: Float64Array.of(0.35, 0.2, 0.33, 0.28),
  ciUpper: Float64Array.of(0.51, 0.56, 0.49, 0.52),
});

function leaveOneOut() {
  const { variantId } = instruments().columns;
  const beta = Float64Array.from({ length: COUNT }, (_, i) =>
    i === 11 ? 0.4 : 0.43 + (i - 14) / 3000,
  );
  return Object.assign(
    new Table({
      variantId,
      beta,
      ciLower: beta.map((value) => value - 0.08),
      ciUpper: beta.map((value) => value + 0.08),
    }),
    { all: { beta: 0.43, ciLower: 0.35, ciUpper: 0.51 } },
  );
}

function radial() {
  const { variantId, betaExposure, betaOutcome, standardErrorOutcome } = instruments().columns;
  const rootWeight = betaExposure.map((x, i) => Math.abs(x) / standardErrorOutcome[i]);
  const q = rootWeight.map((w, i) => (w * (betaOutcome[i] / betaExposure[i] - 0.43)) ** 2);
  const variants = new Table({
    variantId,
    rootWeight,
    ratioRootWeight: rootWeight.map((w, i) => (w * betaOutcome[i]) / betaExposure[i]),
    q,
    isOutlier: Uint8Array.from(q, (value) => Number(value > 8)),
  });
  return {
    ...names,
    ivw: { estimate: { beta: 0.43 }, q: 39.1, degreesOfFreedom: COUNT - 1, variants },
    egger: { estimate: { beta: 0.38 }, intercept: 0.3, variants },
  };
}

/** A scan in which two of the instruments appear. */
function scan() {
  const n = 400;
  return new Table({
    variantId: Array.from({ length: n }, (_, i) => `rs${900 + i}`),
    chromosome: Uint8Array.from({ length: n }, (_, i) => 1 + Math.floor(i / 20)),
    basePairLocation: Int32Array.from({ length: n }, (_, i) => 1 + (i % 20) * 5_000_000),
    negLog10PValue: Float64Array.from({ length: n }, (_, i) => (i === 112 ? 12 : (i % 37) / 12)),
  });
}

function plots() {
  const harmonised = instruments();
  const direct = new Table({
    exposure: ["LDL cholesterol", "LDL cholesterol", "triglycerides", "triglycerides"],
    method: [
      "Multivariable IVW",
      "Multivariable MR-Egger",
      "Multivariable IVW",
      "Multivariable MR-Egger",
    ],
    beta: Float64Array.of(0.42, 0.39, 0.14, 0.1),
    ciLower: Float64Array.of(0.32, 0.22, 0.01, -0.08),
    ciUpper: Float64Array.of(0.52, 0.56, 0.27, 0.28),
  });
  const strength = new Table({
    exposure: ["LDL cholesterol", "triglycerides"],
    conditionalF: Float64Array.of(31.2, 8.13),
  });
  return [
    {
      source:
        "const ldl = mr.harmonise({ exposure, outcome });\nconst estimates = mr.estimate(ldl, { seed: 3 });\nplot.mrScatter(ldl, { estimates });",
      spec: plot.mrScatter(harmonised, { ...names, estimates }),
    },
    {
      source: "plot.mrForest(ldl, { estimates, oddsRatio: true });",
      spec: plot.mrForest(harmonised, { ...names, estimates, oddsRatio: true }),
    },
    {
      source: "plot.mrLeaveOneOut(mr.leaveOneOut(ldl));",
      spec: plot.mrLeaveOneOut(leaveOneOut(), { ...names, oddsRatio: true }),
    },
    {
      source: "plot.mrFunnel(ldl, { estimates });",
      spec: plot.mrFunnel(harmonised, { ...names, estimates }),
    },
    { source: "plot.mrRadial(mr.radial(ldl));", spec: plot.mrRadial(radial()) },
    { source: "plot.manhattan(result);", spec: plot.manhattan(scan()) },
    {
      source: "plot.mvmrForest(direct);",
      spec: plot.mvmrForest(direct, { outcome: names.outcome, oddsRatio: true }),
    },
    { source: "plot.mvmrStrength(strength);", spec: plot.mvmrStrength(strength) },
  ];
}

interface ExposedPlot {
  placeOf(key: string): { x: number; y: number } | null;
}

interface ExposedCells {
  readonly jupyterapp: {
    readonly shell: {
      readonly currentWidget: {
        readonly content: {
          readonly widgets: readonly {
            readonly model: { readonly sharedModel: { getSource(): string } };
          }[];
        };
      };
    };
  };
}

describe.skipIf(missingForLab !== undefined)(
  `plots of Mendelian randomization in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    const made = plots();
    let lab: Lab;

    beforeAll(async () => {
      const cells = made.map(({ source, spec }) => ({ source, outputs: [plotOutput(spec)] }));
      writeProjectFile(root, "mr.ipynb", notebookText(cells));
      const live = [
        'import { Table } from "@genobook/analysis";',
        'const effects = new Table({ variantId: ["rs1", "rs2", "rs3"], betaExposure: Float64Array.of(0.1, 0.2, -0.3), standardErrorExposure: Float64Array.of(0.01, 0.01, 0.01), betaOutcome: Float64Array.of(0.05, 0.07, -0.13), standardErrorOutcome: Float64Array.of(0.02, 0.02, 0.02) });',
        'plot.mrScatter(effects, { exposure: "weight", outcome: "knee pain" })',
      ];
      writeProjectFile(root, "live.ipynb", notebookText(live.map((source) => ({ source }))));
      lab = await startLab({ root, height: 1000 });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const figure = (index: number) => lab.page.locator(".jp-GenobookPlot").nth(index);
    const ready = (index: number) =>
      lab.page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').nth(index);
    const rings = () => lab.page.locator(".jp-GenobookPlot-ring");
    const sources = () =>
      lab.page.evaluate(() =>
        (window as unknown as ExposedCells).jupyterapp.shell.currentWidget.content.widgets.map(
          ({ model }) => model.sharedModel.getSource(),
        ),
      );

    /** Every plot is scrolled to once, because a notebook attaches outputs as they come into view. */
    async function openPlots(): Promise<void> {
      await lab.open("mr.ipynb");
      for (let index = 0; index < made.length; index++) {
        await figure(index).scrollIntoViewIfNeeded();
        await ready(index).waitFor();
      }
      await figure(0).scrollIntoViewIfNeeded();
    }

    async function placeOf(index: number, variantId: string): Promise<{ x: number; y: number }> {
      await figure(index).scrollIntoViewIfNeeded();
      return figure(index).evaluate((node, key) => {
        const { genobookPlot } = node as unknown as { genobookPlot: ExposedPlot };
        return genobookPlot.placeOf(key)!;
      }, variantId);
    }

    async function pick(index: number, variantId: string): Promise<void> {
      const { x, y } = await placeOf(index, variantId);
      await lab.page.mouse.click(x, y);
    }

    /** Which plots have a ring on the variant. */
    async function ringed(variantId: string): Promise<number[]> {
      const found: number[] = [];
      for (let index = 0; index < made.length; index++) {
        await figure(index).scrollIntoViewIfNeeded();
        const isMarked = await figure(index).evaluate((node, key) => {
          const { genobookPlot } = node as unknown as { genobookPlot: ExposedPlot };
          const place = genobookPlot.placeOf(key);
          const box = node.querySelector(".jp-GenobookPlot-ring")?.getBoundingClientRect();
          if (place === null || box === undefined) return false;
          const { x, y, width, height } = box;
          return Math.hypot(x + width / 2 - place.x, y + height / 2 - place.y) < 3;
        }, variantId);
        if (isMarked) found.push(index);
      }
      return found;
    }

    const marked = (variantId: string) =>
      expect.poll(() => ringed(variantId), { timeout: 30_000, interval: 500 });

    test("each plot is drawn with its sentence, in light and dark, wide and narrow", async () => {
      await openPlots();
      for (const [index, { spec }] of made.entries()) {
        expect(await figure(index).getAttribute("aria-label")).toBe(spec.usermeta.genobook.summary);
      }
      const picture = async (suffix: string) => {
        for (const [index, { spec }] of made.entries()) {
          await figure(index).scrollIntoViewIfNeeded();
          await figure(index).screenshot({
            path: `output/screenshots/${spec.usermeta.genobook.kind}-${suffix}.png`,
          });
        }
      };
      await picture("light");
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(1500);
      await picture("dark");
      await lab.setTheme("JupyterLab Light");
      await lab.page.setViewportSize({ width: 760, height: 1000 });
      await lab.page.waitForTimeout(2000);
      await picture("narrow");
      await lab.page.setViewportSize({ width: 1400, height: 1000 });
      expect(lab.problems()).toEqual([]);
    });

    test("a variant picked in one plot is marked in all that show it, without a kernel", async () => {
      await openPlots();
      const before = lab.sent.length;
      await pick(0, OUTLIER);
      expect(await figure(0).locator("[role=status]").innerText()).toMatch(
        new RegExp(`^${OUTLIER} is selected here and in 5 other plots\\.`),
      );
      await marked(OUTLIER).toEqual([0, 1, 2, 3, 4, 5]);
      await figure(0).scrollIntoViewIfNeeded();
      await lab.screenshot("mr-selected-light");
      const asked = lab.sent.slice(before);
      expect(asked.filter((type) => /^(execute|comm)/.test(type))).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("the mark survives another theme and another width, and Escape clears it everywhere", async () => {
      await openPlots();
      await pick(4, OUTLIER);
      await lab.setTheme("JupyterLab Dark");
      await lab.page.setViewportSize({ width: 1000, height: 1000 });
      await lab.page.waitForTimeout(2000);
      await marked(OUTLIER).toEqual([0, 1, 2, 3, 4, 5]);
      await figure(4).scrollIntoViewIfNeeded();
      await lab.screenshot("mr-selected-dark");
      await figure(4).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      expect(await rings().count()).toBe(0);
      expect(await figure(4).locator("[role=status]").innerText()).toBe("Selection cleared.");
      await lab.setTheme("JupyterLab Light");
      await lab.page.setViewportSize({ width: 1400, height: 1000 });
      expect(lab.problems()).toEqual([]);
    });

    test("by keyboard alone: step, select, and write a cell without the variant", async () => {
      await openPlots();
      await figure(1).locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("ArrowRight");
      await lab.page.keyboard.press("ArrowRight");
      await lab.page.keyboard.press("Enter");
      const said = await figure(1).locator("[role=status]").innerText();
      const [, second] = made[1].spec.data.values;
      const variantId = second["variantId"] as string;
      expect(said).toMatch(new RegExp(`^${variantId} is selected here and in `));
      expect(await figure(0).locator(".jp-GenobookPlot-ring").count()).toBe(1);
      const before = await sources();
      await lab.page.keyboard.press("Delete");
      await lab.page.waitForFunction(
        (count) =>
          (window as unknown as ExposedCells).jupyterapp.shell.currentWidget.content.widgets
            .length > count,
        before.length,
      );
      const after = await sources();
      const word = `Rs${variantId.slice(2)}`;
      expect(after[2]).toBe(
        `const ldlWithout${word} = ldl.without("${variantId}");\n` +
          `plot.mrForest(ldlWithout${word}, {\n` +
          `  estimates: mr.estimate(ldlWithout${word}, { seed: 3 }),\n  oddsRatio: true,\n})`,
      );
      expect(after.toSpliced(2, 1)).toEqual(before);
      expect(lab.sent).not.toContain("execute_request");
      await lab.screenshot("mr-excluded");
      expect(lab.problems()).toEqual([]);
    });

    test("the menu excludes the selected variant, and offers nothing without one", async () => {
      await openPlots();
      const item = lab.page.locator(".lm-Menu-item", { hasText: "Exclude" });
      await figure(0).getByRole("button").click();
      expect(await item.getAttribute("class")).toContain("lm-mod-disabled");
      await lab.page.keyboard.press("Escape");
      await pick(0, OUTLIER);
      await figure(0).getByRole("button").click();
      expect(await item.innerText()).toContain(`Exclude ${OUTLIER} in a new cell`);
      await item.click();
      await lab.page.getByText(`ldl.without("${OUTLIER}")`).waitFor();
      expect((await sources())[1]).toContain("plot.mrScatter(ldlWithoutRs1012, {");
      expect(lab.problems()).toEqual([]);
    });

    test("the rows behind a plot are its variants", async () => {
      await openPlots();
      await figure(0).getByRole("button").click();
      const [download] = await Promise.all([
        lab.page.waitForEvent("download"),
        lab.page.locator(".lm-Menu-item", { hasText: "TSV" }).click(),
      ]);
      const rows = readFileSync(await download.path(), "utf8")
        .trimEnd()
        .split("\n");
      expect(rows[0]).toMatch(/^variantId\tbetaExposure\tstandardErrorExposure\tbetaOutcome/);
      expect(rows.length).toBe(1 + COUNT);
      expect(lab.problems()).toEqual([]);
    });

    test("a plot that a cell has just made takes part", async () => {
      await lab.open("live.ipynb");
      await lab.kernelReady();
      await lab.execute("notebook:run-all-cells");
      await ready(0).waitFor();
      await pick(0, "rs3");
      await rings().first().waitFor();
      expect(await figure(0).locator("[role=status]").innerText()).toMatch(
        /^rs3 is selected\. No other plot shows it\./,
      );
      expect(lab.problems()).toEqual([]);
    });
  },
);

describe.skipIf(missingForLab !== undefined)(
  `plots of Mendelian randomization without this extension${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    test("are drawn by JupyterLab's own Vega", async () => {
      const root = projectFolder();
      const cells = plots().map(({ source, spec }) => ({ source, outputs: [plotOutput(spec)] }));
      writeProjectFile(root, "mr.ipynb", notebookText(cells));
      const lab = await startLab({ root, extension: false });
      try {
        await lab.open("mr.ipynb");
        const drawing = lab.page.locator(".jp-RenderedVegaCommon5").first().locator("canvas, svg");
        await drawing.first().waitFor();
        const { width, height } = (await drawing.first().boundingBox())!;
        expect(width).toBeGreaterThan(500);
        expect(height).toBeGreaterThan(450);
        await lab.screenshot("mr-stock-light");
        await lab.setTheme("JupyterLab Dark");
        await lab.page.locator(".jp-RenderedVegaCommon5").nth(1).scrollIntoViewIfNeeded();
        await lab.page.waitForTimeout(1500);
        await lab.screenshot("mr-stock-dark");
        expect(await lab.page.locator(".jp-GenobookPlot").count()).toBe(0);
        expect(lab.problems()).toEqual([]);
      } finally {
        await lab.stop();
        rmSync(root, { recursive: true, force: true });
      }
    });
  },
);
