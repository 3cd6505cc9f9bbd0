import { KINDS, SENSITIVITIES } from "./entry.ts";
import type { RegisteredFile, RegisteredKind, RegistryEntry, Sensitivity } from "./entry.ts";
import { ENTRY_KEYS, isDatasetId } from "./entry.ts";

/** What is wrong with an entry, and with which of its keys. */
export interface EntryFault {
  /** From the entry down: `["files", 0, "sha256"]`. */
  readonly at: readonly (string | number)[];
  readonly what: string;
  readonly remedy: string;
}

/** The entry that a registry's text holds under an id, or what is wrong with it. */
export function readEntry(id: string, value: unknown): RegistryEntry | EntryFault {
  if (!isDatasetId(id)) {
    return {
      at: [],
      what: `${JSON.stringify(id)} is no id of a data set.`,
      remedy: "Use letters, digits, - and _ only, so that no file name looks like an id.",
    };
  }
  if (!isRecord(value)) return fault([], `${id} is no list of keys and values.`, "Write its keys.");
  for (const [key, part] of Object.entries(value)) {
    const wrong = wrongValue(key, part);
    if (wrong) return wrong;
  }
  for (const key of ["kind", "files", "sensitivity"]) {
    if (value[key] === undefined)
      return fault([], `${id} has no ${key}.`, `Write ${key}, or register the data set again.`);
  }
  return { confirmed: [], registered: "", ...value, id } as unknown as RegistryEntry;
}

export function isFault(read: RegistryEntry | EntryFault): read is EntryFault {
  return "at" in read;
}

function wrongValue(key: string, value: unknown): EntryFault | undefined {
  if (!Object.hasOwn(ENTRY_KEYS, key)) {
    const known = Object.keys(ENTRY_KEYS).join(", ");
    return fault([key], `${key} is no key of a data set.`, `Use one of ${known}; or "notes".`);
  }
  switch (ENTRY_KEYS[key]) {
    case "text":
      return typeof value === "string" ? wrongWord(key, value) : mustBe(key, "text");
    case "count":
      return Number.isSafeInteger(value) && (value as number) >= 0
        ? undefined
        : mustBe(key, "a whole number, 0 or more");
    case "words":
      return Array.isArray(value) && value.every((word) => typeof word === "string")
        ? undefined
        : mustBe(key, "a list of words");
    case "files":
      return wrongFiles(value);
    case "inputs":
      return wrongInputs(value);
  }
  return undefined;
}

function wrongWord(key: string, value: string): EntryFault | undefined {
  const listed = key === "kind" ? KINDS : key === "sensitivity" ? SENSITIVITIES : undefined;
  if (!listed || listed.includes(value as RegisteredKind & Sensitivity)) return undefined;
  return fault([key], `${key} is ${JSON.stringify(value)}.`, `Choose one of ${listed.join(", ")}.`);
}

function wrongFiles(value: unknown): EntryFault | undefined {
  if (!Array.isArray(value) || value.length === 0) return mustBe("files", "a list of files");
  for (const [index, file] of (value as unknown[]).entries()) {
    if (!isRecord(file)) return fault(["files", index], "A file has a path.", "Write `path: …`.");
    const { path, bytes, sha256, modified, ...others } = file;
    const odd = Object.keys(others)[0];
    if (odd !== undefined)
      return fault(
        ["files", index, odd],
        `${odd} is no key of a file.`,
        "Use path, bytes, sha256 and modified.",
      );
    const isWhole =
      typeof path === "string" &&
      path !== "" &&
      Number.isSafeInteger(bytes) &&
      isHash(sha256) &&
      typeof modified === "string";
    if (!isWhole)
      return fault(
        ["files", index],
        "A file has a path, its bytes, its sha256 (64 hexadecimal digits) and when it was modified.",
        "Register the data set again, which writes all four.",
      );
  }
  return undefined;
}

function wrongInputs(value: unknown): EntryFault | undefined {
  if (!Array.isArray(value)) return mustBe("inputs", "a list of files");
  const index = (value as unknown[]).findIndex(
    (input) =>
      !isRecord(input) ||
      Object.keys(input).sort().join() !== "dataset,path,sha256" ||
      !Object.values(input).every((part) => typeof part === "string") ||
      !isHash(input["sha256"]),
  );
  if (index < 0) return undefined;
  return fault(
    ["inputs", index],
    "An input has its dataset, its path and its sha256 (64 hexadecimal digits).",
    "Register the data set again, which writes all three.",
  );
}

const isHash = (text: unknown): boolean => typeof text === "string" && /^[0-9a-f]{64}$/.test(text);

const mustBe = (key: string, what: string): EntryFault =>
  fault([key], `${key} must be ${what}.`, "Correct it, or leave the key out.");

function fault(at: EntryFault["at"], what: string, remedy: string): EntryFault {
  return { at, what, remedy };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The entry as it is written: known keys in their order, without what is not known. */
export function entryFields(entry: RegistryEntry): Readonly<Record<string, unknown>> {
  const values = entry as unknown as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.keys(ENTRY_KEYS)
      .filter((key) => values[key] !== undefined && !isEmptyList(values[key]))
      .map((key) => [key, key === "files" ? entry.files.map(fileFields) : values[key]]),
  );
}

const isEmptyList = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function fileFields({ path, bytes, sha256, modified }: RegisteredFile): RegisteredFile {
  return { path, bytes, sha256, modified };
}
