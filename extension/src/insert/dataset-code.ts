import { PathExt } from "@jupyterlab/coreutils";
import type { DatasetDescription } from "@genobook/analysis/describe";

type Kind = DatasetDescription["kind"];

const CALLS: Record<Kind, readonly [variable: string, call: string]> = {
  genotypes: ["cohort", "data.genotypes"],
  phenotypes: ["people", "data.phenotypes"],
  "summary-statistics": ["results", "data.summaryStatistics"],
  unknown: ["dataset", "data.open"],
};

/**
 * The cell that opens a data set and shows it.
 *
 * @param options.path - the data set, from the server's root
 * @param options.folder - the notebook's folder, from the server's root; the kernel's working directory
 * @param options.cells - source of the notebook's cells, whose names are left alone
 */
export function datasetCode(options: {
  readonly kind: Kind;
  readonly path: string;
  readonly folder: string;
  readonly cells: readonly string[];
}): string {
  const { kind, path, folder, cells } = options;
  const [variable, call] = CALLS[kind];
  const name = freeName(variable, cells);
  return `const ${name} = await ${call}(${JSON.stringify(PathExt.relative(folder, path))});\n${name}`;
}

/** `name`, or the first of `name2`, `name3`, … that occurs in no cell. */
export function freeName(name: string, cells: readonly string[]): string {
  const words = new Set(cells.flatMap((cell) => cell.match(/[\p{L}\p{N}_$]+/gu) ?? []));
  if (!words.has(name)) return name;
  let number = 2;
  while (words.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}
