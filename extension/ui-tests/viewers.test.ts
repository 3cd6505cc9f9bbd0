import { execFileSync } from "node:child_process";
import { closeSync, existsSync, openSync, readdirSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";
import { settled } from "./settled.ts";

const ROWS = 10_000_000;
/** Not "10,000,000 rows are read". */
const ALL_ROWS = /^10,000,000 rows$/;
const HEADER =
  "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\trsid\n";

/** Association results of ten million variants; the strongest are 80,000 apart. */
function writeBigResults(file: string): void {
  const target = openSync(file, "w");
  let text = HEADER;
  let state = 7;
  const draw = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const perChromosome = Math.ceil(ROWS / 22);
  for (let i = 0; i < ROWS; i++) {
    const p = i % 80_000 === 500 ? `3e-${20 + Math.floor(i / 80_000)}` : draw().toFixed(4);
    text += `${1 + Math.floor(i / perChromosome)}\t${10_000 + (i % perChromosome) * 250}\t${"ACGT"[i & 3]}\t${"CGTA"[i & 3]}\t0.0${i % 97}\t0.0213\t0.${1 + (i % 89)}\t${p}\trs${i + 1}\n`;
    if (text.length > 8e6) {
      writeSync(target, gzipSync(text, { level: 1 }));
      text = "";
    }
  }
  writeSync(target, gzipSync(text, { level: 1 }));
  closeSync(target);
}

/** Files that the library writes, made by the library. */
function writeLibraryFiles(root: string): void {
  const script = `
    import { writeFileSync } from "node:fs";
    import { data, ld, prs } from ${JSON.stringify(new URL("../../analysis/dist/bundle/index.js", import.meta.url).href)};
    const { genotypes } = await data.simulate({ seed: 4, samples: 400, variants: 1000 });
    await data.writePlink1(genotypes, "data/cohort");
    await ld.writePanel(await ld.panel(genotypes, { window: { variants: 60 } }), "data/reference.ld");
    const { variants } = genotypes;
    const weights = { height: Float64Array.from(variants.variantId, (_, i) => Math.sin(i) / 10) };
    const study = variants.variantId.map((id, i) =>
      [variants.chromosome[i], variants.basePairLocation[i], variants.effectAllele[i], variants.otherAllele[i], Math.sin(i) / 10, 0.05, id].join("\\t"),
    );
    const names = "chromosome\\tbase_pair_location\\teffect_allele\\tother_allele\\tbeta\\tstandard_error\\trsid";
    writeFileSync("data/study.tsv", [names, ...study, ""].join("\\n"));
    await prs.writeScores(prs.scoringFile({ ...variants, weights }), "data/height.txt.gz", { traitReported: "Height", build: "GRCh38" });
    process.exit();
  `;
  writeProjectFile(root, "data/.keep", "");
  execFileSync(process.execPath, ["--input-type=module", "-e", script], { cwd: root });
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe.skipIf(missingForLab !== undefined)(
  `viewers in JupyterLab (${missingForLab ?? "Chromium"})`,
  () => {
    let root: string;
    let lab: Lab;
    let viewer: Locator;

    beforeAll(async () => {
      root = projectFolder();
      writeProjectFile(root, "analysis/first.ipynb", notebookText([{ source: "" }]));
      writeLibraryFiles(root);
      lab = await startLab({ root });
      lab.page.setDefaultTimeout(240_000);
      viewer = lab.page.locator('.jp-GenobookViewer[data-genobook-ready="1"]');
    }, 300_000);

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const status = (): Locator => lab.page.locator(".jp-GenobookViewer-status");
    const statusHas = (text: string | RegExp): Promise<void> =>
      status().filter({ hasText: text }).waitFor();

    /** Text of the cells that the grid has, whether drawn on screen or not. */
    const cells = (row: number): Promise<string[]> =>
      lab.page.evaluate(async (index) => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { currentWidget: { content: ExposedPage } } };
        };
        const { rows } = jupyterapp.shell.currentWidget.content.viewer.model;
        const read = (): string[] =>
          rows.columns.map((_, column) => rows.data("body", index, column));
        for (let waited = 0; read().includes("…") && waited < 60_000; waited += 20) {
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return read();
      }, row);

    const view = (): Promise<object> =>
      lab.page.evaluate(() => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { currentWidget: { content: ExposedPage } } };
        };
        return { ...jupyterapp.shell.currentWidget.content.viewer.model.view };
      });

    /** Pixels of the histograms in the heads of the columns. */
    const barPixels = (): Promise<number> =>
      lab.page.evaluate(async () => {
        await new Promise((resolve) => setTimeout(resolve, 300));
        const grid = document.querySelector(".jp-GenobookViewer-grid")!;
        const canvas = grid.querySelector("canvas")!;
        const probe = document.createElement("canvas").getContext("2d")!;
        probe.fillStyle = getComputedStyle(grid).getPropertyValue("--jp-brand-color1");
        probe.fillRect(0, 0, 1, 1);
        const colour = probe.getImageData(0, 0, 1, 1).data;
        const { data } = canvas.getContext("2d")!.getImageData(0, 26, canvas.width, 20);
        let found = 0;
        for (let i = 0; i < data.length; i += 4) {
          if ([0, 1, 2].every((c) => Math.abs(data[i + c] - colour[c]) < 3)) found++;
        }
        return found;
      });

    /** Milliseconds until the cells of rows all over the table are there. */
    async function scrollTimes(count: number): Promise<number[]> {
      const times: number[] = [];
      for (let k = 0; k < count; k++) {
        const started = performance.now();
        await cells(Math.floor(((k + 1) * 7_919_000) % ROWS));
        times.push(performance.now() - started);
      }
      return times;
    }

    test("ten million rows are opened, scrolled, filtered and sorted", async () => {
      writeBigResults(join(root, "data/big.tsv.gz"));
      const started = performance.now();
      await lab.open("data/big.tsv.gz");
      await viewer.waitFor();
      await cells(0);
      const first = performance.now() - started;
      await lab.screenshot("viewer-reading");
      await statusHas(ALL_ROWS);
      const whole = performance.now() - started;
      expect((await cells(1))[0]).toBe("rs2");
      const grid = lab.page.locator(".jp-GenobookViewer-grid");
      await grid.hover();
      await lab.page.mouse.wheel(0, 400_000);
      const scrolled = await scrollTimes(15);
      // Summaries come for the columns whose heads are seen.
      await lab.page.waitForFunction(() => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { currentWidget: { content: ExposedPage } } };
        };
        return jupyterapp.shell.currentWidget.content.viewer.model.summaries.size > 3;
      });
      expect(await barPixels()).toBeGreaterThan(100);
      await lab.screenshot("viewer-light");

      const where = lab.page.locator(".jp-GenobookViewer [name=where]");
      const filterStarted = performance.now();
      await where.fill("pValue < 1e-100 & chromosome != 22");
      await where.press("Enter");
      await statusHas(/^\d\d rows?$/);
      const filtered = performance.now() - filterStarted;
      await where.fill("");
      await where.press("Enter");
      await statusHas(ALL_ROWS);

      const sortStarted = performance.now();
      const box = (await grid.boundingBox())!;
      // The first columns are rsid or variantId, 130 px wide, after the numbers of rows.
      await lab.page.mouse.click(box.x + 84 + 40, box.y + 14);
      await lab.page.waitForFunction(() => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { currentWidget: { content: ExposedPage } } };
        };
        return jupyterapp.shell.currentWidget.content.viewer.model.view.orderBy !== "";
      });
      await cells(0);
      const sorted = performance.now() - sortStarted;
      process.stdout.write(
        `10 million rows: first rows ${Math.round(first)} ms, all read ${Math.round(whole)} ms, a place elsewhere ${Math.round(median(scrolled))} ms (median of 15), filter ${Math.round(filtered)} ms, sort ${Math.round(sorted)} ms\n`,
      );

      // The cell cursor and keys: the column of the cursor is sorted by, and Esc stops it.
      const before = await view();
      await lab.page.mouse.click(box.x + 84 + 300, box.y + 84 + 40);
      await lab.page
        .locator(".jp-GenobookViewer-spoken")
        .getByText(/row \d/)
        .waitFor({
          state: "attached",
        });
      await lab.page.keyboard.press("s");
      await lab.page.getByRole("button", { name: /^Stop/ }).waitFor();
      await lab.page.keyboard.press("Escape");
      await statusHas("Stopped; the rows are as before.");
      expect(await view()).toEqual(before);
      await where.fill("pValue < 0.9");
      await where.press("Enter");
      await lab.page.getByRole("button", { name: /^Stop/ }).click();
      await statusHas("Stopped; the rows are as before.");
      expect(await view()).toEqual(before);

      await where.fill("nothing < 1");
      await where.press("Enter");
      await lab.page
        .locator(".jp-GenobookViewer-error", { hasText: "no column nothing" })
        .waitFor();
      await where.fill("pValue < 1e-30");
      await where.press("Enter");
      await lab.page.locator(".jp-GenobookViewer-error").waitFor({ state: "detached" });
      await lab.page.locator("summary", { hasText: "negLog10PValue" }).click();
      await lab.page.getByText(/From all .* rows shown/).waitFor();
      await lab.execute("genobook:viewer-first-rows");
      await lab.page.locator(".jp-GenobookViewer-table td").first().waitFor();
      await lab.execute("genobook:viewer-first-rows");
      await lab.setTheme("JupyterLab Dark");
      await lab.page.waitForTimeout(500);
      await lab.screenshot("viewer-dark");
      await lab.setTheme("JupyterLab Light");
      expect(lab.problems()).toEqual([]);
    }, 900_000);

    test("a region is gone to, and the view is inserted as code", async () => {
      await lab.open("analysis/first.ipynb");
      await lab.page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
      await lab.execute("docmanager:open", {
        path: "data/height.txt.gz",
        factory: "Genobook summary",
      });
      await viewer.waitFor();
      await statusHas("1,000 rows");
      expect(await lab.page.locator(".jp-GenobookViewer-side").innerText()).toContain("Height");
      await lab.page.fill(".jp-GenobookViewer [name=region]", "1");
      await lab.page.press(".jp-GenobookViewer [name=region]", "Enter");
      await statusHas("in the region");
      await lab.screenshot("viewer-scores");
      await lab.page.getByRole("button", { name: "As code" }).click();
      await lab.page.locator(".lm-TabBar-tab", { hasText: "first.ipynb" }).click();
      const cell = lab.page.locator(".jp-NotebookPanel .jp-CodeCell .cm-content");
      await cell.getByText("readScores").waitFor();
      expect(await cell.first().innerText()).toContain('prs.readScores("../data/height.txt.gz")');
      expect(lab.problems()).toEqual([]);
    });

    test("rows are filtered, gone to, counted and read, and a document is exported, by keyboard alone", async () => {
      const { keyboard } = lab.page;
      const focused = (selector: string): Promise<boolean> =>
        lab.page.evaluate((wanted) => document.activeElement?.closest(wanted) !== null, selector);
      /** Tab, and no mouse, until the focus is where it is wanted. */
      const tabTo = async (selector: string): Promise<void> => {
        for (let pressed = 0; pressed < 150; pressed++) {
          if (await focused(selector)) return;
          await keyboard.press("Tab");
        }
        throw new Error(`Tab does not lead to ${selector}.`);
      };
      await lab.open("data/cohort.bed");
      await viewer.waitFor();
      await statusHas("1,000 rows");
      await lab.page.getByText("Variants by minor allele frequency").waitFor();
      await tabTo(".jp-GenobookViewer-grid");
      await keyboard.press("f");
      expect(await focused("[name=where]")).toBe(true);
      await keyboard.type("chromosome < 3");
      await keyboard.press("Enter");
      await statusHas(/^\d{2,3} rows$/);
      await tabTo(".jp-GenobookViewer-grid");
      await keyboard.press("g");
      expect(await focused("[name=region]")).toBe(true);
      await keyboard.type("2");
      await keyboard.press("Enter");
      await statusHas("in the region");

      await tabTo(".jp-GenobookViewer-grid");
      const sent = lab.sent.length;
      await keyboard.press("a");
      await expect.poll(() => lab.sent.length).toBeGreaterThan(sent);
      await lab.page.getByText("Of all 1,000 variants.").waitFor();
      await keyboard.press("t");
      const table = lab.page.locator(".jp-GenobookViewer-table");
      await table.locator("td").first().waitFor();
      expect(await focused(".jp-GenobookViewer-table")).toBe(true);
      await keyboard.press("t");
      await table.waitFor({ state: "detached" });
      expect(await focused(".jp-GenobookViewer-grid")).toBe(true);

      // The same by the menu, whose entries name their keys.
      await tabTo(".lm-MenuBar");
      const active = (): Promise<string> =>
        lab.page.evaluate(
          () =>
            [...document.querySelectorAll(".lm-Menu-item.lm-mod-active .lm-Menu-itemLabel")].at(-1)
              ?.textContent ?? "",
        );
      const arrowTo = async (label: string): Promise<void> => {
        for (let pressed = 0; pressed < 60; pressed++) {
          if ((await active()) === label) return;
          await keyboard.press("ArrowDown");
        }
        throw new Error(`Arrow keys do not lead to ${label}.`);
      };
      const bar = lab.page.locator(".lm-MenuBar-item.lm-mod-active");
      for (let pressed = 0; pressed < 10; pressed++) {
        if ((await bar.count()) > 0 && (await bar.innerText()) === "View") break;
        await keyboard.press("ArrowRight");
      }
      await keyboard.press("Enter");
      await arrowTo("Rows of a Dataset");
      await keyboard.press("ArrowRight");
      const menu = lab.page.locator(".lm-Menu").last();
      await menu.getByText("Filter Rows").waitFor();
      expect(await menu.innerText()).toMatch(/Filter Rows\s+F\s+Go to Region\s+G\s+Sort/);
      await lab.screenshot("viewer-menu");
      await arrowTo("First 100 Rows as a Table");
      await keyboard.press("Enter");
      await table.locator("td").first().waitFor();

      await lab.open("analysis/first.ipynb");
      await lab.page.locator(".jp-NotebookPanel .jp-CodeCell").first().waitFor();
      await lab.kernelReady();
      await lab.page.locator(".jp-NotebookPanel .jp-Cell").first().focus();
      await keyboard.press("Alt+Shift+E");
      const dialog = lab.page.locator(".jp-Dialog");
      await dialog.getByText("Export Genobook document").waitFor();
      expect(await focused(".jp-Dialog")).toBe(true);
      await keyboard.press("Escape");
      await dialog.waitFor({ state: "detached" });
      expect(lab.problems()).toEqual([]);
    });

    test("rows of a scoring file that are left out are counted once and named", async () => {
      const rows = ["rs1\tA\t0.1", "rs2\tA\t", "rs3\tC\t0.2", ""];
      const names = "rsID\teffect_allele\teffect_weight";
      const text = ["#format_version=2.0", "#trait_reported=Height", names, ...rows].join("\n");
      writeProjectFile(root, "data/gaps.txt.gz", gzipSync(text));
      await lab.open("data/gaps.txt.gz");
      await viewer.waitFor();
      await statusHas("2 rows of the 3 in the file: 1 is left out, see “Rows left out”");
      const side = lab.page.locator(".jp-GenobookViewer-side");
      await side.getByText("Format version").waitFor();
      await side.getByText("1 of 3: no score can use them").click();
      await side.getByText("Line 5, rs2: its weight is no number").waitFor();
      expect(await side.innerText()).not.toMatch(/see issues|formatVersion/);
      await lab.screenshot("viewer-left-out");
      expect(lab.problems()).toEqual([]);
    });

    test("an LD panel is drawn and walked through", async () => {
      await lab.open("data/reference.ld");
      const map = lab.page.locator('.jp-GenobookViewer-ld[data-genobook-ready="1"]');
      await map.waitFor();
      await map.getByRole("button", { name: "Next variants" }).click();
      await map.getByText("variants 101 to 200 of 1,000").waitFor();
      await lab.screenshot("viewer-ld");
      const canvas = map.locator("canvas");
      await canvas.focus();
      await canvas.press("ArrowRight");
      await map.getByText(/^\S+ \(\d+:[\d,]+\) × \S+ \(\d+:[\d,]+\): /).waitFor();
      await map.getByLabel("Variants shown").selectOption("400");
      await map.getByText("variants 101 to 500 of 1,000").waitFor();
      await canvas.press("PageDown");
      await map.getByText("variants 501 to 900 of 1,000").waitFor();
      await lab.page.fill(".jp-GenobookViewer [name=study]", "data/study.tsv");
      await lab.page.press(".jp-GenobookViewer [name=study]", "Enter");
      const verdict = lab.page.locator(".jp-GenobookViewer-check");
      await verdict.getByText(/The panel (fits|does not fit) data\/study\.tsv/).waitFor();
      await verdict.getByText(/positive semi-definite/).waitFor();
      await verdict.scrollIntoViewIfNeeded();
      await lab.screenshot("viewer-ld-400");
      await lab.page.setViewportSize({ width: 1200, height: 720 });
      const isSeen = (): Promise<boolean> =>
        map.evaluate(
          (node) => node.scrollHeight <= node.clientHeight + 1 && node.clientHeight > 200,
        );
      await expect.poll(isSeen).toBe(true);
      await lab.screenshot("viewer-ld-low");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      await lab.page.fill(".jp-GenobookViewer [name=study]", "data/none.tsv");
      await lab.page.press(".jp-GenobookViewer [name=study]", "Enter");
      await verdict.getByRole("alert").getByText("sees no file data/none.tsv").waitFor();
      expect(lab.problems()).toEqual([]);
    });

    test("genotypes of 2 GB show variants and counts, never a person, and nothing is copied", async () => {
      writeSparseCohort(root, "huge/wide", { variants: 86_000, samples: 100_000 });
      const before = lab.requests.length;
      await lab.open("huge/wide.bed");
      await viewer.waitFor();
      await statusHas("86,000 rows");
      await lab.page.getByText("Variants by minor allele frequency").waitFor();
      const text = await lab.page.locator(".jp-GenobookDocument").innerText();
      expect(text).toMatch(/86,000 variants × 100,000 samples/);
      expect(text).not.toMatch(/\bI\d+\b/);
      expect((await cells(85_999))[0]).toBe("rs86000");
      const made = lab.requests.slice(before);
      expect(made.filter((request) => /^POST .*\/checkpoints/.test(request))).toEqual([]);
      const kept = join(root, "huge", ".ipynb_checkpoints");
      expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
      await lab.screenshot("viewer-genotypes");
      await lab.page.setViewportSize({ width: 640, height: 900 });
      await settled(lab);
      await lab.screenshot("viewer-narrow");
      await lab.page.setViewportSize({ width: 1400, height: 900 });
      expect(lab.problems()).toEqual([]);
    });

    test("a killed data service is started again, and the rows come back", async () => {
      await lab.open("data/cohort.bed");
      await viewer.waitFor();
      expect((await cells(0))[1]).not.toBe("");
      const token = "test";
      await lab.page.evaluate(async (given) => {
        const base = document.baseURI.replace(/\/lab.*$/, "");
        const kernels = (await (
          await fetch(`${base}/api/kernels?token=${given}`)
        ).json()) as readonly { readonly id: string }[];
        const sessions = (await (
          await fetch(`${base}/api/sessions?token=${given}`)
        ).json()) as readonly { readonly kernel: { readonly id: string } }[];
        const own = kernels.filter(({ id }) => !sessions.some(({ kernel }) => kernel.id === id));
        const xsrf = /_xsrf=([^;]+)/.exec(document.cookie)?.[1] ?? "";
        for (const { id } of own) {
          await fetch(`${base}/api/kernels/${id}?token=${given}`, {
            method: "DELETE",
            headers: { "X-XSRFToken": xsrf },
          });
        }
      }, token);
      await statusHas("The data service has ended");
      await lab.screenshot("viewer-ended");
      const where = lab.page.locator(".jp-GenobookViewer [name=where]");
      await where.fill("chromosome = 1");
      await where.press("Enter");
      await statusHas("it was started again");
      await statusHas(/\d rows?$/);
      expect((await cells(0))[1]).toBe("1");
      await lab.screenshot("viewer-restarted");
      expect(lab.problems()).toEqual([]);
    });
  },
);

/** Set on the document's content. */
interface ExposedPage {
  readonly viewer: {
    readonly model: {
      readonly view: { readonly orderBy: string };
      readonly summaries: ReadonlyMap<string, object>;
      readonly rows: {
        readonly columns: readonly { readonly name: string }[];
        data(region: "body", row: number, column: number): string;
      };
    };
  };
}
