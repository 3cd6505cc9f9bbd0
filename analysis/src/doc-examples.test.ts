import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compileFunction } from "node:vm";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exampleStudies } from "./doc-example-studies.ts";
import * as analysis from "./index.ts";

/** Names that a notebook has, or that the cells before an example have made. */
const PRELUDE = `
import { catalogues, compute, data, gwas, ld, mr, plot, prs, qc, Table, isAnalysisError } from "./index.ts";
declare const cohort: data.Genotypes;
declare const people: data.SampleTable;
declare const result: Awaited<ReturnType<typeof gwas.linear>>;
declare const exposure: data.SummaryStatistics;
declare const outcome: data.SummaryStatistics;
declare const panel: data.Genotypes;
declare const instruments: mr.Instruments;
declare const harmonised: mr.Harmonised;
declare const estimates: mr.MrEstimates;
declare const sensitivity: mr.Sensitivity;
declare const evaluation: prs.Evaluation;
declare const survivalEvaluation: prs.Evaluation;
`;
const SOURCE = fileURLToPath(new URL(".", import.meta.url));
const INDEX = join(SOURCE, "index.ts");
const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  types: ["node"],
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
};

interface Example {
  readonly name: string;
  readonly code: string;
}

const program = ts.createProgram([INDEX], OPTIONS);
const examples = publicExamples(program);

describe("each public example", () => {
  const folder = mkdtempSync(join(tmpdir(), "genobook-examples-"));
  const start = process.cwd();
  let names: Record<string, unknown>;

  beforeAll(async () => {
    process.chdir(folder);
    names = await notebook();
  }, 120_000);
  afterAll(() => {
    process.chdir(start);
    rmSync(folder, { recursive: true });
  });

  test("is type-correct in a notebook", () => {
    expect(typeErrors(examples)).toEqual([]);
  }, 120_000);

  test.each(examples.map(({ name, code }) => [name, code] as const))(
    "%s runs",
    async (_, code) => {
      const { outputText } = ts.transpileModule(`async function cell() { ${code} }`, {
        compilerOptions: { target: ts.ScriptTarget.ES2022 },
      });
      const cell = compileFunction(`${outputText}; return cell();`, Object.keys(names)) as (
        ...values: unknown[]
      ) => Promise<unknown>;
      await expect(cell(...Object.values(names))).resolves.not.toThrow();
    },
    60_000,
  );
});

test("examples are found", () => {
  expect(examples.length).toBeGreaterThan(20);
});

test("a wrong example would be noticed", () => {
  const wrong = { name: "wrong", code: "const spec = plot.manhattan(cohort);" };
  expect(typeErrors([wrong])).toEqual([expect.stringContaining("wrong: ")]);
});

type TableParts = Parameters<typeof analysis.data.sampleTable>[0];

/** Files that examples join, which must not share a column. */
const PARTS: Readonly<Record<string, (people: analysis.data.SampleTable) => TableParts>> = {
  "traits.tsv": ({ individualId, columns: { height } }) => ({ individualId, columns: { height } }),
  "covariates.tsv": ({ individualId, columns: { age } }) => ({ individualId, columns: { age } }),
};

/** A small cohort, in memory and under the paths that examples open. */
async function notebook(): Promise<Record<string, unknown>> {
  const { data, gwas } = analysis;
  const { genotypes: cohort, phenotypes } = await data.simulate({
    seed: 3,
    samples: 200,
    variants: 500,
  });
  const { individualId, columns } = phenotypes;
  const people = data.sampleTable({
    individualId,
    columns: { ...columns, asthma: columns.diabetes },
  });
  const trait = { trait: "height", covariates: ["age", "sex"] };
  const result = await gwas.linear({ genotypes: cohort, phenotypes: people, ...trait });
  const code = examples.map((example) => example.code).join("\n");
  const opened = (pattern: RegExp): string[] => Array.from(code.matchAll(pattern), ([, at]) => at);
  for (const folder of ["data", "out"]) mkdirSync(folder);
  for (const stem of opened(/data\.\w+\("([^"]+)\.bed"/g)) await data.writePlink1(cohort, stem);
  for (const path of opened(/data\.phenotypes\("([^"]+)"/g)) {
    await data.writePhenotypes(PARTS[path] ? data.sampleTable(PARTS[path](people)) : people, path);
  }
  for (const path of opened(/data\.summaryStatistics\("([^"]+)"/g)) {
    await data.write(result, path, { format: "gwas-ssf", build: "GRCh38" });
  }
  return { ...analysis, ...exampleStudies(), cohort, people, result };
}

function publicExamples(of: ts.Program): Example[] {
  const checker = of.getTypeChecker();
  const exportsOf = (symbol: ts.Symbol): [string, ts.Symbol][] =>
    checker.getExportsOfModule(symbol).map((member) => [member.name, resolved(member)]);
  const resolved = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const members = exportsOf(checker.getSymbolAtLocation(of.getSourceFile(INDEX)!)!).flatMap(
    ([name, symbol]): [string, ts.Symbol][] =>
      symbol.flags & ts.SymbolFlags.ValueModule
        ? exportsOf(symbol).map(([inner, member]) => [`${name}.${inner}`, member])
        : [[name, symbol]],
  );
  return members.flatMap(([name, symbol]) =>
    symbol
      .getJsDocTags(checker)
      .filter((tag) => tag.name === "example")
      .map((tag) => ({ name, code: ts.displayPartsToString(tag.text) })),
  );
}

function typeErrors(of: readonly Example[]): string[] {
  const files = new Map(
    of.map(({ code }, i) => [
      join(SOURCE, `example-${i}.ts`),
      `${PRELUDE}export async function cell(): Promise<void> {\n${code}\n}\n`,
    ]),
  );
  const disk = ts.createCompilerHost(OPTIONS);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => files.has(path) || disk.fileExists(path),
    readFile: (path) => files.get(path) ?? disk.readFile(path),
    getSourceFile: (path, language) => {
      const text = files.get(path);
      return text === undefined
        ? (program.getSourceFile(path) ?? disk.getSourceFile(path, language))
        : ts.createSourceFile(path, text, language);
    },
  };
  const checked = ts.createProgram([...files.keys()], OPTIONS, host);
  return [...files.keys()].flatMap((path, i) => {
    const file = checked.getSourceFile(path);
    return [...checked.getSyntacticDiagnostics(file), ...checked.getSemanticDiagnostics(file)].map(
      ({ messageText }) => `${of[i].name}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`,
    );
  });
}
