import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

// Who may import whom: a folder imports only rows below its own, never its neighbours.
const ROWS: readonly (readonly string[])[] = [
  ["index", "data", "open", "doc-example-studies"],
  ["gwas", "prs", "mr", "finemap", "ldsc", "omics", "plots", "catalogues", "registry"],
  ["sumstats", "ld"],
  ["genotypes"],
  ["compute"],
  ["io"],
  ["stats"],
  [
    "table",
    "table-display",
    "people-display",
    "choice",
    "columns",
    "error-data",
    "errors",
    "held-texts",
    "random",
    "task",
    "version",
    "words",
  ],
];

const SOURCE = import.meta.dirname;
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".test.ts"),
);

function rowOf(file: string): number {
  const unit = file.includes("/") ? file.slice(0, file.indexOf("/")) : file.replace(/\.ts$/, "");
  const row = ROWS.findIndex((units) => units.includes(unit));
  if (row < 0) throw new Error(`${file} is in no row of the diagram: add ${unit} to it.`);
  return row;
}

function importsOf(file: string): string[] {
  const text = readFileSync(join(SOURCE, file), "utf8");
  return [...text.matchAll(/(?:from|import|import\()\s*"([^"]+)"/g)].map((match) => match[1]);
}

const unitOf = (file: string): string => file.split("/")[0];

test("every file imports only rows below its own, or its own folder", () => {
  const wrong: string[] = [];
  for (const file of files) {
    for (const name of importsOf(file).filter((specifier) => specifier.startsWith("."))) {
      const target = relative(SOURCE, resolve(SOURCE, dirname(file), name));
      const own =
        unitOf(file) === unitOf(target) || (!file.includes("/") && rowOf(file) === rowOf(target));
      if (!own && rowOf(target) <= rowOf(file)) wrong.push(`${file} imports ${target}`);
    }
  }
  expect(wrong).toEqual([]);
});

test("the file system is touched in one file, and Vega and the DOM in none", () => {
  const touching = (pattern: RegExp): string[] =>
    files.filter((file) => importsOf(file).some((name) => pattern.test(name))).sort();
  expect(touching(/^(node:)?fs/)).toEqual(["io/local-file.ts"]);
  expect(touching(/^vega/)).toEqual([]);
});

test("what the browser loads imports nothing of Node", () => {
  const seen = new Set<string>();
  const visit = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const name of importsOf(file)) {
      expect(name, `import of ${file}`).toMatch(/^\./);
      visit(relative(SOURCE, resolve(SOURCE, dirname(file), name)));
    }
  };
  visit("io/describe.ts");
  expect(seen.size).toBeGreaterThan(8);
});
