import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { field, resultText } from "../src/client/answers.ts";
import { startKernel } from "../src/client/kernel-client.ts";
import type { KernelClient } from "../src/client/kernel-client.ts";

describe.each(["typescript", "tslab"])("a study in a notebook, on the %s backend", (backend) => {
  let kernel: KernelClient;
  beforeAll(async () => {
    kernel = await startKernel({ env: { GENOBOOK_LANGUAGE: backend } });
    const study = await kernel.execute(
      `const study = await data.simulate({ seed: 5, samples: 300, variants: 2000 })`,
    );
    expect(study.reply.content["status"]).toBe("ok");
  });
  afterAll(() => kernel.close());

  test("options complete inside a call, and documentation is one keystroke away", async () => {
    const code = `await gwas.linear({ genotypes: study.genotypes, tr })`;
    const { reply } = await kernel.request("shell", "complete_request", {
      code,
      cursor_pos: code.indexOf("tr })") + 2,
    });
    expect(reply.content["matches"]).toContain("trait");
    const inspected = await kernel.request("shell", "inspect_request", {
      code: "gwas.linear",
      cursor_pos: 9,
      detail_level: 0,
    });
    expect(inspected.reply.content["found"]).toBe(true);
    expect(String(field(inspected.reply.content, "data", "text/plain"))).toMatch(/trait/i);
  });

  test("a scan, its account and its plot", async () => {
    const scan = await kernel.execute(
      `const result = await gwas.linear({ genotypes: study.genotypes, phenotypes: study.phenotypes, trait: "height", covariates: ["age", "sex"] });
       [result.rowCount, result.attrition.rowCount > 0]`,
    );
    expect(resultText(scan)).toBe("[ 2000, true ]");
    const drawn = await kernel.execute(`plot.manhattan(result)`);
    const bundle = field(
      drawn.published.find((m) => m.type === "execute_result")?.content,
      "data",
    ) as Record<string, unknown>;
    expect(Object.keys(bundle)).toEqual([
      "application/vnd.genobook.plot.v1+json",
      "application/vnd.vegalite.v5+json",
      "image/png",
      "text/plain",
    ]);
    expect(bundle["text/plain"]).toMatch(/^Manhattan plot of height: /);
  });

  test("an interrupt stops a scan in the middle, and the next one runs", async () => {
    const id = await kernel.send("shell", "execute_request", {
      code: `console.log("scanning"); for (;;) await gwas.logistic({ genotypes: study.genotypes, phenotypes: study.phenotypes, trait: "diabetes", covariates: ["age", "sex", "pc1"] });`,
    });
    // A scan may be over before its progress would be shown, so the cell itself says that it has begun.
    await kernel.waitFor((m) => m.parent === id && m.type === "stream");
    await new Promise((resolve) => setTimeout(resolve, 200));
    await kernel.interrupt();
    const { reply } = await kernel.answer(id);
    expect(reply.content["ename"]).toBe("KeyboardInterrupt");
    const after = await kernel.execute(`(await qc.frequency(study.genotypes)).rowCount`);
    expect(resultText(after)).toBe("2000");
  });

  if (backend === "typescript") {
    test("a misspelt option is found before anything runs", async () => {
      const { reply } = await kernel.execute(
        `await gwas.linear({ genotypes: study.genotypes, phenotypes: study.phenotypes, trait: "height", covariate: ["age"] })`,
      );
      expect(reply.content["status"]).toBe("error");
      expect((reply.content["traceback"] as string[]).join("\n")).toMatch(
        /'covariate'.*covariates/s,
      );
    });
  }
});
