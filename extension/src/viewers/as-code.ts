import type { FileKind, FileView } from "@genobook/kernel/messages";

const OPENED: Readonly<Record<FileKind, readonly [variable: string, call: string, table: string]>> =
  {
    "summary-statistics": ["results", "data.summaryStatistics", "results"],
    genotypes: ["cohort", "data.genotypes", "variants"],
    scores: ["scores", "prs.readScores", "scores"],
    "ld-panel": ["panel", "ld.openPanel", "variants"],
  };

/**
 * TypeScript that gives the same rows.
 *
 * @param path - as the notebook's kernel sees it
 */
export function viewCode(kind: FileKind, path: string, view: FileView): string {
  const [variable, call, table] = OPENED[kind];
  const lines = [`const ${variable} = await ${call}(${JSON.stringify(path)});`];
  if (table === "variants") {
    const columns = ["variantId", "chromosome", "basePairLocation", "effectAllele", "otherAllele"];
    lines.unshift('import { Table } from "@genobook/analysis";');
    lines.push(
      `const { ${columns.join(", ")} } = ${variable}.variants;`,
      `const variants = new Table({ ${columns.join(", ")} });`,
    );
  }
  return [...lines, ...rowsCode(table, view)].join("\n");
}

/** TypeScript that gives the same rows of a table that cells have. */
export function rowsCode(table: string, view: FileView): readonly string[] {
  const options = [
    ...(view.where.trim() === "" ? [] : [`where: ${JSON.stringify(view.where.trim())}`]),
    ...(view.orderBy === "" ? [] : [`orderBy: ${JSON.stringify(view.orderBy)}`]),
    ...(view.orderBy !== "" && view.isDescending ? ["descending: true"] : []),
  ];
  if (options.length === 0) return [`${table}.head(100)`];
  return [
    `const rows = data.selectRows(${table}, { ${options.join(", ")} });`,
    `${table}.take(rows.subarray(0, 100))`,
  ];
}
