import { rmSync } from "node:fs";
import { join } from "node:path";
import { plot } from "@genobook/analysis";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { violations } from "./axe.ts";
import { simulatedScan } from "../../analysis/src/plots/simulated-scan.ts";
import { type Lab, missingForLab, outputFolder, startLab } from "./lab.ts";
import { notebookText, plotOutput, projectFolder, writeProjectFile } from "./project.ts";
import { settled } from "./settled.ts";

/** A gene of two exons every 400 kb, and a hot spot of 40 cM/Mb every 300 kb, so that any region has some of both. */
const SCAN = `const simulated = await data.simulate({ seed: 7, samples: 600, variants: 4000, chromosomes: [20, 21, 22] });
const result = await gwas.linear({ genotypes: simulated.genotypes, phenotypes: simulated.phenotypes, trait: "height" });
const bed = [20, 21, 22].flatMap((c) => Array.from({ length: 200 }, (_, i) =>
  ["chr" + c, i * 400_000, i * 400_000 + 250_000, "GENE" + i, 0, i % 2 ? "-" : "+", 0, 0, 0, 2, "30000,20000", "0,230000"].join("\\t")));
const map = [20, 21, 22].flatMap((c) => Array.from({ length: 600 }, (_, i) =>
  [c, 1 + i * 150_000, i % 2 ? 40 : 0.5, (i >> 1) * 6.075 + (i % 2) * 0.075].join(" ")));
const genes = await plot.readGenes({ name: "genes.bed", text: bed.join("\\n") });
const recombination = await plot.readRecombination({ name: "map.txt", text: ["Chromosome Position(bp) Rate(cM/Mb) Map(cM)", ...map].join("\\n") });
recombination.rowCount`;

const PLOT = `plot.manhattan(result, { threshold: 1e-3, suggestive: 1e-2, regional: { genes, recombination, credibleSet: "abf" } })`;

describe.skipIf(missingForLab !== undefined)(
  `what a region shows besides its points${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const cells = [SCAN, PLOT].map((source) => ({ source }));
      writeProjectFile(root, "tracks.ipynb", notebookText(cells));
      const scan = simulatedScan(2_000, {
        peaks: [{ chromosome: 6, position: 32e6, height: 20 }],
      });
      const outputs = [plotOutput(plot.manhattan(scan))];
      writeProjectFile(root, "saved.ipynb", notebookText([{ source: PLOT, outputs }]));
      lab = await startLab({ root, width: 1400, height: 1100 });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const region = () => lab.page.locator(".jp-GenobookRegion");
    const drawing = () => region().locator(".jp-GenobookPlot-drawing svg");
    const layer = (name: string) => drawing().locator(`g.${name}_marks`);

    async function openPeak(): Promise<void> {
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await region().and(lab.page.locator('[data-genobook-region="shown"]')).waitFor();
      await region().locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
    }

    test("genes have names and exons, recombination a line and an axis, and a credible set its rings and legend", async () => {
      await lab.open("tracks.ipynb");
      await lab.kernelReady();
      await lab.execute("notebook:run-all-cells");
      await lab.page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      await openPeak();

      const names = await layer("gene_names").locator("text").allTextContents();
      // A region of a million base pairs touches two or three of them.
      expect(names.length).toBeGreaterThanOrEqual(2);
      for (const name of names) expect(name).toMatch(/^(?:GENE\d+ →|← GENE\d+)$/);
      expect(await layer("genes").locator("line").count()).toBe(names.length);
      expect(await layer("exons").locator("line").count()).toBeGreaterThanOrEqual(names.length);

      const line = await layer("recombination").locator("path").first().boundingBox();
      const plotted = (await drawing().boundingBox())!;
      expect(line!.width).toBeGreaterThan(plotted.width / 2);
      expect(line!.height).toBeGreaterThan(50);
      const words = (await drawing().locator("text").allTextContents()).join("\n");
      expect(words).toContain("Recombination (cM/Mb)");
      expect(words).toContain("Credible set");
      expect(words).toContain("set 1");

      const rings = await layer("credible_sets").locator("path").count();
      expect(rings).toBeGreaterThan(0);
      expect(await region().locator("figcaption").innerText()).toMatch(/95 % credible set/);
      // The table says of the same variants in which set they are.
      const heads = await region().locator("thead th").allInnerTexts();
      expect(heads).toEqual(expect.arrayContaining(["Set", "PIP", "Nearest gene"]));
      const sets = await region()
        .locator(`tbody tr > :nth-child(${heads.indexOf("Set") + 1})`)
        .allInnerTexts();
      expect(sets.filter((set) => set === "1")).toHaveLength(Math.min(rings, sets.length));
      expect(lab.problems()).toEqual([]);
    });

    test("names of genes lie below the points, within the drawing and apart from each other", async () => {
      const boxes = (node: SVGElement): DOMRect[] =>
        [...node.querySelectorAll("text")].map((text) => text.getBoundingClientRect());
      const named = await layer("gene_names").evaluate(boxes);
      const plotted = (await drawing().boundingBox())!;
      const lowest = await layer("reference")
        .locator("path")
        .evaluateAll((paths) =>
          Math.max(...paths.map((path) => path.getBoundingClientRect().bottom)),
        );
      for (const box of named) {
        expect(box.top).toBeGreaterThan(lowest);
        expect(box.left).toBeGreaterThanOrEqual(plotted.x);
        expect(box.right).toBeLessThanOrEqual(plotted.x + plotted.width);
      }
      const apart = named.flatMap((a, i) =>
        named
          .slice(i + 1)
          .map(
            (b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top,
          ),
      );
      expect(apart).not.toContain(false);
    });

    /** What breaks a rule in the region, in each theme; a picture of each is kept. */
    async function brokenRules(name: string): Promise<string[]> {
      const found: string[] = [];
      for (const theme of ["JupyterLab Dark", "JupyterLab Light"] as const) {
        await lab.setTheme(theme);
        // The plot above is drawn in other colours, too.
        await lab.page.waitForTimeout(1_000);
        await settled(lab);
        found.push(...(await violations(lab, ".jp-GenobookRegion")));
        const file = `${name}-${theme === "JupyterLab Dark" ? "dark" : "light"}.png`;
        await region().screenshot({ path: join(outputFolder, file) });
      }
      return found;
    }

    test("a region breaks no rule, in light and dark", async () => {
      expect(await brokenRules("region-tracks")).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });

    test("a region that is refused breaks no rule, in light and dark", async () => {
      await lab.open("saved.ipynb");
      await lab.page.locator('.jp-GenobookPlot[data-genobook-ready="1"]').waitFor();
      const peak = await lab.highestPoint(0);
      await lab.page.mouse.click(peak.x, peak.y);
      await region().getByText("this output is not trusted").waitFor();
      // There is nothing to refer to, and no code.
      expect(await region().locator("select").isDisabled()).toBe(true);
      expect(await region().getByText("Insert code").isDisabled()).toBe(true);
      expect(await brokenRules("region-refused")).toEqual([]);
      expect(lab.problems()).toEqual([]);
    });
  },
);
