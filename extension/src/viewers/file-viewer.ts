import type { FileKind, FileView } from "@genobook/kernel/messages";
import type { IThemeManager } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import type { DataGrid } from "@lumino/datagrid";
import { Panel, type Widget } from "@lumino/widgets";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { FileSession } from "./file-session.ts";
import { firstRows } from "./first-rows.ts";
import { rowsGrid, themeGrid } from "./grid.ts";
import { LdMap } from "./ld-map.ts";
import { SidePanel } from "./side-panel.tsx";
import { ViewerToolbar } from "./toolbar.tsx";
import { ViewerModel } from "./viewer-model.ts";

export interface FileViewerOptions {
  readonly service: IDataKernel;
  /** From the server's root. */
  readonly path: string;
  readonly trans: TranslationBundle;
  readonly themes: IThemeManager | null;
  /** Shown beside the rows; goes when the data service opens what the page did not know. */
  readonly about: Widget;
  readonly isAboutUnknown: boolean;
  readonly onCode: (kind: FileKind, view: FileView) => void;
}

/** Rows of a file that the data service reads, page by page, with what is known of them beside. */
export class FileViewer extends Panel {
  readonly model: ViewerModel;
  readonly #options: FileViewerOptions;
  readonly #toolbar: ViewerToolbar;
  readonly #main = new Panel();
  #grid: DataGrid | null = null;
  #map: LdMap | null = null;
  #table: Widget | null = null;

  constructor(options: FileViewerOptions) {
    super();
    this.#options = options;
    const { service, path, trans, themes, about } = options;
    this.model = new ViewerModel(new FileSession(service, path));
    this.addClass("jp-GenobookViewer");
    this.#toolbar = new ViewerToolbar({
      model: this.model,
      trans,
      onRegion: (region) => void this.goTo(region),
      onCode: () => this.insertCode(),
      onToggleTable: () => void this.toggleTable(),
      onRetry: () => void this.model.open(),
    });
    const side = new Panel();
    side.addClass("jp-GenobookViewer-aside");
    side.addWidget(about);
    side.addWidget(new SidePanel({ model: this.model, trans }));
    this.#main.addClass("jp-GenobookViewer-main");
    const body = new Panel();
    body.addClass("jp-GenobookViewer-body");
    body.addWidget(this.#main);
    body.addWidget(side);
    this.addWidget(this.#toolbar);
    this.addWidget(body);
    this.model.changed.connect(this.#onChange, this);
    themes?.themeChanged.connect(this.#onTheme, this);
    void this.model.open();
  }

  /** Scrolls to the first row of a region. */
  async goTo(region: string): Promise<void> {
    const first = await this.model.findRegion(region);
    if (first === null || !this.#grid) return;
    this.#grid.scrollToRow(first);
    this.#grid.selectionModel?.select({
      r1: first,
      c1: 0,
      r2: first,
      c2: this.model.rows!.columns.length - 1,
      cursorRow: first,
      cursorColumn: 0,
      clear: "all",
    });
    if (this.#map) await this.#map.drawFrom(first);
  }

  focusBox(name: "where" | "region"): void {
    this.#toolbar.focusBox(name);
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
      return;
    }
    this.#table = await firstRows(rows, this.#options.trans);
    this.#grid.hide();
    this.#main.addWidget(this.#table);
    this.#table.node.focus();
  }

  override dispose(): void {
    if (this.isDisposed) return;
    this.#options.themes?.themeChanged.disconnect(this.#onTheme, this);
    this.model.dispose();
    super.dispose();
  }

  #onChange(): void {
    const { opened, rows } = this.model;
    if (!opened || !rows || this.#grid) return;
    if (this.#options.isAboutUnknown) this.#options.about.hide();
    if (opened.kind === "ld-panel") {
      this.#map = new LdMap(this.model.session, opened.rowCount, this.#options.trans);
      this.#main.addWidget(this.#map);
      void this.#map.drawFrom(0);
    }
    const grid = rowsGrid(rows, (index) => {
      const column = rows.columns[index]!;
      if (!column.isOfPage) void this.model.sortBy(column.name);
    });
    this.#grid = grid;
    grid.addClass("jp-GenobookViewer-grid");
    grid.node.setAttribute("role", "group");
    grid.node.setAttribute("aria-label", this.#options.trans.__("Rows of %1", this.#options.path));
    themeGrid(grid, this.node);
    this.#main.addWidget(grid);
    this.node.dataset["genobookReady"] = "1";
  }

  #onTheme(): void {
    // The variables change when the new style sheet is in force.
    requestAnimationFrame(() => {
      if (this.isDisposed) return;
      if (this.#grid) themeGrid(this.#grid, this.node);
      this.#map?.draw();
    });
  }
}
