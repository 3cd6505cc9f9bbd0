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
   const { genotypes, phenotypes } = await data.simulate({ samples: 100, variants: 100, seed: 1 });
   const trait = Object.keys(phenotypes.columns)[0];
   const result = await gwas.linear({ genotypes, phenotypes, trait });
   await data.write(result, ${JSON.stringify(join(folder, "written.tsv"))}, { format: "gwas-ssf", build: "GRCh38" });
   console.log(result.rowCount);`;

describe("the bundled library", () => {
  test("has its compiled form kept, and V8 takes it", () => {
    const output = run(`
      import { readFileSync } from "node:fs";
      import { Script } from "node:vm";
      import { HEAD, TAIL } from ${JSON.stringify(new URL("../code-cache.mjs", import.meta.url).href)};
      const file = ${JSON.stringify(join(BUNDLE, "index.cjs"))};
      const cachedData = readFileSync(file + ".code");
      console.log(new Script(HEAD + readFileSync(file, "utf8") + TAIL, { cachedData }).cachedDataRejected);`);
    expect(output).toBe("false\n");
  });

  test.each([
    ["as it was built", BUNDLE, []],
    ["with other flags of V8, whose compiled form differs", BUNDLE, ["--max-lazy"]],
  ])("runs %s", (_, bundle, flags) => {
    expect(run(importing(bundle), ...flags)).toBe("100\n");
  });

  test.each([
    ["damaged", "no code of V8"],
    ["missing", undefined],
  ])("runs where the compiled form is %s", (state, content) => {
    const copy = join(folder, state, "dist", "bundle");
    cpSync(BUNDLE, copy, { recursive: true });
    rmSync(join(copy, "index.cjs.code"));
    if (content) writeFileSync(join(copy, "index.cjs.code"), content);
    expect(run(importing(copy))).toBe("100\n");
  });
});
