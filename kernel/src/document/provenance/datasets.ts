import { createHash } from "node:crypto";
import { createReadStream, existsSync, statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { Notebook } from "../notebook.ts";
import { type RegisteredAs, registeredFiles } from "./registered-files.ts";

/** A file that the notebook names. */
export interface DatasetReference {
  /** Relative to the notebook's folder. */
  readonly path: string;
  readonly bytes: number | undefined;
  /** Of the file as it is when the document is written; absent when it is gone or very large. */
  readonly sha256: string | undefined;
  readonly registered: RegisteredAs | undefined;
}

/** Reads at about 1 GB a second; what is larger is named with its size. */
const MOST_BYTES = 4_000_000_000;

const DATA_FILE =
  /(?<![\w/.:-])[\w][\w./-]*\.(?:bed|bim|fam|pgen|pvar|psam|bgen|bcf|vcf(?:\.gz)?|tsv(?:\.gz)?|txt(?:\.gz)?|csv(?:\.gz)?|sumstats(?:\.gz)?|parquet)(?![\w.])/g;

/**
 * Files that a notebook's cells and outputs name, with the hashes that they have now.
 *
 * @param folder - where the notebook is; without it files are named only
 */
export async function datasetsOf(
  notebook: Notebook,
  folder: string | undefined,
): Promise<DatasetReference[]> {
  const texts = notebook.cells.flatMap(({ source, outputs }) => [
    source,
    ...outputs.flatMap((output) => {
      if (output.kind === "stream") return output.text;
      const plain = output.kind === "data" ? output.data["text/plain"] : undefined;
      return typeof plain === "string" ? plain : [];
    }),
  ]);
  const registry =
    folder === undefined ? new Map<string, RegisteredAs>() : await registeredFiles(folder);
  const named = texts.flatMap((text) => text.match(DATA_FILE) ?? []);
  // A registered data set is named by its id in quotes.
  const byId = [...registry].filter(([, { id }]) =>
    texts.some((text) => text.includes(`"${id}"`) || text.includes(`'${id}'`)),
  );
  named.push(...byId.map(([path]) => relative(folder!, path).split(sep).join("/")));
  // Outputs call a file by its name where cells give its place.
  const paths = [...new Set(named)].filter(
    (path) => !named.some((other) => other.endsWith(`/${path}`)),
  );
  const references: DatasetReference[] = [];
  for (const path of paths.toSorted()) {
    const registered = folder === undefined ? undefined : registry.get(resolve(folder, path));
    const found = folder === undefined ? undefined : within(folder, path, registered !== undefined);
    if (found === undefined) {
      references.push({ path, bytes: undefined, sha256: undefined, registered });
      continue;
    }
    const { size } = statSync(found);
    const sha256 = size <= MOST_BYTES ? await sha256Of(found) : undefined;
    references.push({ path, bytes: size, sha256, registered });
  }
  return references;
}

/** Files elsewhere that are not registered are not looked at: a notebook may come from anybody. */
function within(folder: string, path: string, isRegistered: boolean): string | undefined {
  const file = resolve(folder, path);
  const isElsewhere = relative(folder, file).startsWith("..") && !isRegistered;
  if (isElsewhere || !existsSync(file)) return undefined;
  return statSync(file).isFile() ? file : undefined;
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
