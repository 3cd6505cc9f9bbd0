import { types } from "node:util";
import type { OpenDataset, SessionVariable } from "../../messages.ts";
import { heldBytes } from "./held-bytes.ts";
import { describedValues, ownValue } from "./inventory.ts";
import { plotFor } from "./plot-for.ts";

/** More names than anybody reads in a list. */
const MOST_VARIABLES = 1000;
const LONGEST_TEXT = 200;

export interface VariablesOptions {
  /** Top-level names of all cells. */
  readonly values: Readonly<Record<string, unknown>>;
  /** Number of the execution that gave a top-level name its value. */
  readonly madeIn: (name: string) => number | undefined;
  /** The module `@genobook/analysis`: its classes tell results from other objects. */
  readonly library: Readonly<Record<string, unknown>>;
}

/**
 * The session's data sets, results, tables, plots and arrays of numbers, in the order in which the names came: what they
 * are and how large, and nothing of any person. Looking runs no code of cells.
 */
export function sessionVariables({ values, madeIn, library }: VariablesOptions): {
  readonly variables: SessionVariable[];
  readonly total: number;
} {
  const isResult = resultsOf(library);
  const found = describedValues(values).flatMap(({ name, value, dataset }) => {
    const description = dataset
      ? describedDataset(dataset)
      : (describedPlot(value) ?? describedNumbers(value) ?? describedResult(value, isResult));
    return description ? [{ name, value, dataset, description }] : [];
  });
  const variables = found
    .slice(0, MOST_VARIABLES)
    .map(({ name, value, dataset, description }): SessionVariable => {
      const execution = madeIn(/^[^.[]+/.exec(name)![0]);
      const plot = plotFor(value, dataset);
      return {
        name: shortened(name),
        hasPeople: false,
        ...description,
        bytes: heldBytes(value),
        ...(execution !== undefined && { execution }),
        ...(plot !== undefined && { plot }),
      };
    });
  return { variables, total: found.length };
}

type Description = Omit<SessionVariable, "name" | "bytes" | "hasPeople"> & {
  readonly hasPeople?: boolean;
};

function describedDataset(dataset: OpenDataset): Description {
  const { kind, type, variants, samples, rows, columns, build, hasPeople } = dataset;
  const origin = originOf(dataset);
  return {
    kind,
    type: type === "Table" ? "" : type,
    hasPeople,
    ...(variants !== undefined && { variants }),
    ...(samples !== undefined && { samples }),
    ...(rows !== undefined && { rows }),
    ...(columns !== undefined && { columns: columns.length }),
    ...(build !== undefined && { build }),
    ...(origin !== undefined && { origin }),
  };
}

/** The file, or the method with what it was applied to. */
function originOf({ source, provenance }: OpenDataset): string | undefined {
  if (source !== undefined) return source;
  const { method, trait, source: from } = provenance;
  const words = [method, trait, from].filter((word) => word !== undefined);
  return words.length > 0 ? shortened(words.join(", ")) : undefined;
}

function describedPlot(value: object): Description | undefined {
  const meta = ownValue(value, "usermeta");
  const plot = isObject(meta) ? ownValue(meta, "genobook") : undefined;
  if (!isObject(plot)) return undefined;
  const summary = ownValue(plot, "summary");
  return {
    kind: "plot",
    type: textOf(ownValue(plot, "kind")),
    ...(typeof summary === "string" && { origin: shortened(summary) }),
  };
}

function describedNumbers(value: object): Description | undefined {
  return types.isTypedArray(value)
    ? { kind: "numbers", type: value.constructor.name, rows: value.length }
    : undefined;
}

function describedResult(
  value: object,
  isResult: (value: object) => boolean,
): Description | undefined {
  return isResult(value)
    ? { kind: "result", type: textOf(ownValue(value, "kind")) || classNameOf(value) }
    : undefined;
}

/** What the library's methods return as plain objects says its `kind`. */
const RESULT_KINDS: ReadonlySet<unknown> = new Set([
  "sensitivity",
  "bidirectional",
  "drug target",
  "evaluation",
  "tuned-score",
]);

function resultsOf(library: Readonly<Record<string, unknown>>): (value: object) => boolean {
  const parts = Object.values(library).filter(isObject);
  return (value) => isOfPart(parts, classOf(value)) || RESULT_KINDS.has(ownValue(value, "kind"));
}

/** By its name: to read all that a part exports would load the part. */
function isOfPart(parts: readonly object[], made: unknown): boolean {
  const name = typeof made === "function" ? ownValue(made, "name") : undefined;
  return (
    typeof name === "string" &&
    parts.some((part) => Object.hasOwn(part, name) && Reflect.get(part, name) === made)
  );
}

function classOf(value: object): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  return isObject(prototype) ? ownValue(prototype, "constructor") : undefined;
}

function classNameOf(value: object): string {
  const constructor = classOf(value);
  return typeof constructor === "function" ? shortened(constructor.name) : "";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !types.isProxy(value);
}

function textOf(value: unknown): string {
  return typeof value === "string" ? shortened(value) : "";
}

function shortened(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 1)}…` : text;
}
