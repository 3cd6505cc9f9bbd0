import type * as analysis from "@genobook/analysis";
import type { Table, data, ld } from "@genobook/analysis";
import type { FileColumn, FileView, OpenedFile } from "./file-messages.ts";

/** A file that a viewer shows. */
export interface ShownFile {
  readonly account: () => Omit<OpenedFile, "handle">;
  /** Its rows as far as they are read. */
  readonly table: () => Table;
  /** Settles when all rows are read; rejects when they cannot be. */
  readonly whole: Promise<unknown>;
  /** Rows of a file that is still being read; undefined once all are. */
  readonly soFar?: (() => RowsBeingRead | undefined) | undefined;
  /** How far reading has come. */
  readonly progress: () => { readonly done: number; readonly total: number };
  /** Columns of the rows of one page, where some are made only for it. */
  readonly pageColumns?:
    ((rows: Uint32Array) => Promise<Readonly<Record<string, Float64Array>>>) | undefined;
  readonly genotypes?: data.Genotypes | undefined;
  readonly panel?: ld.LdPanel | undefined;
  /** Rows of the last views, newest first. */
  readonly views: KeptView[];
  close(): Promise<void>;
}

export interface RowsBeingRead {
  readonly count: number;
  /** As many as there seem to be. */
  readonly expected: number;
  readonly rows: (from: number, to: number) => Table;
}

/** Rows of a view, perhaps still being looked for. */
interface KeptView {
  readonly view: FileView;
  readonly of: Table;
  readonly rows: Promise<Uint32Array>;
}

/** The parts of the library that viewers use. */
export type Library = typeof analysis;

/** Columns of a table as the page shows them. */
export function columnsOf(
  table: Table,
  { COLUMNS }: Pick<Library, "COLUMNS">,
  fileNames: ReadonlyMap<string, string> = new Map(),
): FileColumn[] {
  return Object.keys(table.columns).map((name) => ({
    name,
    fileName: fileNames.get(name) ?? "",
    holds: holdsOf(table, name),
    meaning: COLUMNS[name]?.meaning ?? "",
    isOfPage: false,
  }));
}

function holdsOf({ columns }: Table, name: string): FileColumn["holds"] {
  // Texts that are no strings yet have a getter, which would make them.
  const column: unknown = Object.getOwnPropertyDescriptor(columns, name)?.value;
  if (!ArrayBuffer.isView(column)) return "texts";
  const isFloat = column instanceof Float64Array || column instanceof Float32Array;
  return isFloat ? "numbers" : "whole numbers";
}
