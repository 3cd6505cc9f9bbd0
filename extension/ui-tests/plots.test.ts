import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { data, plot, prs, Table } from "@genobook/analysis";
import { PLOT_MIME } from "@genobook/kernel/messages";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { exercise } from "../../kernel/src/teaching/exercise.ts";
import { type Lab, missingForLab, outputFolder, startLab } from "./lab.ts";
import { notebookText, plotOutput, projectFolder, writeProjectFile } from "./project.ts";

/** A scan of 22 chromosomes with one peak on chromosome 6, from a fixed sequence of numbers. */
function scan() {
  const perChromosome = 900;
  const n = 22 * perChromosome;
  const uniform = sequence();
  const chromosome = new Uint8Array(n);
  const basePairLocation = new Int32Array(n);
  const negLog10PValue = new Float64Array(n);
  const variantId: string[] = [];
  for (let i = 0; i < n; i++) {
    chromosome[i] = 1 + Math.floor(i / perChromosome);
    basePairLocation[i] = 1 + (i % perChromosome) * 150_000;
    const fromPeak = Math.abs(basePairLocation[i] - 30_000_000) / 1_000_000;
    const peak = chromosome[i] === 6 && fromPeak < 2 ? 14 * Math.exp(-fromPeak) : 0;
    negLog10PValue[i] = -Math.log10(uniform()) + peak;
    variantId.push(`rs${i + 1}`);
  }
  const alleles = variantId.map(() => "A");
  return new Table({
    variantId,
    chromosome,
    basePairLocation,
    effectAllele: alleles,
    otherAllele: alleles.map(() => "G"),
    beta: Float64Array.from(negLog10PValue, (y) => y / 100),
    n: new Int32Array(n).fill(5000),
    negLog10PValue,
  });
}

function sequence(): () => number {
  let state = 12_345;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
}

const FOREIGN = {
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  data: { url: "https://example.org/rows.json" },
  mark: "bar",
  encoding: { x: { field: "a" } },
};

/** Would run in a page that trusts it: as a script, and as the attribute of a picture that cannot be loaded. */
const HOSTILE =
  '<script>window.hostile = 1</script><img src="data:," onerror="window.hostile = 2"><p>harmless</p>';

/** A match explorer, an exercise and what was said to an answer, as a kernel shows them. */
function otherWidgets(): object[] {
  const rows = Array.from({ length: 60 }, (_, i) => i);
  const position = rows.map((i) => 1000 + i);
  const genotypes = data.genotypesFromDosages({
    matrix: rows.slice(10).flatMap(() => [0, 1, 2]),
    sampleCount: 3,
    variants: {
      contig: rows.slice(10).map(() => "1"),
      basePairLocation: position.slice(10),
      variantId: rows.slice(10).map((i) => `rs${i}`),
      effectAllele: rows.slice(10).map(() => "G"),
      otherAllele: rows.slice(10).map(() => "A"),
    },
  });
  const scores = prs.scoringFile({
    chromosome: rows.map(() => 1),
    basePairLocation: position,
    variantId: rows.map((i) => `rs${i}`),
    effectAllele: rows.map(() => "G"),
    otherAllele: rows.map(() => "A"),
    weights: { height: rows },
  });
  const slope = exercise({ question: "How large is the effect?", answer: 0.3 });
  return [
    prs.match({ scores, genotypes, minimumOverlap: 0 }).explore(),
    slope,
    slope.check(0.5),
  ].map((value) => {
    const display = (value as unknown as Record<symbol, () => object>)[
      Symbol.for("Jupyter.display")
    ];
    return output(display.call(value));
  });
}

function output(content: object): object {
  return { output_type: "display_data", metadata: {}, data: content };
}

/** Whether JupyterLab trusts the cells of the notebook in front; a notebook that it did not run itself is not trusted. */
function trustOfCells({ page }: Lab): Promise<boolean[]> {
  return page.evaluate(() => {
    const { jupyterapp } = window as unknown as {
      jupyterapp: {
        shell: { currentWidget: { content: { widgets: { model: { trusted: boolean } }[] } } };
      };
    };
    return jupyterapp.shell.currentWidget.content.widgets.map(({ model }) => model.trusted);
  });
}

describe.skipIf(missingForLab !== undefined)(
  `plots in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const result = scan();
      const outputs = [
        plotOutput(plot.manhattan(result, { dataset: "height", build: "GRCh38" })),
        plotOutput(plot.qq(result, { dataset: "height" })),
      ];
      const foreign = { "application/vnd.vegalite.v6+json": FOREIGN };
      const broken = { [PLOT_MIME]: { version: 1, kind: "qq" }, "text/plain": "a QQ plot" };
      writeProjectFile(
        root,
        "plots.ipynb",
        notebookText([
          { source: "plot.manhattan(result)", outputs: outputs.slice(0, 1) },
          { source: "plot.qq(result)", outputs: outputs.slice(1) },
        ]),
      );
      writeProjectFile(
        root,
        "odd.ipynb",
        notebookText(
          [foreign, broken].map((data) => ({
            source: "",
            outputs: [{ output_type: "display_data", metadata: {}, data }],
          })),
        ),
      );
      writeProjectFile(
        root,
        "widgets.ipynb",
        notebookText(
          [
            ...otherWidgets(),
            output({ "text/html": HOSTILE }),
            output({ "application/javascript": "window.hostile = 3", "text/plain": "a script" }),
            output({ "image/svg+xml": '<svg onload="window.hostile = 4"></svg>' }),
          ].map((one) => ({ source: "window.hostile = 5", outputs: [one] })),
        ),
      );
      lab = await startLab({ root });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const figures = () => lab.page.locator('.jp-GenobookPlot[data-genobook-ready="1"]');

    async function openPlots(): Promise<void> {
      await lab.open("plots.ipynb");
      await figures().nth(1).waitFor();
    }

    test("plots of an untrusted notebook are drawn in light and dark without running anything", async () => {
      await openPlots();
      expect(await trustOfCells(lab)).toEqual([false, false]);
      expect(await figures().first().locator("canvas").count()).toBe(1);
      expect(await figures().first().getAttribute("aria-label")).toMatch(
        /^Manhattan plot of height/,
      );
      expect(await figures().first().locator("figcaption").innerText()).toMatch(
        /of 19,800 points\./,
      );
      await lab.screenshot("plots-light");
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(1500);
      await lab.screenshot("plots-dark");
      await figures().nth(1).scrollIntoViewIfNeeded();
      await lab.screenshot("qq-dark");
      await lab.setTheme("JupyterLab Light");
      await lab.kernelReady();
      expect(lab.sent).toContain("kernel_info_request");
      expect(lab.sent.filter((type) => /^(execute|comm_open|comm_msg)/.test(type))).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("a match explorer and an exercise of an untrusted notebook are read and unfolded, and nothing runs", async () => {
      const before = lab.sent.length;
      await lab.open("widgets.ipynb");
      await lab.kernelReady();
      const shown = lab.page.locator(".jp-NotebookPanel .jp-OutputArea-output");
      await shown.getByText("harmless").waitFor();
      expect(new Set(await trustOfCells(lab))).toEqual(new Set([false]));
      const rows = shown.first().locator("table");
      expect(await rows.first().isVisible()).toBe(false);
      await shown.first().locator("summary", { hasText: "not in target" }).click();
      await rows.locator("visible=true").first().waitFor();
      expect(await shown.first().innerText()).toMatch(/50 of 60 variants match[^]*rs9/);
      expect(await shown.nth(1).innerText()).toMatch(/How large is the effect\?/);
      expect(await shown.nth(2).innerText()).toMatch(/too large/);
      await lab.screenshot("untrusted-widgets");
      const scroller = lab.page.locator(".jp-NotebookPanel .jp-WindowedPanel-outer");
      await scroller.evaluate((node) => node.scrollTo(0, node.scrollHeight));
      await shown.getByText("a script").waitFor();
      expect(await lab.page.evaluate(() => "hostile" in window)).toBe(false);
      // The kernel is asked only what it is.
      const asked = lab.sent.slice(before);
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((type) => /^(?:execute|comm_(?:open|msg))/.test(type))).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("the nearest point answers the pointer, and the arrow keys", async () => {
      await openPlots();
      const point = await lab.highestPoint(0);
      await lab.page.mouse.move(point.x + 6, point.y + 4);
      const tooltip = lab.page.locator(".jp-GenobookPlot-tooltip:not([hidden])");
      await tooltip.waitFor();
      expect(await tooltip.innerText()).toMatch(/6:30,/);
      await lab.screenshot("hover-light");
      await lab.page.mouse.move(5, 5);
      await tooltip.waitFor({ state: "detached" });
      await figures().first().locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("ArrowRight");
      await tooltip.waitFor();
      expect(await figures().first().locator("[role=status]").innerText()).toMatch(/rs\d+/);
      expect(lab.problems()).toEqual([]);
    });

    test("a plot follows the width of its notebook", async () => {
      await openPlots();
      const width = async () => (await figures().first().locator("canvas").boundingBox())!.width;
      const wide = await width();
      await lab.page.setViewportSize({ width: 760, height: 900 });
      await lab.page.waitForTimeout(1500);
      const narrow = await width();
      await lab.screenshot("plots-narrow");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      expect(wide).toBeGreaterThan(850);
      expect(narrow).toBeLessThan(500);
      expect(lab.problems()).toEqual([]);
    });

    test("the menu saves the rows and the pictures", async () => {
      await openPlots();
      const save = async (label: string): Promise<Buffer> => {
        await figures().first().getByRole("button").click();
        const [download] = await Promise.all([
          lab.page.waitForEvent("download"),
          lab.page.locator(".lm-Menu-item", { hasText: label }).click(),
        ]);
        return readFileSync(await download.path());
      };
      const rows = (await save("TSV")).toString().split("\n");
      expect(rows[0]).toMatch(/^chromosome\tbasePairLocation\t/);
      expect(rows.length).toBeGreaterThan(1000);
      expect((await save("SVG")).toString()).toMatch(/^<svg[^]*Manhattan plot of height/);
      const png = await save("PNG");
      writeFileSync(join(outputFolder, "manhattan-saved.png"), png);
      expect(png.subarray(1, 4).toString()).toBe("PNG");
      expect(png.readUInt32BE(16)).toBeGreaterThan(1600);
      expect(lab.problems()).toEqual([]);
    });

    test("a plot that wants an address is drawn without it, and a broken one says what to do", async () => {
      await lab.open("odd.ipynb");
      await figures().first().waitFor();
      await lab.page.getByText("https://example.org/rows.json").first().waitFor();
      await lab.page.getByText("specification is missing from the notebook").waitFor();
      await lab.screenshot("plots-odd");
      expect(lab.problems()).toEqual([]);
    });
  },
);
