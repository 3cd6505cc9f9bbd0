import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";

// What `import "@genobook/analysis"` loads; built before the tests.
const BUNDLE = fileURLToPath(new URL("../dist/bundle/", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "genobook-bundle-"));
afterAll(() => rmSync(folder, { recursive: true }));

function run(code: string, ...flags: string[]): string {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, "--input-type=module", "-e", code],
    { encoding: "utf8" },
  );
  return stdout + stderr;
}

const importing = (bundle: string): string =>
  `const { gwas, data } = await import(${JSON.stringify(join(bundle, "index.js"))});
   const { genotypes, phenotypes } = await data.simulate({ samples: 1000, variants: 2001, seed: 1 });
   const trait = Object.keys(phenotypes.columns)[0];
   const result = await gwas.linear({ genotypes, phenotypes, trait });
   await data.write(result, ${JSON.stringify(join(folder, "written.tsv"))}, { format: "gwas-ssf", build: "GRCh38" });
   console.log(result.rowCount);`;

/** What is kept compiled: the library, and what its workers run, of which this cohort is large enough for some. */
const SCRIPTS = ["index.cjs", "worker-code.cjs"];

describe("the bundled library", () => {
  test.each(SCRIPTS)("has the compiled form of %s kept, and V8 takes it", (script) => {
    const output = run(`
      import { readFileSync } from "node:fs";
      import { Script } from "node:vm";
      const file = ${JSON.stringify(join(BUNDLE, script))};
      const cachedData = readFileSync(file + ".code");
      console.log(new Script(readFileSync(file, "latin1"), { cachedData }).cachedDataRejected);`);
    expect(output).toBe("false\n");
  });

  test("lets workers import packages, which compiled code that was kept cannot", () => {
    const output = run(`
      const { compute } = await import(${JSON.stringify(join(BUNDLE, "index.js"))});
      const { columns } = await compute.doctor();
      console.log(columns.check.join(), columns.detail.join());
      process.exit();`);
    expect(output).toContain("GPU");
    expect(output).not.toContain("dynamic import");
  });

  test.each([
    ["as it was built", BUNDLE, []],
    ["with other flags of V8, whose compiled form differs", BUNDLE, ["--max-lazy"]],
  ])("runs %s", (_, bundle, flags) => {
    expect(run(importing(bundle), ...flags)).toBe("2001\n");
  });

  test.each([
    ["damaged", "no code of V8"],
    ["missing", undefined],
  ])("runs where the compiled form is %s", (state, content) => {
    const copy = join(folder, state, "dist", "bundle");
    cpSync(BUNDLE, copy, { recursive: true });
    cpSync(join(BUNDLE, "../../wasm"), join(folder, state, "wasm"), { recursive: true });
    for (const script of SCRIPTS) {
      rmSync(join(copy, `${script}.code`));
      if (content) writeFileSync(join(copy, `${script}.code`), content);
    }
    expect(run(importing(copy))).toBe("2001\n");
  });
});
