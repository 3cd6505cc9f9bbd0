import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Lab, missingForLab, startLab } from "./lab.ts";
import { projectFolder } from "./project.ts";

const notebook = fileURLToPath(
  new URL("../../notebooks/learn/01-first-gwas.ipynb", import.meta.url),
);

interface ExposedNotebook {
  readonly shell: {
    readonly currentWidget: {
      readonly content: {
        readonly model: { readonly sharedModel: { readonly cells: { toJSON(): Outputs }[] } };
        scrollToItem(index: number): Promise<void>;
      };
    };
  };
}

interface Outputs {
  readonly outputs?: unknown;
}

describe.skipIf(missingForLab !== undefined)(
  `JupyterLab without this extension${missingForLab === undefined ? "" : ` (${missingForLab})`}`,
  () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      cpSync(notebook, join(root, "first.ipynb"));
      lab = await startLab({ root, extension: false });
    });

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    test("draws the committed plots with its own Vega", async () => {
      await lab.open("first.ipynb");
      await lab.page.locator(".jp-Notebook-cell").first().waitFor();
      await lab.page.evaluate(async () => {
        const { jupyterapp } = window as unknown as { jupyterapp: ExposedNotebook };
        const { content } = jupyterapp.shell.currentWidget;
        const index = content.model.sharedModel.cells.findIndex((cell) =>
          JSON.stringify(cell.toJSON().outputs ?? "").includes("vnd.vegalite"),
        );
        await content.scrollToItem(index);
      });
      const drawing = lab.page.locator(".jp-RenderedVegaCommon5").locator("canvas, svg").first();
      await drawing.scrollIntoViewIfNeeded();
      const { width, height } = (await drawing.boundingBox())!;
      expect(width).toBeGreaterThan(400);
      expect(height).toBeGreaterThan(200);
      expect(await lab.page.locator(".jp-GenobookPlot").count()).toBe(0);
      await lab.screenshot("stock-lab");
      expect(lab.problems()).toEqual([]);
    });
  },
);
