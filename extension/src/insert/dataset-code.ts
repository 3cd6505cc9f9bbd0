import { PathExt } from "@jupyterlab/coreutils";

/** What a cell opens: a file, a registered data set, an entry of a catalogue, or a variable that is there already. */
export interface CodeSource {
  readonly kind: string;
  /** From the server's root. */
  readonly path?: string | undefined;
  /** Of a registered data set. */
  readonly id?: string | undefined;
  readonly variable?: string | undefined;
  readonly catalogue?: string | undefined;
  readonly entry?: string | undefined;
  /** Whether it is drawn, too. */
  readonly isPlotted?: boolean | undefined;
}

export interface CodePlace {
  /** The notebook's folder, from the server's root; the kernel's working directory. */
  readonly folder: string;
  /** Source of the notebook's cells, whose names are left alone. */
  readonly cells: readonly string[];
}

const CALLS: Readonly<Record<string, readonly [variable: string, call: string]>> = {
  genotypes: ["cohort", "data.genotypes"],
  phenotypes: ["people", "data.phenotypes"],
  "summary-statistics": ["results", "data.summaryStatistics"],
  "scoring-file": ["weights", "data.scoringFile"],
  "ld-panel": ["panel", "data.ldPanel"],
};
const ANY_CALL = ["dataset", "data.open"] as const;

/** The cell that opens a data set and shows it. */
export function datasetCode(source: CodeSource, place: CodePlace): string {
  const { variable, isPlotted = false } = source;
  const shown = (name: string): string => (isPlotted ? `plot.manhattan(${name})` : name);
  if (variable !== undefined) return shown(variable);
  const [proposed, call] = callOf(source, place.folder);
  const name = freeName(proposed, place.cells);
  return `const ${name} = await ${call};\n${shown(name)}`;
}

function callOf(
  { kind, path = "", id, catalogue, entry }: CodeSource,
  folder: string,
): readonly [variable: string, call: string] {
  if (catalogue !== undefined && entry !== undefined) {
    return ["record", `catalogues.${catalogue}.detail(${JSON.stringify(entry)})`];
  }
  const relative = JSON.stringify(PathExt.relative(folder, path));
  const [variable, call] = CALLS[kind] ?? ANY_CALL;
  return [variable, `${call}(${id === undefined ? relative : JSON.stringify(id)})`];
}

/** `name`, or the first of `name2`, `name3`, … that occurs in no cell. */
export function freeName(name: string, cells: readonly string[]): string {
  const words = new Set(cells.flatMap((cell) => cell.match(/[\p{L}\p{N}_$]+/gu) ?? []));
  if (!words.has(name)) return name;
  let number = 2;
  while (words.has(`${name}${number}`)) number++;
  return `${name}${number}`;
}
