import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { plot } from "@genobook/analysis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe.ts";
import { everyPlot, kindOf, NO_PLOTS, VALUES_CELL, valuesFile } from "./every-plot.ts";
import { type Lab, missingForLab, outputFolder, startLab, type ThemeName } from "./lab.ts";
import {
  notebookText,
  plotOutput,
  projectFolder,
  writeProjectFile,
  writeSparseCohort,
} from "./project.ts";

const WIDE = { width: 1400, height: 1000 };
const NARROW = { width: 700, height: 1000 };
/** A window of 1280 × 1024 at 200 %. */
const ZOOMED = { width: 640, height: 512 };

test("every function of the library that draws is among the kinds tested here", () => {
  const drawing = Object.keys(plot).filter(
    (name) => typeof plot[name as keyof typeof plot] === "function" && !NO_PLOTS.includes(name),
  );
  expect(everyPlot.map(kindOf).sort()).toEqual(drawing.sort());
});

describe.skipIf(missingForLab !== undefined)(
  `every kind of plot in JupyterLab${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    const codes: string[] = [];
    let lab: Lab;

    beforeAll(async () => {
      const cells = everyPlot.map(({ spec }) => ({ source: "", outputs: [plotOutput(spec)] }));
      writeProjectFile(root, "kinds.ipynb", notebookText(cells));
      writeProjectFile(root, "values.bin", valuesFile());
      lab = await startLab({ root, ...WIDE });
      await lab.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
      await lab.open("kinds.ipynb");
      await drawAll();
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const figure = (index: number) => lab.page.locator("figure.jp-GenobookPlot").nth(index);

    /** Scrolls to each plot, as a notebook attaches outputs when they come into view, and calls back when it is drawn. */
    async function drawAll(
      drawn: (index: number) => Promise<void> = async () => {},
    ): Promise<void> {
      for (const index of everyPlot.keys()) {
        await figure(index).scrollIntoViewIfNeeded();
        await figure(index).and(lab.page.locator('[data-genobook-ready="1"]')).waitFor();
        await drawn(index);
      }
    }

    async function saved(index: number, command: string): Promise<Buffer> {
      await figure(index).locator(".jp-GenobookPlot-stage").focus();
      const [download] = await Promise.all([
        lab.page.waitForEvent("download"),
        lab.execute(command),
      ]);
      return readFileSync(await download.path());
    }

    interface ReadSvg {
      readonly root: string;
      readonly title: string;
      readonly summary: string;
      readonly texts: string;
      readonly width: number;
      readonly height: number;
    }

    /** What a browser reads in an SVG file; the name of its root is `parsererror`'s parent where it is no XML. */
    function readSvg(text: string): Promise<ReadSvg> {
      return lab.page.evaluate((source) => {
        const { documentElement: svg } = new DOMParser().parseFromString(source, "image/svg+xml");
        const texts = [...svg.querySelectorAll("text")].map((one) => one.textContent);
        return {
          root: svg.querySelector("parsererror") === null ? svg.tagName : "parsererror",
          title: svg.querySelector(":scope > title")?.textContent ?? "",
          summary: svg.querySelector(":scope > desc")?.textContent ?? "",
          texts: texts.join("\n"),
          width: Number(svg.getAttribute("width")),
          height: Number(svg.getAttribute("height")),
        };
      }, text);
    }

    test.each(everyPlot.map((kind, index) => [kindOf(kind), index] as const))(
      "%s is saved as SVG, PNG and TSV, and its code copied",
      async (kind, index) => {
        const { spec } = everyPlot[index];
        const { summary, code } = spec.usermeta.genobook;
        await figure(index).scrollIntoViewIfNeeded();
        const svgFile = (await saved(index, "genobook:plot-svg")).toString();
        writeFileSync(join(outputFolder, `saved-${kind}.svg`), svgFile);
        const svg = await readSvg(svgFile);
        expect(svg).toMatchObject({ root: "svg", title: spec.title.text.join(" "), summary });
        expect(svg.texts).toContain(spec.title.text[0].split(" ")[0]);
        expect(svgFile).not.toMatch(/NaN|undefined|href=/);
        const png = await saved(index, "genobook:plot-png");
        writeFileSync(join(outputFolder, `saved-${kind}.png`), png);
        expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
        // Twice the drawing's own size.
        expect(Math.abs(png.readUInt32BE(16) - 2 * svg.width)).toBeLessThanOrEqual(2);
        expect(Math.abs(png.readUInt32BE(20) - 2 * svg.height)).toBeLessThanOrEqual(2);
        const [head, ...rows] = (await saved(index, "genobook:plot-rows"))
          .toString()
          .trimEnd()
          .split("\n");
        const columns = [...new Set(spec.data.values.flatMap((row) => Object.keys(row)))];
        expect(head.split("\t")).toEqual(columns);
        expect(rows.length).toBe(spec.data.values.length);
        for (const row of rows) expect(row.split("\t").length).toBe(columns.length);
        expect(rows.join("\n")).not.toMatch(/NaN|undefined|\[object/);
        await figure(index).locator(".jp-GenobookPlot-stage").focus();
        await lab.execute("genobook:plot-code");
        const copied = await lab.page.evaluate(() => navigator.clipboard.readText());
        expect(copied).toBe(code);
        codes[index] = copied;
        expect(lab.problems()).toEqual([]);
      },
    );

    interface Look {
      readonly name: string;
      readonly theme?: ThemeName;
      readonly size?: { readonly width: number; readonly height: number };
      readonly forced?: "light" | "dark";
    }

    const looks: readonly Look[] = [
      { name: "light" },
      { name: "dark", theme: "JupyterLab Dark" },
      { name: "high-contrast", theme: "JupyterLab Dark High Contrast" },
      { name: "forced-dark", forced: "dark" },
      { name: "forced-light", forced: "light", theme: "JupyterLab Dark" },
      { name: "narrow", size: NARROW },
      { name: "zoomed", size: ZOOMED },
    ];

    test.each(looks)(
      "$name: every kind is drawn within its page, and breaks no rule",
      async ({ name, theme = "JupyterLab Light", size = WIDE, forced }) => {
        const { page } = lab;
        await page.setViewportSize(size);
        if (size === ZOOMED) await lab.execute("application:toggle-left-area");
        await page.emulateMedia({
          forcedColors: forced === undefined ? null : "active",
          colorScheme: forced ?? null,
        });
        await lab.setTheme(theme);
        await page.waitForTimeout(2_000);
        const found: string[] = [];
        await drawAll(async (index) => {
          const kind = kindOf(everyPlot[index]);
          await page.waitForTimeout(150);
          await figure(index).screenshot({ path: join(outputFolder, `${kind}-${name}.png`) });
          found.push(...(await cutOff(index)).map((line) => `${kind}: ${line}`));
        });
        found.push(...(await violations(lab, ".jp-GenobookPlotOutput")));
        if (size === ZOOMED) await lab.execute("application:toggle-left-area");
        await page.emulateMedia({ forcedColors: null, colorScheme: null });
        await page.setViewportSize(WIDE);
        await lab.setTheme("JupyterLab Light");
        expect(found).toEqual([]);
        expect(lab.problems()).toEqual([]);
      },
    );

    /** Words of an SVG drawing that reach beyond it: these are cut. */
    function cutOff(index: number): Promise<string[]> {
      return figure(index).evaluate((node) => {
        const svg = node.querySelector(".jp-GenobookPlot-drawing svg");
        if (svg === null) return [];
        const { left, right, top, bottom } = svg.getBoundingClientRect();
        return [...svg.querySelectorAll("text")]
          .filter((text) => {
            const box = text.getBoundingClientRect();
            if (box.width === 0 || text.textContent.trim() === "") return false;
            const outside = 2;
            return (
              box.left < left - outside ||
              box.right > right + outside ||
              box.top < top - outside ||
              box.bottom > bottom + outside
            );
          })
          .map((text) => `"${text.textContent}" is cut off`);
      });
    }

    test("the code of each kind, run in a kernel, draws the same plot", async () => {
      const cells = everyPlot.map(({ before, spec }, index) => ({
        source: `${before}\n${codes[index] ?? spec.usermeta.genobook.code}`.trim(),
      }));
      writeProjectFile(root, "codes.ipynb", notebookText([{ source: VALUES_CELL }, ...cells]));
      await lab.open("codes.ipynb");
      await lab.kernelReady();
      await lab.execute("notebook:run-all-cells");
      await drawAll();
      const drawn = await Promise.all(
        everyPlot.map((_, index) => figure(index).getAttribute("aria-label")),
      );
      expect(drawn).toEqual(everyPlot.map(({ spec }) => spec.usermeta.genobook.summary));
      expect(lab.problems()).toEqual([]);
    });

    test("a grid of rows takes the colours that the system forces", async () => {
      const { page } = lab;
      writeSparseCohort(root, "cohort", { variants: 60, samples: 40 });
      await lab.open("cohort.bed");
      await page.locator('.jp-GenobookViewer[data-genobook-ready="1"]').waitFor();
      const ground = () =>
        page.evaluate(() => {
          const canvas = document.querySelector<HTMLCanvasElement>(
            ".jp-GenobookViewer-grid canvas",
          )!;
          const { width, height } = canvas;
          const { data } = canvas.getContext("2d")!.getImageData(0, 0, width, height);
          const counts = new Map<string, number>();
          for (let i = 0; i < data.length; i += 4) {
            const colour = `${data[i]},${data[i + 1]},${data[i + 2]}`;
            counts.set(colour, (counts.get(colour) ?? 0) + 1);
          }
          return [...counts].sort((a, b) => b[1] - a[1])[0][0];
        });
      await expect.poll(ground).toBe("255,255,255");
      await page.emulateMedia({ forcedColors: "active", colorScheme: "dark" });
      // The light theme stays chosen, and nothing tells the page but the media query.
      await expect.poll(ground).toBe("0,0,0");
      await page.locator(".jp-GenobookViewer-grid .lm-DataGrid-viewport").click();
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(1_000);
      await lab.screenshot("viewer-forced-dark");
      await page.emulateMedia({ forcedColors: null, colorScheme: null });
      await expect.poll(ground).toBe("255,255,255");
      expect(lab.problems()).toEqual([]);
    });
  },
);
