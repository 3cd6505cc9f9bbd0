import type { FileColumnSummary, FileKind, FileView } from "@genobook/kernel/messages";
import type { IThemeManager } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { DataGrid } from "@lumino/datagrid";
import { Panel, Widget } from "@lumino/widgets";
import { followForcedColours } from "../forced-colours.ts";
import { FileSession, type RowsService } from "./file-session.ts";
import { firstRows } from "./first-rows.ts";
import { rowsGrid, themeGrid } from "./grid.ts";
import { headSummary, type HeadSummary } from "./head-summary.ts";
import { LdCheckPanel } from "./ld-check-panel.tsx";
import { LdMap } from "./ld-map.ts";
import { SidePanel } from "./side-panel.tsx";
import { ViewerToolbar } from "./toolbar.tsx";
import { ViewerModel } from "./viewer-model.ts";

export interface FileViewerOptions {
  readonly service: RowsService;
  /** From the server's root; of a table that a notebook holds its name. */
  readonly path: string;
  readonly isValue?: boolean;
  readonly trans: TranslationBundle;
  readonly themes: IThemeManager | null;
  /** Shown beside the rows; goes when the data service opens what the page did not know. */
  readonly about: Widget;
  readonly isAboutUnknown: boolean;
  readonly onCode: (kind: FileKind, view: FileView) => void;
}

const ALL_ROWS: FileView = { where: "", orderBy: "", isDescending: false };

/** Rows of a file that the data service reads, page by page, with what is known of them beside. */
export class FileViewer extends Panel {
  readonly model: ViewerModel;
  readonly #options: FileViewerOptions;
  readonly #toolbar: ViewerToolbar;
  readonly #main = new Panel();
  readonly #aside = new Panel();
  readonly #spoken = new Widget({ node: document.createElement("p") });
  readonly #unfollow: () => void;
  readonly #heads = new WeakMap<FileColumnSummary, HeadSummary>();
  #grid: DataGrid | null = null;
  #map: LdMap | null = null;
  #check: LdCheckPanel | null = null;
  #table: Widget | null = null;

  constructor(options: FileViewerOptions) {
    super();
    this.#options = options;
    const { service, path, isValue = false, trans, themes, about } = options;
    const asks = isValue ? { path: "", value: path } : { path };
    this.model = new ViewerModel(new FileSession(service, asks));
    this.addClass("jp-GenobookViewer");
    this.#toolbar = new ViewerToolbar({
      model: this.model,
      trans,
      onRegion: (region) => void this.goTo(region),
      onCode: () => this.insertCode(),
      onToggleTable: () => void this.toggleTable(),
      onRetry: () => void this.model.open(),
    });
    this.#aside.addClass("jp-GenobookViewer-aside");
    this.#aside.addWidget(about);
    this.#aside.addWidget(new SidePanel({ model: this.model, trans }));
    this.#main.addClass("jp-GenobookViewer-main");
    this.#spoken.addClass("jp-GenobookViewer-spoken");
    this.#spoken.node.setAttribute("role", "status");
    const body = new Panel();
    body.addClass("jp-GenobookViewer-body");
    body.addWidget(this.#main);
    body.addWidget(this.#aside);
    this.addWidget(this.#toolbar);
    this.addWidget(body);
    this.model.changed.connect(this.#onChange, this);
    themes?.themeChanged.connect(this.#onTheme, this);
    this.#unfollow = followForcedColours(() => this.#onTheme());
    void this.model.open();
  }

  /** Correlations as a picture, of an LD panel only. */
  get map(): LdMap | null {
    return this.#map;
  }

  /** Scrolls to the first row of a region; a map of correlations shows the whole of it. */
  async goTo(region: string): Promise<void> {
    const found = await this.model.findRegion(region);
    if (found === null || !this.#grid) return;
    this.#grid.scrollToRow(found.first);
    this.#select(found.first, 0);
    if (!this.#map) return;
    // The map is of the panel as it lies, whatever rows are shown and in which order.
    const inPanel = await this.model.findRegion(region, ALL_ROWS);
    if (inPanel) await this.#map.showFrom(inPanel.first, inPanel.count);
  }

  /** Sorts by a column, or by that of the cell cursor; again for the other order, and for that of the file. */
  async sort(column?: string): Promise<void> {
    const { rows } = this.model;
    if (!rows || !this.#grid) return;
    const place = column === undefined ? Math.max(0, this.#cursor().column) : -1;
    const sorted =
      place < 0 ? rows.columns.find(({ name }) => name === column) : rows.columns[place];
    if (!sorted || sorted.isOfPage) return;
    const before = this.model.view;
    await this.model.sortBy(sorted.name);
    if (place < 0 || this.model.view === before) return;
    this.#grid.scrollToCell(0, place);
    this.#select(0, place);
  }

  /** Looks at every variant for the frequencies, or at every row for the column of the cell cursor. */
  async countAll(): Promise<void> {
    const { opened, rows } = this.model;
    if (opened?.kind === "genotypes") await this.model.loadStrip(true);
    const column = rows?.columns[this.#cursor().column];
    if (column && !column.isOfPage) await this.model.loadSummary(column.name, true);
  }

  focusBox(name: "where" | "region"): void {
    this.#toolbar.focusBox(name);
  }

  focusCheck(): void {
    this.#check?.focusBox();
  }

  insertCode(): void {
    const { opened, view } = this.model;
    if (opened) this.#options.onCode(opened.kind, view);
  }

  /** The first rows as an HTML table, or the grid again. */
  async toggleTable(): Promise<void> {
    const { rows } = this.model;
    if (!rows || !this.#grid) return;
    if (this.#table) {
      this.#table.dispose();
      this.#table = null;
      this.#grid.show();
      // The keys that were pressed on the table go on in the grid.
      this.#grid.viewport.node.focus();
      return;
    }
    this.#table = await firstRows(rows, (column) => this.#headOf(column), this.#options.trans);
    this.#grid.hide();
    this.#main.addWidget(this.#table);
    this.#table.node.focus();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#options.themes?.themeChanged.disconnect(this.#onTheme, this);
    this.#unfollow();
    this.model.dispose();
    super.dispose();
  }

  #onChange(): void {
    const { opened, rows } = this.model;
    const { trans, path } = this.#options;
    // Keys of a search in progress are its own.
    this.toggleClass("jp-mod-searching", this.model.isBusy);
    if (!opened || !rows || this.#grid) return;
    if (this.#options.isAboutUnknown) this.#options.about.hide();
    if (opened.kind === "ld-panel") {
      this.#map = new LdMap(this.model.session, opened.rowCount, trans);
      this.#main.addWidget(this.#map);
      void this.#map.showFrom(0);
      this.#check = new LdCheckPanel(this.model.session, trans);
      this.#aside.addWidget(this.#check);
    }
    const grid = rowsGrid(rows, (index) => {
      const column = rows.columns[index]!;
      if (!column.isOfPage) void this.model.sortBy(column.name);
    });
    this.#grid = grid;
    grid.addClass("jp-GenobookViewer-grid");
    grid.node.setAttribute("role", "group");
    grid.node.setAttribute("aria-label", trans.__("Rows of %1", path));
    grid.viewport.node.setAttribute("role", "group");
    grid.viewport.node.setAttribute(
      "aria-label",
      trans.__("Cells: arrow keys move, S sorts by the column, F filters, G goes to a region"),
    );
    grid.selectionModel?.changed.connect(this.#speak, this);
    this.#theme();
    this.#main.addWidget(grid);
    this.#main.addWidget(this.#spoken);
    this.node.dataset["genobookReady"] = "1";
  }

  #headOf(index: number): HeadSummary | undefined {
    const column = this.model.rows?.columns[index];
    if (!column || column.isOfPage) return undefined;
    const summary = this.model.summaryAtHead(column.name);
    if (!summary) return undefined;
    const head = this.#heads.get(summary) ?? headSummary(column, summary, this.#options.trans);
    this.#heads.set(summary, head);
    return head;
  }

  /** Says the cell under the cursor, which a canvas cannot, and what its column holds. */
  #speak(): void {
    const { row, column } = this.#cursor();
    const { rows } = this.model;
    if (!rows || row < 0 || column < 0) return;
    const head = this.#headOf(column);
    const value = rows.data("body", row, column);
    this.#spoken.node.textContent = [
      this.#options.trans.__(
        "%1, row %2: %3",
        rows.columns[column]!.name,
        rows.data("row-header", row, 0),
        value === "" ? this.#options.trans.__("missing") : value,
      ),
      ...(head ? [head.values, head.detail] : []),
    ]
      .filter((text) => text !== "")
      .join("; ");
  }

  #cursor(): { readonly row: number; readonly column: number } {
    const model = this.#grid?.selectionModel;
    return { row: model?.cursorRow ?? -1, column: model?.cursorColumn ?? -1 };
  }

  #select(row: number, column: number): void {
    this.#grid?.selectionModel?.select({
      ...{ r1: row, c1: column, r2: row, c2: column },
      ...{ cursorRow: row, cursorColumn: column },
      clear: "all",
    });
  }

  #theme(): void {
    if (this.#grid) themeGrid(this.#grid, this.node, (column) => this.#headOf(column));
    this.#map?.draw();
  }

  #onTheme(): void {
    // The variables change when the new style sheet is in force.
    requestAnimationFrame(() => {
      if (!this.isDisposed) this.#theme();
    });
  }
}
