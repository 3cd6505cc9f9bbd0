/* eslint-disable jupyter/prefer-lazy-imports -- imported with the first viewer only */
import type { FileColumn, FileView } from "@genobook/kernel/messages";
import { DataModel } from "@lumino/datagrid";
import { cellText } from "./cell-text.ts";
import type { FileSession } from "./file-session.ts";
import { PageCache, type Page } from "./page-cache.ts";
import { readPage } from "./read-page.ts";

export interface RowsModelOptions {
  readonly session: FileSession;
  readonly columns: readonly FileColumn[];
  readonly rowCount: number;
  readonly onError: (error: unknown) => void;
  readonly onProgress: (share: number | undefined) => void;
  /** The rows of the view are known to be so many. */
  readonly onRowCount: (count: number) => void;
}

/** Rows of a file for a grid that draws them; pages come when they are looked at. */
export class RowsModel extends DataModel {
  readonly #options: RowsModelOptions;
  readonly #cache: PageCache;
  #rowCount: number;
  #view: FileView = { where: "", orderBy: "", isDescending: false };

  constructor(options: RowsModelOptions) {
    super();
    this.#options = options;
    this.#rowCount = options.rowCount;
    this.#cache = new PageCache({
      load: (from, count, signal) => this.page(from, count, signal),
      onPage: (page) => this.#show(page),
      onError: options.onError,
    });
  }

  get columns(): readonly FileColumn[] {
    return this.#options.columns;
  }

  get view(): FileView {
    return this.#view;
  }

  get shownRows(): number {
    return this.#rowCount;
  }

  override rowCount(region: DataModel.RowRegion): number {
    return region === "body" ? this.#rowCount : 1;
  }

  override columnCount(region: DataModel.ColumnRegion): number {
    return region === "body" ? this.columns.length : 1;
  }

  override data(region: DataModel.CellRegion, row: number, column: number): string {
    if (region === "corner-header") return "";
    if (region === "row-header") return (row + 1).toLocaleString();
    const { name } = this.columns[column]!;
    if (region === "column-header") {
      if (this.#view.orderBy !== name) return name;
      return `${name} ${this.#view.isDescending ? "▼" : "▲"}`;
    }
    return cellText(this.columns[column]!, this.#cache.cell(row, name));
  }

  /** Rows of the present view, past the cache. */
  async page(from: number, count: number, signal?: AbortSignal): Promise<Page> {
    const { answers, buffers } = await this.#options.session.ask(
      "file.rows",
      { view: this.#view, from, count },
      {
        signal,
        onProgress: ({ done, total }) =>
          this.#options.onProgress(total === undefined ? undefined : done / total),
      },
    );
    return readPage(answers, buffers);
  }

  /** Shows other rows, or the same in another order. */
  setView(view: FileView, rowCount?: number): void {
    this.#view = view;
    this.#cache.clear();
    if (rowCount !== undefined) this.#rowCount = rowCount;
    this.emitChanged({ type: "model-reset" });
    // Without rows nothing would be looked at, and nothing asked.
    if (this.#rowCount === 0) this.#rowCount = 1;
  }

  /** More rows are known to come; those on the page stay. */
  expectRows(count: number): void {
    const more = count - this.#rowCount;
    if (more === 0) return;
    this.#rowCount = count;
    this.emitChanged({
      type: more > 0 ? "rows-inserted" : "rows-removed",
      region: "body",
      index: more > 0 ? count - more : count,
      span: Math.abs(more),
    });
  }

  /** Draws the columns' heads again. */
  redrawHeads(): void {
    this.emitChanged({
      type: "cells-changed",
      region: "column-header",
      row: 0,
      column: 0,
      rowSpan: 1,
      columnSpan: this.columns.length,
    });
  }

  #show(page: Page): void {
    this.expectRows(page.rowCount);
    if (page.count > 0) {
      this.emitChanged({
        type: "cells-changed",
        region: "body",
        row: page.from,
        column: 0,
        rowSpan: page.count,
        columnSpan: this.columns.length,
      });
    }
    this.#options.onRowCount(page.rowCount);
  }
}
