/** Endings of files that are certainly no data set; everything else is told from its content. */
const NO_DATA =
  /\.(?:ipynb|md|rst|html?|css|[cm]?[jt]sx?|json|ya?ml|toml|lock|py|r|rmd|qmd|sh|c|cc|cpp|h|rs|go|java|wasm|map|png|jpe?g|gif|svg|webp|ico|pdf|docx?|xlsx?|pptx?|zip|tar|tgz|xz|7z|whl|so|dll|exe|log|mp4|mp3|ttf|woff2?|sqlite|db|parquet|arrow|feather|h5|hdf5|npy|npz|pkl|rds|rdata)$/i;

const PASSED_BY = new Set(["node_modules", "__pycache__", "venv", "env", "dist", "lib", "build"]);

/** What GWAS-SSF keeps beside the numbers: build and sample size. */
const SSF_METADATA = /-meta\.yaml$/;

/** Whether a file may belong to a data set. */
export function isCandidate(name: string): boolean {
  return !name.startsWith(".") && (SSF_METADATA.test(name) || !NO_DATA.test(name));
}

/** Whether a folder may hold the project's data: no packages, no caches, nothing hidden. */
export function isSearched(name: string): boolean {
  return !name.startsWith(".") && !PASSED_BY.has(name);
}

/**
 * The files of a folder that may belong to the same set as one of them.
 *
 * Sets share the stem before the first ending (`cohort.bed`, `cohort.bim`), or before two of them (`cohort.vcf.gz`).
 */
export function sameSet<T extends { readonly name: string }>(
  name: string,
  entries: readonly T[],
): T[] {
  const stem = name.replace(/\.[^.]+$/, "");
  return entries.filter(
    (entry) =>
      entry.name === name || entry.name.startsWith(`${stem}.`) || stem.startsWith(`${entry.name}.`),
  );
}
