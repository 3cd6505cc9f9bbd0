import { basename, join } from "node:path";
import { refuseUnlisted } from "../choice.ts";
import { FormatError, InvalidArgumentError } from "../errors.ts";
import type { DatasetDescription } from "../io/describe.ts";
import { localFileStatus } from "../io/local-file.ts";
import type { TaskOptions } from "../task.ts";
import { FACT_KEYS, isDatasetId, KINDS, SENSITIVITIES } from "./entry.ts";
import type { DatasetFacts, RegisteredFile, RegisteredInput, RegistryEntry } from "./entry.ts";
import { isFault, readEntry } from "./entry-text.ts";
import { hashFiles } from "./file-hash.ts";
import { presentInputs } from "./registered-inputs.ts";
import { AlreadyRegisteredError, NotRegisteredError } from "./registry-errors.ts";
import {
  changeRegistry,
  openRegistry,
  registryName,
  registryPath,
  type RegistryPlace,
} from "./registry-file.ts";
import { withEntry, withoutEntry } from "./registry-text.ts";
import { senseDataset } from "./sense.ts";

/** What is said of a data set when it is registered; what is left out is sensed from its files. */
export interface RegisterOptions extends DatasetFacts, RegistryPlace, TaskOptions {
  /** Letters, digits, `-` and `_`; made from the file's name when left out. */
  readonly id?: string | undefined;
  /** Registers anew under an id that is taken; facts that were given before stay unless they are given again. */
  readonly replace?: boolean | undefined;
}

/** A data set that was registered, and what was odd about it. */
export interface Registration {
  readonly entry: RegistryEntry;
  readonly notices: readonly string[];
}

/** What the files of a data set tell of it, before anyone has confirmed it. */
export interface SensedDataset {
  /** That it would have when none is given. */
  readonly id: string;
  readonly facts: DatasetFacts;
  readonly format: string;
  /** Names of the files, in the folder of the path. */
  readonly members: readonly string[];
  readonly columns: readonly string[];
  /** How the build was told; "" when it was not. */
  readonly buildEvidence: string;
}

/**
 * What the files of a data set tell of it, from their heads; nothing is written.
 *
 * @param path - any of its files, or the stem of a PLINK set
 * @throws FormatError when there is no such file
 * @example
 * const told = await data.sense("data/cohort.bed");
 * told.facts.samples;
 */
export async function sense(path: string): Promise<SensedDataset> {
  const { description } = await senseDataset(path);
  return sensedOf(description);
}

/**
 * Adds a data set to the project's registry, `genobook.datasets.yaml`: its files with their SHA-256, what they are, and what
 * you say of them. `data.open` opens it by its id from then on.
 *
 * What you give is kept as confirmed; kind, build and sizes that you leave out are sensed from the files. Unless you say
 * otherwise, genotypes and phenotypes are `individual-level`, all else is `controlled`. The registry is the one in the
 * notebook's folder or the nearest above it; comments in it stay.
 *
 * @param path - any file of the data set, or the stem of a PLINK set
 * @param options.id - its name from now on
 * @param options.replace - register anew what has this id
 * @returns the entry as written, and notices where what you say is not what the files tell
 * @throws FormatError, AlreadyRegisteredError, InvalidArgumentError, RegistryTextError
 * @example
 * const { entry } = await data.register("data/cohort.bed", { id: "cohort", ancestry: "simulated", replace: true });
 * const same = await data.genotypes("cohort");
 */
export async function register(path: string, options: RegisterOptions = {}): Promise<Registration> {
  const { id: givenId, replace = false, registry: place, signal, onProgress, ...given } = options;
  const facts = checkedFacts(given);
  const { description, folder } = await senseDataset(path);
  const sensed = sensedOf(description);
  const id = givenId ?? sensed.id;
  refuseOddId(id);
  const registry = await registryPath({ registry: place });
  const paths = description.members.map((member) => join(folder, member));
  // Asked before the files are read, which may take minutes, and again when all is written.
  const files = await registeredFiles(registry, paths, { signal, onProgress });
  const { entries: before } = await openRegistry({ registry });
  const parents = facts.parents ?? before.find((entry) => entry.id === id)?.parents ?? [];
  const inputs = await presentInputs({ registry, entries: before, parents, signal, onProgress });
  const written: { entry?: RegistryEntry } = {};
  await changeRegistry({ registry }, ({ path: at, text, entries }) => {
    const old = entries.find((entry) => entry.id === id);
    if (old && !replace) throw taken(id, old, files);
    const entry = entryOf({ id, old, sensed, facts, files, inputs });
    written.entry = entry;
    return withEntry(text, at, entry);
  });
  return { entry: written.entry!, notices: contradictions(facts, sensed) };
}

/**
 * Takes a data set out of the project's registry; its files stay.
 *
 * @throws NotRegisteredError
 * @example
 * await data.register("data/cohort.bed", { id: "old-cohort", replace: true });
 * await data.unregister("old-cohort");
 */
export async function unregister(id: string, place: RegistryPlace = {}): Promise<void> {
  await changeRegistry(place, ({ path, text, entries }) => {
    if (!entries.some((entry) => entry.id === id)) throw notRegistered(id, entries, path);
    return withoutEntry(text, path, id);
  });
}

export function notRegistered(
  id: string,
  entries: readonly RegistryEntry[],
  path: string,
): NotRegisteredError {
  const ids = entries.map((entry) => entry.id);
  return new NotRegisteredError(id, {
    what: `No data set ${JSON.stringify(id)} is registered.`,
    why:
      ids.length === 0
        ? `${basename(path)} lists none.`
        : `Registered are ${ids.slice(0, 8).join(", ")}${ids.length > 8 ? ", …" : ""}.`,
    remedy: "Check the spelling, or register it: await data.register(path, { id }).",
  });
}

function sensedOf(description: DatasetDescription): SensedDataset {
  const { kind, format, name, members, build, samples, variants, columns = [] } = description;
  const hasPeople = kind === "genotypes" || kind === "phenotypes";
  return {
    id: idOf(name),
    facts: {
      kind: kind === "unknown" ? "other" : kind,
      sensitivity: hasPeople ? "individual-level" : "controlled",
      ...(build && { build: build.name }),
      ...(samples !== undefined && { samples }),
      ...(variants !== undefined && { variants }),
    },
    format,
    members,
    columns,
    buildEvidence: build?.evidence ?? "",
  };
}

/** The file's name before its endings, as an id. */
function idOf(name: string): string {
  const stem = name.replace(/(?<=.)\..*$/, "");
  const plain = stem
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .replace(/^[-_]+/, "")
    .slice(0, 80);
  return plain === "" ? "dataset" : plain;
}

function checkedFacts(given: DatasetFacts): DatasetFacts {
  const facts = Object.entries(given).filter(([, value]) => value !== undefined);
  const odd = facts.find(([key]) => !FACT_KEYS.includes(key))?.[0];
  if (odd !== undefined) {
    throw new InvalidArgumentError(odd, {
      what: `${odd} is nothing that a registry keeps.`,
      why: `It keeps ${FACT_KEYS.join(", ")}.`,
      remedy: 'Use one of these; free text goes into "notes".',
    });
  }
  refuseUnlisted("kind", given.kind, KINDS);
  refuseUnlisted("sensitivity", given.sensitivity, SENSITIVITIES);
  return Object.fromEntries(facts);
}

function refuseOddId(id: string): void {
  if (isDatasetId(id)) return;
  throw new InvalidArgumentError("id", {
    what: `${JSON.stringify(id)} is no id of a data set.`,
    why: "An id has letters, digits, - and _ only, so that it is never taken for a file's name.",
    remedy: `Choose another, for example ${JSON.stringify(idOf(id))}.`,
  });
}

async function registeredFiles(
  registry: string,
  paths: readonly string[],
  options: TaskOptions,
): Promise<readonly RegisteredFile[]> {
  const before = await Promise.all(paths.map(statusOf));
  const hashes = await hashFiles(paths, options);
  const after = await Promise.all(paths.map(statusOf));
  return paths.map((path, i) => {
    const [{ bytes, modified }, later] = [before[i], after[i]];
    if (later.bytes !== bytes || later.modified.getTime() !== modified.getTime()) {
      throw new FormatError(path, {
        what: `${path} changed while it was read.`,
        why: "Something is still writing it.",
        remedy: "Wait until it is complete, then register it.",
      });
    }
    const name = registryName(registry, path);
    return { path: name, bytes, sha256: hashes[i], modified: modified.toISOString() };
  });
}

async function statusOf(path: string): Promise<{ bytes: number; modified: Date }> {
  const status = await localFileStatus(path);
  if (status) return status;
  throw new FormatError(path, {
    what: `There is no file ${path}.`,
    why: "It was there a moment ago.",
    remedy: "Check the folder and register the data set again.",
  });
}

function taken(
  id: string,
  old: RegistryEntry,
  files: readonly RegisteredFile[],
): AlreadyRegisteredError {
  const isSame = old.files[0].path === files[0].path;
  return new AlreadyRegisteredError(id, {
    what: `A data set ${JSON.stringify(id)} is registered already.`,
    why: isSame ? "It is this one." : `It is ${old.files[0].path}.`,
    remedy: isSame
      ? "Give replace: true to write its hashes and facts anew."
      : "Choose another id, or give replace: true.",
  });
}

function entryOf(parts: {
  readonly id: string;
  readonly old: RegistryEntry | undefined;
  readonly sensed: SensedDataset;
  readonly facts: DatasetFacts;
  readonly files: readonly RegisteredFile[];
  readonly inputs: readonly RegisteredInput[];
}): RegistryEntry {
  const { id, old, sensed, facts, files, inputs } = parts;
  const kept = Object.fromEntries(
    Object.entries(old ?? {}).filter(([key]) => old?.confirmed.includes(key)),
  );
  // The same result under new facts was still made of what it was made of.
  const isSame = old !== undefined && !facts.parents && isSameContent(old.files, files);
  const madeOf = isSame ? (old.inputs ?? []) : inputs;
  const confirmed = [...new Set([...(old?.confirmed ?? []), ...Object.keys(facts)])];
  const fields = {
    ...sensed.facts,
    ...kept,
    ...facts,
    ...(sensed.format !== "" && { format: sensed.format }),
    files,
    ...(madeOf.length > 0 && { inputs: madeOf }),
    registered: new Date().toISOString(),
    confirmed,
  };
  const checked = readEntry(id, fields);
  if (!isFault(checked)) return checked;
  throw new InvalidArgumentError(String(checked.at[0] ?? "entry"), {
    what: checked.what,
    why: "The registry would not be readable.",
    remedy: checked.remedy,
  });
}

function isSameContent(
  some: readonly RegisteredFile[],
  others: readonly RegisteredFile[],
): boolean {
  const hashes = (files: readonly RegisteredFile[]): string =>
    files.map(({ sha256 }) => sha256).join();
  return hashes(some) === hashes(others);
}

const SENSED = ["kind", "build", "samples", "variants"] as const;

function contradictions(facts: DatasetFacts, sensed: SensedDataset): string[] {
  return SENSED.flatMap((key) => {
    const [said, told] = [facts[key], sensed.facts[key]];
    if (said === undefined || told === undefined || said === told) return [];
    const evidence = key === "build" ? ` (${sensed.buildEvidence})` : "";
    return [`${key} is ${said} as you say; the files tell ${told}${evidence}`];
  });
}
