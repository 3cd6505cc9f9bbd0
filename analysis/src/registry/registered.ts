import type { TaskOptions } from "../task.ts";
import { localFileStatus } from "../io/local-file.ts";
import { Table } from "../table.ts";
import type { RegistryEntry } from "./entry.ts";
import { hashFiles } from "./file-hash.ts";
import { notRegistered } from "./register.ts";
import { localPath, openRegistry, registryName, type RegistryPlace } from "./registry-file.ts";
import { datasetStates, type DatasetState } from "./dataset-state.ts";

export type RegisteredColumns = {
  readonly id: readonly string[];
  readonly title: readonly string[];
  readonly kind: readonly string[];
  readonly build: readonly string[];
  readonly ancestry: readonly string[];
  /** NaN when it is not known. */
  readonly samples: Float64Array;
  readonly variants: Float64Array;
  readonly sensitivity: readonly string[];
  /** That names the data set. */
  readonly file: readonly string[];
  /**
   * `there`; `missing`; `changed` where a file's size or SHA-256 is no longer the registered one; `outdated` where a data
   * set that it was made of has changed since; `touched` where a file's time alone is another, until `verify` has read it.
   */
  readonly state: readonly string[];
  /** Ids of the data sets that it was made of and whose hashes are no longer those that it was made of, with commas. */
  readonly changedParents: readonly string[];
  /** Ids of the data sets that it was made of and whose files are newer, where no hash of them was kept, with commas. */
  readonly newerParents: readonly string[];
};

/** The data sets of a project's registry. */
export class RegisteredDatasets extends Table<RegisteredColumns> {
  /** The registry's file; it is made with the first data set. */
  readonly path: string;
  /** All that is kept of each data set, in the order of the rows. */
  readonly entries: readonly RegistryEntry[];
  constructor(path: string, entries: readonly RegistryEntry[], states: readonly DatasetState[]) {
    const text = (of: (entry: RegistryEntry) => string | undefined): string[] =>
      entries.map((entry) => of(entry) ?? "");
    const numbers = (of: (entry: RegistryEntry) => number | undefined): Float64Array =>
      Float64Array.from(entries, (entry) => of(entry) ?? NaN);
    super(
      {
        id: text(({ id }) => id),
        title: text(({ title }) => title),
        kind: text(({ kind }) => kind),
        build: text(({ build }) => build),
        ancestry: text(({ ancestry }) => ancestry),
        samples: numbers(({ samples }) => samples),
        variants: numbers(({ variants }) => variants),
        sensitivity: text(({ sensitivity }) => sensitivity),
        file: text(({ files }) => files[0]?.path),
        state: states.map(({ state }) => state),
        changedParents: states.map(({ changedParents }) => changedParents.join(", ")),
        newerParents: states.map(({ newerParents }) => newerParents.join(", ")),
      },
      { method: "registry of data sets", registry: path },
    );
    this.path = path;
    this.entries = entries;
  }
}

export type VerifiedColumns = {
  readonly id: readonly string[];
  readonly file: readonly string[];
  /** `same`, `missing` or `differs`. */
  readonly state: readonly string[];
};

/**
 * The data sets of the project's registry, `genobook.datasets.yaml` in the notebook's folder or the nearest above it. Files
 * are looked for, but not read.
 *
 * @returns a row a data set; empty when there is no registry
 * @throws RegistryTextError that names the line
 * @example
 * const list = await data.registered();
 * list.columns.id;
 */
export async function registered(place: RegistryPlace = {}): Promise<RegisteredDatasets> {
  const { path, entries } = await openRegistry(place);
  return new RegisteredDatasets(path, entries, await datasetStates(path, entries));
}

/**
 * Reads the files of registered data sets and holds them against the SHA-256 of the registry, with progress.
 *
 * @param id - one data set; all when left out
 * @returns a row a file
 * @throws NotRegisteredError, RegistryTextError
 * @example
 * await data.register("data/cohort.bed", { id: "cohort", replace: true });
 * const files = await data.verify("cohort");
 * files.columns.state;
 */
export async function verify(
  id?: string,
  options: RegistryPlace & TaskOptions = {},
): Promise<Table<VerifiedColumns>> {
  const { path, entries } = await openRegistry(options);
  const chosen = id === undefined ? entries : entries.filter((entry) => entry.id === id);
  if (id !== undefined && chosen.length === 0) throw notRegistered(id, entries, path);
  const files = chosen.flatMap((entry) => entry.files.map((file) => ({ id: entry.id, file })));
  const statuses = await Promise.all(
    files.map(({ file }) => localFileStatus(localPath(path, file.path))),
  );
  // Another size is another content, without reading it.
  const toRead = files.filter(({ file }, i) => statuses[i]?.bytes === file.bytes);
  const hashes = await hashFiles(
    toRead.map(({ file }) => localPath(path, file.path)),
    options,
  );
  const read = new Map(toRead.map(({ file }, i) => [file, hashes[i]]));
  return new Table<VerifiedColumns>(
    {
      id: files.map((each) => each.id),
      file: files.map(({ file }) => registryName(path, localPath(path, file.path))),
      state: files.map(({ file }, i) =>
        statuses[i] ? (read.get(file) === file.sha256 ? "same" : "differs") : "missing",
      ),
    },
    { method: "SHA-256 of registered files", registry: path },
  );
}
