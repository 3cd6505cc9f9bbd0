import type { OpenDataset, RegisteredDataset } from "@genobook/kernel/messages";

/** What is odd about an input: gone, changed since it was registered, perhaps changed, older than its own inputs, another than the result was made of, newer than the result. */
export type LineageNote =
  "missing" | "changed" | "touched" | "outdated" | "other" | "newer" | "unregistered";

/** Something that a data set was made of or with, and what that was made of. */
export interface LineageNode {
  /** `file`, `dataset`, `origin`, `software`, or the name of a parameter. */
  readonly role: string;
  readonly text: string;
  readonly sha256?: string | undefined;
  readonly notes: readonly LineageNote[];
  readonly inputs: readonly LineageNode[];
}

/** What a registered data set was made of: origin, software, files with their hashes, and its parents with theirs. */
export function lineageOf(
  dataset: RegisteredDataset,
  all: readonly RegisteredDataset[],
  above: readonly string[] = [],
): readonly LineageNode[] {
  const { id, from, software, files, parents = [], changedParents, newerParents } = dataset;
  const line = [...above, id];
  return [
    ...(from === undefined ? [] : [leaf("origin", from)]),
    ...(software === undefined ? [] : [leaf("software", software)]),
    ...files.map(({ path, sha256 }) => ({ ...leaf("file", path), sha256 })),
    // A registry is written by hand: one that names itself must not go on for ever.
    ...parents
      .filter((parent) => !line.includes(parent))
      .map((parent) => {
        const found = all.find((each) => each.id === parent);
        const since: LineageNote[] = [
          ...(changedParents.includes(parent) ? (["other"] as const) : []),
          ...(newerParents.includes(parent) ? (["newer"] as const) : []),
        ];
        if (found === undefined) return { ...leaf("dataset", parent), notes: ["unregistered"] };
        return datasetNode(found, all, line, since);
      })
      .map((node) => node as LineageNode),
  ];
}

/** What a value of a notebook was made of: registered data sets that it names, and what its maker noted. */
export function lineageOfOpen(
  { source, provenance }: OpenDataset,
  all: readonly RegisteredDataset[],
): readonly LineageNode[] {
  const noted = Object.entries(provenance);
  const named = [...(source === undefined ? [] : [source]), ...noted.map(([, text]) => text)];
  const inputs = inputsOf(named, all);
  return [
    ...inputs.map((dataset) => datasetNode(dataset, all, [], [])),
    ...(source === undefined ? [] : [leaf("file", source)]),
    ...noted.map(([name, text]) => leaf(name, text)),
  ];
}

/** The registered data sets whose files are among some texts. */
export function inputsOf(
  texts: readonly string[],
  all: readonly RegisteredDataset[],
): readonly RegisteredDataset[] {
  const names = texts.flatMap((text) => text.split(", ")).map((text) => text.replace(/^\.\//, ""));
  const isNamed = (path: string): boolean =>
    names.some((name) => {
      const [short, long] = name.length < path.length ? [name, path] : [path, name];
      const isFile = short.includes("/") || short.includes(".");
      return short === long || (isFile && long.endsWith(`/${short.replace(/^(?:\.\.\/)+/, "")}`));
    });
  return all.filter(({ files }) => files.some(({ path }) => isNamed(path)));
}

function datasetNode(
  dataset: RegisteredDataset,
  all: readonly RegisteredDataset[],
  above: readonly string[],
  notes: readonly LineageNote[],
): LineageNode {
  const state = ["missing", "changed", "touched", "outdated"].find(
    (each) => each === dataset.state,
  );
  return {
    role: "dataset",
    text: dataset.id,
    notes: [...notes, ...(state === undefined ? [] : [state as LineageNote])],
    inputs: lineageOf(dataset, all, above),
  };
}

function leaf(role: string, text: string): LineageNode {
  return { role, text, notes: [], inputs: [] };
}
