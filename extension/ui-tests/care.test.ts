import { rmSync } from "node:fs";
import { join } from "node:path";
import { data, ld, plot, Table } from "@genobook/analysis";
import { PLOT_MIME, VEGA_LITE_MIME } from "@genobook/kernel/messages";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe.ts";
import { type Lab, missingForLab, startLab, type ThemeName } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile, writeSparseCohort } from "./project.ts";

/** Everything that this extension puts on the page. */
const OURS = '[class*="jp-Genobook"]';

/** A person with a desktop of 1280 × 1024 who zooms to 200 %. */
const ZOOMED = { width: 640, height: 512 };
const WIDE = { width: 1280, height: 1024 };

const THEMES: readonly ThemeName[] = [
  "JupyterLab Light",
  "JupyterLab Dark",
  "JupyterLab Dark High Contrast",
];

function plotOutputs(): object[] {
  const n = 600;
  const scan = new Table({
    variantId: Array.from({ length: n }, (_, i) => `rs${900 + i}`),
    chromosome: Uint8Array.from({ length: n }, (_, i) => 1 + Math.floor(i / 30)),
    basePairLocation: Int32Array.from({ length: n }, (_, i) => 1 + (i % 30) * 5_000_000),
    negLog10PValue: Float64Array.from({ length: n }, (_, i) => (i === 112 ? 12 : (i % 37) / 12)),
  });
  const specs = [plot.manhattan(scan), plot.qq(scan)];
  return specs.map((spec) => ({
    output_type: "display_data",
    metadata: {},
    data: {
      [PLOT_MIME]: spec.usermeta.genobook,
      [VEGA_LITE_MIME]: spec,
      "text/plain": spec.usermeta.genobook.summary,
    },
  }));
}

describe.skipIf(missingForLab !== undefined)(
  `care for everyone, in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      writeSparseCohort(root, "data/cohort", { variants: 2_000, samples: 400 });
      writeProjectFile(root, "data/lonely.bed", Uint8Array.of(0x6c, 0x1b, 0x01, 0, 0));
      writeProjectFile(
        root,
        "results/height.tsv",
        "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tp_value\n1\t1000\tA\tG\t0.1\t0.02\t0.3\t5e-7\n",
      );
      writeProjectFile(
        root,
        "plots.ipynb",
        notebookText([
          { source: 'const slope = exercise({ question: "How large?", answer: 0.3 });\nslope' },
          {
            source:
              "const cohort = await data.simulate({ seed: 3, samples: 200, variants: 400 });\nslope.check(0.5)",
          },
          ...plotOutputs().map((output) => ({ source: "", outputs: [output] })),
        ]),
      );
      const { genotypes } = await data.simulate({ seed: 4, samples: 100, variants: 200 });
      const panel = await ld.panel(genotypes, { window: { variants: 20 } });
      await ld.writePanel(panel, join(root, "data/reference.ld"));
      lab = await startLab({ root, ...WIDE });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const broken = (): Promise<string[]> => violations(lab, OURS);

    /** Panels of ours in the side areas, by id. */
    function sidePanels(): Promise<string[]> {
      return lab.page.evaluate(() => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { widgets(area: string): Iterable<{ id: string }> } };
        };
        return ["left", "right"]
          .flatMap((area) => [...jupyterapp.shell.widgets(area)].map(({ id }) => id))
          .filter((id) => id.startsWith("genobook"));
      });
    }

    async function showPanel(panel: string): Promise<void> {
      await lab.page.evaluate((id) => {
        const { jupyterapp } = window as unknown as {
          jupyterapp: { shell: { activateById(id: string): void } };
        };
        jupyterapp.shell.activateById(id);
      }, panel);
      await lab.page.locator(`#${panel}`).waitFor();
    }

    /** Nodes of ours, by class, whose content cannot be reached sideways: wider than what may scroll. */
    function cutOff(): Promise<string[]> {
      return lab.page.evaluate((ours) => {
        const wide = [...document.querySelectorAll<HTMLElement>(ours)].filter((node) => {
          const { overflowX } = getComputedStyle(node);
          // What only screen readers are meant to find is one pixel wide.
          if (node.clientWidth <= 1) return false;
          return node.scrollWidth > node.clientWidth + 1 && ["hidden", "clip"].includes(overflowX);
        });
        return wide.map((node) => `${node.className}: ${node.scrollWidth} > ${node.clientWidth}`);
      }, OURS);
    }

    /** Of the text drawn in the first plot, how bright the brightest is, from 0 to 255. */
    function brightestText(): Promise<number> {
      return lab.page.evaluate((ours) => {
        const drawn = document.querySelector(`figure${ours} :is(canvas, svg)`)!;
        if (drawn instanceof SVGElement) {
          const fills = [...drawn.querySelectorAll("text")].map(
            (text) => getComputedStyle(text).fill,
          );
          return Math.max(...fills.map((fill) => Number(/\d+/.exec(fill)?.[0] ?? 0)));
        }
        const { width, height } = drawn as HTMLCanvasElement;
        const { data } = (drawn as HTMLCanvasElement)
          .getContext("2d")!
          .getImageData(0, 0, width, height);
        let brightest = 0;
        for (let i = 0; i < data.length; i += 4) {
          if (data[i + 3] > 250) brightest = Math.max(brightest, Math.min(data[i], data[i + 2]));
        }
        return brightest;
      }, OURS);
    }

    async function openNotebook(): Promise<void> {
      await lab.open("plots.ipynb");
      await lab.kernelReady();
      const cells = lab.page.locator(".jp-NotebookPanel .jp-CodeCell");
      for (const [index, says] of [/How large/, /too large/].entries()) {
        await cells.nth(index).locator(".cm-content").click();
        await lab.execute("notebook:run-cell");
        await cells.nth(index).locator(".jp-OutputArea-output", { hasText: says }).waitFor();
      }
      await drawnPlots();
    }

    /** The notebook as `openNotebook` left it, or opened anew. */
    async function showNotebook(): Promise<void> {
      const answered = lab.page.locator(".jp-OutputArea-output", { hasText: /too large/ });
      if (await answered.isVisible()) return drawnPlots();
      return openNotebook();
    }

    /** A file in a tab of the page that is there, or of a new one. */
    async function showFile(path: string): Promise<void> {
      const isThere = await lab.page.evaluate(() => "jupyterapp" in window);
      if (isThere) await lab.execute("docmanager:open", { path });
      else await lab.open(path);
      const inFront = ".jp-MainAreaWidget:not(.lm-mod-hidden)";
      const title = `li.lm-mod-current[data-type="document-title"]`;
      const name = path.slice(path.lastIndexOf("/") + 1);
      await lab.page.locator(title, { hasText: name }).waitFor();
      await lab.page.locator(`${inFront} [class*="jp-Genobook"] h1`).waitFor();
      if (path === "data/lonely.bed") return;
      await lab.page.locator(`${inFront} .jp-GenobookViewer[data-genobook-ready="1"]`).waitFor();
    }

    /** Until nothing on the page has changed for longer than its transitions last, or it never rests. */
    async function settled(): Promise<void> {
      await lab.page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            const rest = (): ReturnType<typeof setTimeout> => setTimeout(end, 500);
            let resting = rest();
            const changes = new MutationObserver(() => {
              clearTimeout(resting);
              resting = rest();
            });
            const longest = setTimeout(end, 5_000);
            changes.observe(document.body, { subtree: true, childList: true, attributes: true });
            function end(): void {
              changes.disconnect();
              clearTimeout(resting);
              clearTimeout(longest);
              resolve();
            }
          }),
      );
    }

    async function drawnPlots(): Promise<void> {
      const figures = lab.page.locator("figure.jp-GenobookPlot");
      for (let index = 0; index < (await figures.count()); index++) {
        await figures.nth(index).scrollIntoViewIfNeeded();
        await expect
          .poll(() => figures.nth(index).getAttribute("data-genobook-ready"), { timeout: 30_000 })
          .toBe("1");
      }
    }

    test.each(THEMES)("%s: notebook, panels and status break no rule", async (theme) => {
      await showNotebook();
      await lab.setTheme(theme);
      const name = theme.replace("JupyterLab ", "").replaceAll(" ", "-").toLowerCase();
      const found: string[] = [];
      for (const panel of await sidePanels()) {
        await showPanel(panel);
        await settled();
        found.push(...(await broken()));
        await lab.screenshot(`care-${name}-${panel}`);
      }
      expect(found).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test.each(THEMES)("%s: the page of a dataset breaks no rule", async (theme) => {
      const name = theme.replace("JupyterLab ", "").replaceAll(" ", "-").toLowerCase();
      const found: string[] = [];
      for (const path of ["data/cohort.bed", "data/lonely.bed", "data/reference.ld"]) {
        await showFile(path);
        await lab.setTheme(theme);
        await settled();
        found.push(...(await broken()));
        await lab.screenshot(`care-${name}-${path.replace("/", "-")}`);
      }
      expect(found).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("at 200 % nothing is cut off and no rule is broken", async () => {
      const { page } = lab;
      await page.setViewportSize(ZOOMED);
      await openNotebook();
      await lab.setTheme("JupyterLab Light");
      const found: string[] = [];
      for (const panel of await sidePanels()) {
        await showPanel(panel);
        await settled();
        found.push(...(await broken()), ...(await cutOff()));
        await lab.screenshot(`care-zoomed-${panel}`);
      }
      await lab.execute("application:toggle-left-area");
      await drawnPlots();
      await lab.screenshot("care-zoomed-plot");
      found.push(...(await broken()), ...(await cutOff()));
      await page.setViewportSize(WIDE);
      await lab.execute("application:toggle-left-area");
      expect(found).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("a fault that is planted is found, so that finding none says something", async () => {
      await openNotebook();
      await showPanel("genobook-dataset-browser");
      await lab.page.locator(".jp-GenobookDataset-insert").first().waitFor();
      await lab.page.evaluate((ours) => {
        const all = [...document.querySelectorAll<HTMLElement>(`${ours} button[aria-label]`)];
        const button = all.find((one) => one.checkVisibility() && one.innerText.trim() === "")!;
        button.removeAttribute("aria-label");
        button.removeAttribute("title");
      }, ".jp-GenobookSidebar");
      const found = await broken();
      expect(found.join("\n")).toMatch(/^button-name \|/m);
    });

    test("colours that the system forces leave every control and state visible", async () => {
      const { page } = lab;
      await page.emulateMedia({
        forcedColors: "active",
        reducedMotion: "reduce",
        colorScheme: "dark",
      });
      await openNotebook();
      const found: string[] = [];
      for (const panel of await sidePanels()) {
        await showPanel(panel);
        await settled();
        found.push(...(await broken()));
        await lab.screenshot(`care-forced-${panel}`);
      }
      expect(found).toEqual([]);
      // The light theme stays chosen while the system forces white on black.
      expect(await brightestText()).toBeGreaterThan(200);
      const moving = await page.evaluate((ours) => {
        const style = (node: Element): CSSStyleDeclaration => getComputedStyle(node);
        return [...document.querySelectorAll(ours)]
          .flatMap((node) => [node, ...node.querySelectorAll("*")])
          .filter((node) => {
            const { animationName, transitionDuration } = style(node);
            return animationName !== "none" || !/^0s(, 0s)*$/.test(transitionDuration);
          })
          .map((node) => node.outerHTML.slice(0, 120));
      }, OURS);
      expect(moving).toEqual([]);
      await page.emulateMedia({ forcedColors: null, reducedMotion: null, colorScheme: null });
      expect(lab.problems()).toEqual([]);
    });
  },
);
