/** The import that every notebook begins with. */

const ANALYSIS_NAMES = [
  "data",
  "qc",
  "gwas",
  "ld",
  "prs",
  "mr",
  "finemap",
  "ldsc",
  "meta",
  "plot",
  "compute",
  "catalogues",
];
const NOTEBOOK_NAMES = ["progress", "display", "clearOutput", "input", "comm", "exercise"];

export interface Prelude {
  readonly source: string;
  /** What is missing, and why; for the user. */
  readonly missing?: string | undefined;
}

/** Names that the analysis library has today, and the notebook's own functions. */
export async function preludeSource(
  load: (specifier: string) => Promise<Record<string, unknown>>,
): Promise<Prelude> {
  const notebook = `import { ${NOTEBOOK_NAMES.join(", ")} } from "@genobook/kernel";`;
  try {
    const library = await load("@genobook/analysis");
    const names = ANALYSIS_NAMES.filter((name) => name in library);
    return { source: `import { ${names.join(", ")} } from "@genobook/analysis";\n${notebook}` };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const missing = `The names data, qc, gwas and plot are missing: @genobook/analysis does not load (${reason}).\n`;
    return { source: notebook, missing };
  }
}
