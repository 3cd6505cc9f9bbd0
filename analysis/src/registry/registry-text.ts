import { isMap, isScalar, LineCounter, parseDocument, type Document, type Node } from "yaml";
import type { RegistryEntry } from "./entry.ts";
import { entryFields, isFault, readEntry } from "./entry-text.ts";
import { RegistryTextError } from "./registry-errors.ts";

const VERSION = 1;
const EMPTY = `# Data sets of this project: data.open("id") opens one in a cell. Comments stay as they are.
version: ${VERSION}
datasets: {}
`;

interface Parsed {
  readonly document: Document;
  readonly entries: readonly RegistryEntry[];
}

/**
 * The data sets that a registry's text lists.
 *
 * @param path - for messages
 * @throws RegistryTextError
 */
export function readRegistry(text: string, path: string): readonly RegistryEntry[] {
  return parse(text, path).entries;
}

/** The text with this data set under its id, new or in place of what was there; comments and all else stay. */
export function withEntry(text: string, path: string, entry: RegistryEntry): string {
  const { document } = parse(text, path);
  const there: unknown = document.getIn(["datasets", entry.id], true);
  const fields = entryFields(entry);
  if (!isMap(there)) document.setIn(["datasets", entry.id], document.createNode(fields));
  else {
    const old = there.toJSON() as Readonly<Record<string, unknown>>;
    for (const key of Object.keys(old)) if (!(key in fields)) there.delete(key);
    for (const [key, value] of Object.entries(fields)) {
      const isSame = JSON.stringify(old[key]) === JSON.stringify(value);
      if (!isSame)
        document.setIn(
          ["datasets", entry.id, key],
          replacement(there.get(key, true), value, document),
        );
    }
  }
  return document.toString({ lineWidth: 0 });
}

/** The text without the data set of this id. */
export function withoutEntry(text: string, path: string, id: string): string {
  const { document } = parse(text, path);
  document.deleteIn(["datasets", id]);
  return document.toString({ lineWidth: 0 });
}

/** A scalar keeps the comment at its end. */
function replacement(old: unknown, value: unknown, document: Document): Node {
  const node = document.createNode(value) as Node;
  if (isScalar(old) && isScalar(node)) node.comment = old.comment;
  return node;
}

function parse(text: string, path: string): Parsed {
  const lines = new LineCounter();
  const document: Document = parseDocument(text.trim() === "" ? EMPTY : text, {
    lineCounter: lines,
    strict: true,
  });
  const lineOf = (node: unknown): number =>
    lines.linePos((node as Node | undefined)?.range?.[0] ?? 0).line;
  const [error] = document.errors;
  if (error) {
    const isDouble = error.code === "DUPLICATE_KEY";
    throw new RegistryTextError(
      path,
      error.linePos?.[0].line ?? 1,
      {
        what: `Line ${error.linePos?.[0].line ?? 1} of ${path} cannot be read.`,
        why: isDouble
          ? "The id or key of this line is there twice."
          : `${error.message.split("\n")[0]?.replace(/ at line.*$/, "")}.`,
        remedy: isDouble ? "Remove one of the two, or rename it." : "Correct the line.",
      },
      { cause: error },
    );
  }
  if (document.contents === null) {
    // Comments alone.
    document.contents = document.createNode({ version: VERSION, datasets: {} });
    return { document, entries: [] };
  }
  const complain = (node: unknown, what: string, remedy: string): never => {
    const line = lineOf(node);
    throw new RegistryTextError(path, line, {
      what: `Line ${line} of ${path}: ${what}`,
      why: "The registry is read as a whole, so that nothing in it is passed over.",
      remedy,
    });
  };
  const root = document.contents;
  if (!isMap(root))
    return complain(root, "a registry has the keys version and datasets.", "Write them.");
  for (const { key } of root.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (name !== "version" && name !== "datasets")
      complain(key, `${name} is no key of a registry.`, "Use version and datasets only.");
  }
  if (document.get("version") !== VERSION)
    complain(
      root.get("version", true) ?? root,
      "the version is not 1.",
      "Update Genobook, or write version: 1.",
    );
  const datasets: unknown = root.get("datasets", true);
  if (datasets === undefined || (isScalar(datasets) && datasets.value === null)) {
    document.set("datasets", document.createNode({}));
    return { document, entries: [] };
  }
  if (!isMap(datasets))
    return complain(datasets, "datasets is no list of ids.", "Write id: and its keys.");
  datasets.flow = false;
  const entries = datasets.items.map(({ key, value }) => {
    const id = isScalar(key) ? String(key.value) : "";
    const read = readEntry(id, (value as Node | null)?.toJSON() as unknown);
    if (!isFault(read)) return read;
    const there = read.at.length > 0 && isMap(value) ? value.getIn(read.at, true) : undefined;
    return complain(there ?? key, read.what, read.remedy);
  });
  return { document, entries };
}
