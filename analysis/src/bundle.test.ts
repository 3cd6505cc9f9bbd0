import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import * as source from "./index.ts";

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
const SCRIPTS = readdirSync(BUNDLE).filter((name) =>
  /^(index|library|later|worker-code).*cjs$/.test(name),
);

/** Which files of the bundle have run after each of these, from the import on. */
function filesAfter(...steps: string[]): string[][] {
  const output = run(`
    import vm from "node:vm";
    import { basename } from "node:path";
    const files = [];
    vm.Script = class extends vm.Script {
      constructor(source, options) {
        super(source, options);
        files.push(basename(options.filename));
      }
    };
    const library = await import(${JSON.stringify(join(BUNDLE, "index.js"))});
    const found = [[...files]];
    for (const step of [${steps.map((step) => `async () => { ${step} }`).join()}]) {
      await step();
      found.push([...files]);
    }
    console.log(JSON.stringify(found));
    process.exit();`);
  return JSON.parse(output) as string[][];
}

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

  test("loads what scans do not run when it is first touched, and once", async () => {
    const { data } = source;
    const stem = join(folder, "cohort");
    const { genotypes, phenotypes } = await data.simulate({ samples: 500, variants: 500 });
    await data.writePlink1(genotypes, stem);
    await data.writePhenotypes(phenotypes, `${stem}.tsv`);
    const [imported, listed, scanned, touched, again] = filesAfter(
      "Object.keys(library.mr); typeof library.prs; const { plot } = library;",
      `const genotypes = await library.data.genotypes(${JSON.stringify(`${stem}.bed`)});
       const phenotypes = await library.data.phenotypes(${JSON.stringify(`${stem}.tsv`)});
       await library.gwas.linear({ genotypes, phenotypes, trait: "height" });`,
      "library.mr.estimate;",
      "library.mr.Harmonised; library.prs.score;",
    );
    expect(imported.toSorted()).toEqual([
      "index.cjs",
      "library-at-once.cjs",
      "library-rolldown-runtime.cjs",
    ]);
    expect(listed).toEqual(imported);
    expect(scanned).toEqual(imported);
    expect(touched.slice(imported.length)).toEqual(["later-mr.cjs", "library-shared.cjs"]);
    expect(again.slice(touched.length)).toEqual(["later-prs.cjs"]);
  });

  test.each([
    [
      "mr, prs, plots, catalogues or large packages",
      /^\/\/ .*(dist\/(mr|prs|plots|catalogues)|yaml|ml-matrix)\//m,
    ],
    ["the reader of summary statistics", /^\/\/ .*dist\/sumstats\/read-summary-statistics\.js/m],
  ])("has no module of %s in what is loaded at once", (_, modules) => {
    const [atOnce, ...rest] = ["library-at-once.cjs", ...SCRIPTS].map((name) =>
      readFileSync(join(BUNDLE, name), "latin1"),
    );
    expect(modules.exec(atOnce)?.[0]).toBeUndefined();
    expect(rest.some((code) => modules.test(code))).toBe(true);
  });

  test("has every name of its source, also of what is not loaded yet", () => {
    const output = run(`
      const library = await import(${JSON.stringify(join(BUNDLE, "index.js"))});
      const parts = Object.entries(library).filter(([, part]) => part?.[Symbol.toStringTag] === "Module");
      const names = parts.map(([name, part]) => [name, Object.keys(part).sort()]);
      console.log(JSON.stringify([Object.keys(library), Object.fromEntries(names)]));`);
    const isPart = ([, part]: [string, unknown]): boolean =>
      Object.prototype.toString.call(part) === "[object Module]";
    const parts = Object.entries(source).filter(isPart) as [string, object][];
    expect(parts.length).toBeGreaterThan(8);
    expect(JSON.parse(output)).toEqual([
      Object.keys(source).sort(),
      Object.fromEntries(parts.map(([name, part]) => [name, Object.keys(part).sort()])),
    ]);
  });

  test("has one copy of every class, whichever file it came with", () => {
    const broken = join(folder, "broken.yaml");
    writeFileSync(broken, "datasets: [");
    const output = run(`
      const { AnalysisError, Table, data, mr, prs, plot, catalogues } =
        await import(${JSON.stringify(join(BUNDLE, "index.js"))});
      const error = await data.registered({ registry: ${JSON.stringify(broken)} }).catch((error) => error);
      console.log(JSON.stringify({
        thrown: error instanceof data.RegistryTextError && error instanceof AnalysisError,
        mr: mr.NotEstimableError.prototype instanceof AnalysisError,
        plot: plot.NothingToPlotError.prototype instanceof AnalysisError,
        table: catalogues.CatalogueTable.prototype instanceof Table,
        prs: prs.BuildMismatchError.prototype instanceof AnalysisError,
        again: mr.Harmonised === mr.Harmonised,
      }));`);
    expect(JSON.parse(output)).toEqual({
      thrown: true,
      mr: true,
      plot: true,
      table: true,
      prs: true,
      again: true,
    });
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
