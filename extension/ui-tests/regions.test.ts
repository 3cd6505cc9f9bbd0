import { readFileSync, rmSync } from "node:fs";
import { plot, Table } from "@genobook/analysis";
import { PLOT_MIME, VEGA_LITE_MIME } from "@genobook/kernel/messages";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

const SCAN = `const simulated = await data.simulate({ seed: 7, samples: 600, variants: 4000, chromosomes: [20, 21, 22] });
const result = await gwas.linear({ genotypes: simulated.genotypes, phenotypes: simulated.phenotypes, trait: "height" });
const genes = await plot.readGenes({ name: "g.bed", text: "chr20\\t1000000\\t30000000\\tLONG\\t0\\t+\\nchr21\\t15000000\\t40000000\\tMIDDLE\\t0\\t-\\n" });
process.pid`;

const PLOT = `plot.manhattan(result, { threshold: 1e-3, suggestive: 1e-2, regional: { genes } })`;

/** Ten million variants of 22 chromosomes with a peak on chromosome 6, columns as a scan gives them. */
const TEN_MILLION = `import { Table } from "@genobook/analysis";
const many = (() => {
  const m = 10_000_000;
  const lane = Math.ceil(m / 22);
  const chromosome = new Uint8Array(m);
  const basePairLocation = new Int32Array(m);
  const negLog10PValue = new Float64Array(m);
  let state = 1;
  for (let i = 0; i < m; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    chromosome[i] = 1 + Math.floor(i / lane);
    basePairLocation[i] = 1 + (i % lane) * 300;
    const away = Math.abs(basePairLocation[i] - 30e6) / 2e5;
    negLog10PValue[i] = -Math.log10((state + 1) / 4294967297) + (chromosome[i] === 6 ? 14 * Math.exp(-away) : 0);
  }
  const variantId = Array.from({ length: m }, (_, i) => "rs" + i);
  return new Table({ variantId, chromosome, basePairLocation, negLog10PValue });
})();
many.rowCount`;

const REGION = ".jp-GenobookRegion";

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

describe.skipIf(missingForLab !== undefined)(
  `regions in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const cells = [SCAN, PLOT].map((source) => ({ source }));
      writeProjectFile(root, "regions.ipynb", notebookText(cells));
      const old = cells.map(({ source }) => ({ source: source.replaceAll("const ", "var ") }));
      writeProjectFile(root, "tslab.ipynb", notebookText(old, "genobook-tslab"));
      writeProjectFile(
        root,
        "ten-million.ipynb",
        notebookText([TEN_MILLION, "plot.manhattan(many)"].map((source) => ({ source }))),
      );
      writeProjectFile(root, "saved.ipynb", notebookText([{ source: PLOT, outputs: [saved()] }]));
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
    const region = () => lab.page.locator(REGION);
    const regionFigure = () => region().locator(".jp-GenobookPlot");

    async function run(index: number): Promise<void> {
      await lab.page
        .locator(".jp-NotebookPanel .jp-CodeCell")
        .nth(index)
        .locator(".cm-content")
        .click();
      await lab.execute("notebook:run-cell");
    }

    /** Opens a notebook, runs its two cells, and gives what the first one shows. */
    async function openAndRun(path: string): Promise<string> {
      await lab.open(path);
      await lab.kernelReady();
      return runCells();
    }

    /** @param before - what the first cell showed the last time */
    async function runCells(before = ""): Promise<string> {
      await run(0);
      const result = await lab.page.waitForFunction((old) => {
        const text = document
          .querySelector(".jp-OutputArea-executeResult")
          ?.textContent?.replace(/\D*\[\d+\]:/, "")
          .trim();
        return text !== undefined && /^\d+$/.test(text) && text !== old ? text : undefined;
      }, before);
      await lab.page.evaluate(() => {
        for (const figure of document.querySelectorAll(".jp-GenobookPlot"))
          figure.classList.add("old");
      });
      await run(1);
      await figures().and(lab.page.locator(":not(.old)")).first().waitFor();
      return (await result.jsonValue())!;
    }

    async function shown(): Promise<void> {
      await lab.page
        .locator(
          `${REGION}[data-genobook-region="shown"] .jp-GenobookPlot[data-genobook-ready="1"]`,
        )
        .waitFor();
    }

    const reference = () => region().locator("select").inputValue();

    test("a click opens the region with LD, another reference is chosen, and a brush opens another region", async () => {
      await openAndRun("regions.ipynb");
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await shown();
      expect(await reference()).toBe(peak.datum["variantId"]);
      expect(await regionFigure().getAttribute("aria-label")).toMatch(/r² of at least 0\.8/);
      await regionFigure().scrollIntoViewIfNeeded();
      await lab.page.waitForTimeout(800);
      await lab.screenshot("region-light");
      const options = await region().locator("select option").allInnerTexts();
      await region().locator("select").selectOption(options[1]);
      await lab.page.waitForFunction(
        (id) =>
          document
            .querySelector(".jp-GenobookRegion .jp-GenobookPlot figcaption")
            ?.textContent?.includes(`with ${id} in`),
        options[1],
      );
      const code = (await region().locator("figcaption").innerText()).length;
      expect(code).toBeGreaterThan(40);
      const [before] = await region().locator("h4").allInnerTexts();
      const box = (await figures().first().locator("canvas, svg").first().boundingBox())!;
      await figures().first().scrollIntoViewIfNeeded();
      const top = (await figures().first().locator("canvas, svg").first().boundingBox())!;
      await lab.page.mouse.move(top.x + box.width * 0.4, top.y + box.height * 0.6);
      await lab.page.mouse.down();
      await lab.page.mouse.move(top.x + box.width * 0.45, top.y + box.height * 0.6, { steps: 4 });
      await lab.page.mouse.up();
      await lab.page.waitForFunction(
        (old) => document.querySelector(".jp-GenobookRegion h4")?.textContent !== old,
        before,
      );
      await shown();
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(1200);
      await lab.screenshot("region-dark");
      await lab.page.setViewportSize({ width: 720, height: 900 });
      await lab.page.waitForTimeout(1200);
      await regionFigure().scrollIntoViewIfNeeded();
      await lab.screenshot("region-narrow");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      await lab.setTheme("JupyterLab Light");
      expect(lab.problems()).toEqual([]);
    });

    test("in a wide window the region lies beside its plot, and its table and the plots mark each other's variant", async () => {
      await lab.page.setViewportSize({ width: 1900, height: 900 });
      await lab.page.waitForTimeout(1500);
      await figures().first().locator(".jp-GenobookPlot-stage").focus();
      await lab.page.keyboard.press("Escape");
      await region().waitFor({ state: "detached" });
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await shown();
      const [own, opened] = await Promise.all([
        lab.page.locator(".jp-GenobookPlotOutput > .jp-GenobookPlot").first().boundingBox(),
        region().boundingBox(),
      ]);
      expect(opened!.x).toBeGreaterThanOrEqual(own!.x + own!.width);
      expect(Math.abs(opened!.y - own!.y)).toBeLessThan(20);
      const marked = region().locator('tr[aria-current="true"]');
      expect(await marked.locator("button").innerText()).toBe(peak.datum["variantId"]);
      const second = region().locator("tbody tr button").nth(1);
      await second.click();
      expect(await marked.locator("button").innerText()).toBe(await second.innerText());
      expect(await second.getAttribute("aria-pressed")).toBe("true");
      await regionFigure().locator(".jp-GenobookPlot-ring").first().waitFor();
      await lab.page.waitForTimeout(1500);
      await lab.screenshot("region-beside-light");
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(1500);
      await lab.screenshot("region-beside-dark");
      await lab.setTheme("JupyterLab Light");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      await expect
        .poll(async () => {
          const [above, below] = await Promise.all([
            lab.page.locator(".jp-GenobookPlotOutput > .jp-GenobookPlot").first().boundingBox(),
            region().boundingBox(),
          ]);
          return below!.y >= above!.y + above!.height;
        })
        .toBe(true);
      expect(lab.problems()).toEqual([]);
    });

    test("keys alone go through the leads, open regions, change the reference and close", async () => {
      const { page } = lab;
      await figures().first().locator(".jp-GenobookPlot-stage").focus();
      await page.keyboard.press("Escape");
      await region().waitFor({ state: "detached" });
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("Enter");
      await shown();
      const second = await reference();
      await regionFigure().locator(".jp-GenobookPlot-stage").focus();
      for (const key of ["ArrowRight", "Enter", "r"]) await page.keyboard.press(key);
      await page.waitForFunction(
        (old) =>
          document.querySelector<HTMLSelectElement>(".jp-GenobookRegion select")?.value !== old,
        second,
        { timeout: 30_000 },
      );
      await shown();
      expect(await regionFigure().locator("[role=status]").innerText()).toMatch(/^Regional plot/);
      await regionFigure().locator(".jp-GenobookPlot-stage").focus();
      await page.keyboard.press("Escape");
      await region().waitFor({ state: "detached" });
      const focused = await page.evaluate(() => document.activeElement?.className);
      expect(focused).toBe("jp-GenobookPlot-stage");
      expect(lab.problems()).toEqual([]);
    });

    test("a region is saved as TSV and its code becomes a cell that draws it", async () => {
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await shown();
      await regionFigure().getByRole("button").click();
      const [download] = await Promise.all([
        lab.page.waitForEvent("download"),
        lab.page.locator(".lm-Menu-item", { hasText: "TSV" }).click(),
      ]);
      expect(readFileSync(await download.path(), "utf8")).toMatch(/\tr2/);
      await region().getByText("Insert code").click();
      const cell = lab.page.locator(".jp-CodeCell").nth(2);
      await cell.waitFor();
      expect(await cell.locator(".cm-content").innerText()).toContain("await plot.regional(result");
      await lab.execute("notebook:run-cell");
      await cell.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("a kernel that is killed says so, and once the cells have run again the region opens", async () => {
      const pid = Number(await openAndRun("regions.ipynb"));
      const peak = await lab.highestPoint(0);
      process.kill(pid, "SIGSTOP");
      await lab.page.mouse.click(peak.x, peak.y);
      await region().getByText("Reading the region").waitFor();
      process.kill(pid, "SIGKILL");
      await region().getByText("The kernel ended before it answered.").waitFor();
      await lab.screenshot("region-kernel-gone");
      // JupyterLab says that it starts the kernel again.
      await lab.page.locator(".jp-Dialog .jp-mod-accept").click();
      await lab.kernelConnected();
      await region().getByText("Try again").click();
      await region().getByText("Run the plot's cell again").waitFor();
      expect(await runCells(String(pid))).not.toBe(String(pid));
      const again = await lab.highestPoint(0);
      await lab.page.mouse.click(again.x, again.y);
      await shown();
      await lab.kernelReady();
      expect(lab.problems()).toEqual([]);
    });

    test("an output of another session asks nothing of a kernel and says why", async () => {
      await lab.open("saved.ipynb");
      await figures().first().waitFor();
      await lab.kernelReady();
      const before = lab.sent.filter((type) => /^(?:execute|comm)/.test(type)).length;
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await region().getByText("this output is not trusted").waitFor();
      expect(lab.sent.filter((type) => /^(?:execute|comm)/.test(type)).length).toBe(before);
      expect(lab.problems()).toEqual([]);
    });

    test("regions open in a notebook of the tslab kernel, too", async () => {
      await openAndRun("tslab.ipynb");
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await shown();
      expect(lab.problems()).toEqual([]);
    });

    test("ten million variants are on the canvas, and clicks answer, in the times printed", async () => {
      await openAndRun("ten-million.ipynb");
      const draws: CellTimes[] = [];
      for (let i = 0; i < 7; i++) {
        await lab.page.evaluate(watchCell);
        await run(1);
        await lab.page.waitForFunction(() => {
          const { cellTimes } = window as unknown as { cellTimes: Partial<CellTimes> };
          return cellTimes.ended !== undefined && cellTimes.drawn !== undefined;
        });
        draws.push(
          await lab.page.evaluate(() => (window as unknown as { cellTimes: CellTimes }).cellTimes),
        );
        await lab.kernelReady();
      }
      const peak = await lab.highestPoint(0);
      const clicks: { answered: number; drawn: number }[] = [];
      for (let i = 0; i < 7; i++) {
        const width = i % 2 === 0 ? 0 : 3;
        await lab.page.evaluate(watchRegion);
        await lab.page.mouse.click(peak.x + width, peak.y);
        await lab.page.waitForFunction(
          () =>
            "regionTimes" in window &&
            (window as unknown as { regionTimes: { drawn?: number } }).regionTimes.drawn !==
              undefined,
        );
        clicks.push(
          await lab.page.evaluate(
            () =>
              (window as unknown as { regionTimes: { answered: number; drawn: number } })
                .regionTimes,
          ),
        );
        await figures().first().locator(".jp-GenobookPlot-stage").focus();
        await lab.page.keyboard.press("Escape");
        await region().waitFor({ state: "detached" });
      }
      const milliseconds = (values: readonly number[]): string =>
        `${Math.round(median(values))} ms`;
      console.log(
        `10 million variants: end of the cell to canvas ${milliseconds(draws.map(({ ended, drawn }) => drawn - ended))}, its start to canvas ${milliseconds(draws.map(({ drawn }) => drawn))} (medians of ${draws.length}); click to answer ${milliseconds(clicks.map(({ answered }) => answered))}, to regional plot ${milliseconds(clicks.map((click) => click.drawn))} (medians of ${clicks.length})`,
      );
      await lab.screenshot("region-ten-million");
      expect(lab.problems()).toEqual([]);
    });

    /** Milliseconds from the request to run a cell. */
    interface CellTimes {
      /** Until the kernel says that it is idle again; the page may hear it only after it has drawn. */
      readonly ended: number;
      /** Until the frame after its plot is on the canvas. */
      readonly drawn: number;
    }

    /** In the page: times of the next cell that is run and of its plot. */
    function watchCell(): void {
      interface Message {
        readonly header: { readonly msg_type: string; readonly date: string };
        readonly parent_header: { readonly msg_type?: string };
        readonly content: { readonly execution_state?: string };
      }
      interface Kernel {
        readonly anyMessage: {
          connect(slot: (sender: unknown, heard: { readonly msg: Message }) => void): void;
        };
      }
      const { jupyterapp } = window as unknown as {
        jupyterapp: {
          shell: { currentWidget: { sessionContext: { session: { kernel: Kernel } } } };
        };
      };
      for (const figure of document.querySelectorAll(".jp-GenobookPlot"))
        figure.classList.add("old");
      const times: { start?: number; ended?: number; drawn?: number } = {};
      Object.assign(window, { cellTimes: times });
      const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
      kernel.anyMessage.connect((_, { msg }) => {
        // Kernel and page run on one clock.
        const at = Date.parse(msg.header.date);
        if (msg.header.msg_type === "execute_request") times.start ??= at;
        const isOfCell = msg.parent_header.msg_type === "execute_request";
        if (times.start === undefined || !isOfCell) return;
        if (msg.content.execution_state === "idle") times.ended ??= at - times.start;
      });
      const observer = new MutationObserver(() => {
        const drawn = '.jp-GenobookPlot:not(.old)[data-genobook-ready="1"] canvas';
        if (document.querySelector(drawn) === null) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          times.drawn = Date.now() - times.start!;
        });
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    }

    /** In the page: times from the next click to the kernel's answer and to the drawing. */
    function watchRegion(): void {
      const times: { start?: number; answered?: number; drawn?: number } = {};
      Object.assign(window, { regionTimes: times });
      document.addEventListener("click", () => (times.start = performance.now()), {
        capture: true,
        once: true,
      });
      const observer = new MutationObserver(() => {
        const panel = document.querySelector<HTMLElement>(".jp-GenobookRegion");
        if (times.start === undefined || panel === null) return;
        const now = performance.now() - times.start;
        if (panel.dataset["genobookRegion"] === "shown") times.answered ??= now;
        if (panel.querySelector(".jp-GenobookPlot[data-genobook-drawn]")) {
          times.drawn ??= now;
          observer.disconnect();
        }
      });
      observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    }

    function saved(): object {
      const table = new Table({
        variantId: Array.from({ length: 900 }, (_, i) => `rs${i}`),
        chromosome: new Uint8Array(900).fill(4),
        basePairLocation: Int32Array.from({ length: 900 }, (_, i) => 1 + i * 10_000),
        negLog10PValue: Float64Array.from({ length: 900 }, (_, i) =>
          i === 450 ? 20 : (i % 30) / 10,
        ),
      });
      const spec = plot.manhattan(table);
      const description = spec.usermeta.genobook;
      const data = {
        [PLOT_MIME]: description,
        [VEGA_LITE_MIME]: spec,
        "text/plain": description.summary,
      };
      return { output_type: "display_data", metadata: {}, data };
    }
  },
);
