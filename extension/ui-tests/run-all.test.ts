import { rmSync } from "node:fs";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Lab, missingForLab, missingForNotebook7, startLab } from "./lab.ts";
import { notebookText, projectFolder, writeProjectFile } from "./project.ts";

const before = (text: string): object => ({ output_type: "stream", name: "stdout", text });

/** Cells whose outputs of before are told from those of now. */
function notebook(kernel: string, sources: readonly string[]): string {
  return notebookText(
    sources.map((source, index) => ({ source, outputs: [before(`stored ${index}\n`)] })),
    kernel,
  );
}

/** Starts of kernels wait until the test lets them go, as they do on a busy machine. */
async function holdStarts(page: Page): Promise<(answer?: "fail") => void> {
  let release: (answer?: "fail") => void = () => undefined;
  const released = new Promise<"fail" | undefined>((resolve) => (release = resolve));
  await page.route(/\/api\/sessions(\?|$)/, async (route) => {
    if (route.request().method() !== "POST") return route.continue();
    if ((await released) === "fail") {
      return route.fulfill({ status: 500, json: { message: "No kernel today", reason: null } });
    }
    return route.continue();
  });
  return release;
}

describe.each([
  { shell: "lab", place: "JupyterLab", missing: missingForLab },
  { shell: "notebook", place: "Notebook 7", missing: missingForNotebook7 },
] as const)("cells that are run before their kernel is there, in $place", (place) => {
  describe.skipIf(place.missing !== undefined)(place.missing ?? "with all it needs", () => {
    const root = projectFolder();
    let lab: Lab;

    beforeAll(async () => {
      const sources = ["const one = 20 + 1; one", "one * 2"];
      const names = ["held", "at once", "interrupted", "failed"];
      for (const name of names) {
        writeProjectFile(root, `${name}.ipynb`, notebook("genobook", sources));
      }
      writeProjectFile(root, "python.ipynb", notebook("python3", ["one = 20 + 1; one", "one * 2"]));
      lab = await startLab({ root, shell: place.shell });
    });

    beforeEach(() => lab.page.unrouteAll({ behavior: "ignoreErrors" }));

    afterEach(async ({ task }) => {
      if (task.result?.state === "fail") await lab.screenshot(`failed ${place.shell} ${task.name}`);
    });

    afterAll(async () => {
      await lab?.stop();
      rmSync(root, { recursive: true, force: true });
    });

    const prompts = (): Promise<string[]> =>
      lab.page.locator(".jp-CodeCell .jp-InputPrompt").allInnerTexts();
    const outputs = async (): Promise<string[]> =>
      (await lab.page.locator(".jp-CodeCell .jp-OutputArea-output").allInnerTexts()).map((text) =>
        text.trim(),
      );
    const STORED = ["stored 0", "stored 1"];

    /** Opens a notebook whose kernel does not come and runs it, without waiting for its end. */
    async function runHeld(path: string): Promise<(answer?: "fail") => void> {
      const release = await holdStarts(lab.page);
      await lab.open(path);
      await lab.page.locator(".jp-CodeCell .jp-OutputArea-output").nth(1).waitFor();
      void lab.execute("notebook:run-all-cells").catch(() => undefined);
      return release;
    }

    test.each(place.shell === "lab" ? ["held.ipynb", "python.ipynb"] : ["held.ipynb"])(
      "%s waits with its outputs, then all is run in order",
      async (path) => {
        const release = await runHeld(path);
        await expect.poll(prompts).toEqual(["[*]:", "[*]:"]);
        expect(await outputs()).toEqual(STORED);
        await lab.screenshot(`run-all-${place.shell}-waits`);
        release();
        await expect.poll(outputs, { timeout: 90_000 }).toEqual(["21", "42"]);
        await expect.poll(prompts).toEqual(["[1]:", "[2]:"]);
        await lab.screenshot(`run-all-${place.shell}`);
        expect(lab.problems()).toEqual([]);
      },
    );

    test.skipIf(place.shell === "notebook")(
      "run in the tick in which the notebook appears",
      async () => {
        await lab.open("");
        await lab.page.evaluate(async () => {
          const { jupyterapp } = window as unknown as {
            jupyterapp: {
              restored: Promise<unknown>;
              commands: { execute(id: string, args?: object): Promise<unknown> };
            };
          };
          const { commands, restored } = jupyterapp;
          await restored;
          const panel = await commands.execute("docmanager:open", { path: "at once.ipynb" });
          await (panel as { context: { ready: Promise<void> } }).context.ready;
          void commands.execute("notebook:run-all-cells");
        });
        await expect.poll(outputs, { timeout: 90_000 }).toEqual(["21", "42"]);
        expect(await prompts()).toEqual(["[1]:", "[2]:"]);
        expect(lab.problems()).toEqual([]);
      },
    );

    test("an interrupt lets waiting cells go, and they run when asked again", async () => {
      const release = await runHeld("interrupted.ipynb");
      await expect.poll(prompts).toEqual(["[*]:", "[*]:"]);
      await lab.execute("notebook:interrupt-kernel");
      await expect.poll(prompts).toEqual(["[ ]:", "[ ]:"]);
      release();
      await lab.kernelConnected();
      expect(await outputs()).toEqual(STORED);
      await lab.execute("notebook:run-all-cells");
      await expect.poll(outputs, { timeout: 90_000 }).toEqual(["21", "42"]);
      expect(lab.problems()).toEqual([]);
    });

    test.skipIf(place.shell === "notebook")(
      "a start that fails is said by JupyterLab, and the outputs stay",
      async () => {
        const release = await runHeld("failed.ipynb");
        await expect.poll(prompts).toEqual(["[*]:", "[*]:"]);
        release("fail");
        await lab.page.locator(".jp-Dialog", { hasText: "Error Starting Kernel" }).waitFor();
        await expect.poll(prompts).toEqual(["[ ]:", "[ ]:"]);
        expect(await outputs()).toEqual(STORED);
        await lab.screenshot(`run-all-${place.shell}-failed`);
      },
    );
  });
});
