import { KernelRefusal } from "../refusals/kernel-refusal.ts";

/** A Jupyter notebook of format 4, as much of it as a document shows. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  /** As it was read; what a crate passes on is made of it. */
  readonly content: NotebookContent;
}

export interface NotebookContent {
  readonly nbformat: number;
  readonly nbformat_minor?: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Readonly<Record<string, unknown>>[];
}

export interface Cell {
  /** Counted from 1, as a reader would. */
  readonly number: number;
  readonly id: string;
  readonly kind: "markdown" | "code" | "raw";
  readonly source: string;
  readonly tags: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly executionCount: number | undefined;
  readonly outputs: readonly Output[];
  /** Pictures of a Markdown cell: name, MIME type, content. */
  readonly attachments: ReadonlyMap<string, MimeData>;
}

export type MimeData = Readonly<Record<string, unknown>>;

export type Output =
  | { readonly kind: "data"; readonly data: MimeData }
  | { readonly kind: "stream"; readonly name: string; readonly text: string }
  | {
      readonly kind: "error";
      readonly name: string;
      readonly message: string;
      readonly trace: string;
    };

/**
 * Reads a notebook.
 *
 * @throws KernelRefusal that says what is wrong with it and what to do
 */
export function readNotebook(text: string): Notebook {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw Object.assign(new KernelRefusal("no-notebook"), { cause: error });
  }
  const { nbformat, cells, metadata } = (content ?? {}) as Partial<NotebookContent>;
  if (nbformat !== 4 || !Array.isArray(cells)) {
    throw new KernelRefusal("notebook-format", typeof nbformat === "number" ? nbformat : undefined);
  }
  return {
    content: content as NotebookContent,
    metadata: isRecord(metadata) ? metadata : {},
    cells: cells.map((cell, index) => cellOf(isRecord(cell) ? cell : {}, index + 1)),
  };
}

function cellOf(cell: Readonly<Record<string, unknown>>, number: number): Cell {
  const metadata = isRecord(cell["metadata"]) ? cell["metadata"] : {};
  const { tags } = metadata;
  const type = cell["cell_type"];
  const count = cell["execution_count"];
  return {
    number,
    id: typeof cell["id"] === "string" ? cell["id"] : `cell-${number}`,
    kind: type === "markdown" || type === "code" ? type : "raw",
    source: joined(cell["source"]),
    tags: Array.isArray(tags) ? tags.map(String) : [],
    metadata,
    executionCount: typeof count === "number" ? count : undefined,
    outputs: Array.isArray(cell["outputs"])
      ? cell["outputs"].filter(isRecord).flatMap(outputOf)
      : [],
    attachments: new Map(
      Object.entries(isRecord(cell["attachments"]) ? cell["attachments"] : {}).map(
        ([name, data]) => [name, isRecord(data) ? data : {}],
      ),
    ),
  };
}

function outputOf(output: Readonly<Record<string, unknown>>): Output[] {
  switch (output["output_type"]) {
    case "stream":
      return [{ kind: "stream", name: String(output["name"]), text: joined(output["text"]) }];
    case "error": {
      const [name, message] = [joined(output["ename"]), joined(output["evalue"])];
      const { traceback } = output;
      const trace = Array.isArray(traceback) ? traceback.map(String).join("\n") : "";
      return [{ kind: "error", name, message, trace }];
    }
    case "display_data":
    case "execute_result": {
      const data = isRecord(output["data"]) ? output["data"] : {};
      return [
        {
          kind: "data",
          data: Object.fromEntries(
            Object.entries(data).map(([mime, value]) => [
              mime,
              /json$/.test(mime) ? value : joined(value),
            ]),
          ),
        },
      ];
    }
    default:
      return [];
  }
}

/** Notebooks keep text as one string or as a list of lines. */
function joined(text: unknown): string {
  if (Array.isArray(text)) return text.map(String).join("");
  return typeof text === "string" ? text : "";
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
