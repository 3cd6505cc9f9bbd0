import type {
  FileColumnSummary,
  FileStrip,
  FileView,
  OpenedFile,
  Refusal,
} from "@genobook/kernel/messages";
import { Signal, type ISignal } from "@lumino/signaling";
import type { FileSession } from "./file-session.ts";
import { refusalOf } from "./refusal-of.ts";
import { RowsModel } from "./rows-model.ts";

/** What a viewer knows of its file and shows of it; no DOM. */
export class ViewerModel {
  readonly session: FileSession;
  readonly #changed = new Signal<this, void>(this);
  readonly #asked = new AbortController();
  #summaryAsked = new AbortController();
  opened: OpenedFile | null = null;
  rows: RowsModel | null = null;
  error: Refusal | null = null;
  /** Said once to screen readers and shown: the service ended or started again, a region was found, a search was stopped. */
  message:
    | { readonly is: "ended" | "restarted" | "stopped" }
    | { readonly is: "region"; readonly count: number }
    | null = null;
  rowCount = 0;
  /** Share of the file that is read; undefined when nobody waits. */
  progress: number | undefined;
  isBusy = false;
  /** Rows that are read, of a file that is still being read. */
  rowsRead = 0;
  #searching: AbortController | null = null;
  readonly summaries = new Map<string, FileColumnSummary>();
  readonly #headsAsked = new Set<string>();
  strip: FileStrip | null = null;
  isDisposed = false;

  constructor(session: FileSession) {
    this.session = session;
    session.reopened.connect((_, opened) => this.#onReopened(opened));
    session.lost.connect(() => {
      this.message = { is: "ended" };
      this.#notify();
    });
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get view(): FileView {
    return this.rows?.view ?? { where: "", orderBy: "", isDescending: false };
  }

  async open(): Promise<void> {
    await this.#trying(async () => {
      this.#take(await this.session.open());
      this.#notify();
      if (!this.opened?.isWhole) await this.#awaitWhole();
      if (this.opened?.kind === "genotypes") await this.loadStrip(false);
    });
  }

  /** Shows the rows that satisfy a condition, in an order; a refusal leaves the present view as it is. */
  async show(view: FileView): Promise<void> {
    const { rows } = this;
    if (!rows) return;
    const before = rows.view;
    const isFilterNew = before.where !== view.where;
    await this.#searchingFor(async (signal) => {
      this.isBusy = true;
      this.message = null;
      this.#notify();
      // Asked before the grid changes, so that a condition that cannot be read costs nothing.
      const { answers } = await this.session.ask(
        "file.rows",
        { view, from: 0, count: 1 },
        { signal, onProgress: ({ done, total }) => this.#read(done, total) },
      );
      this.rowCount = answers.rowCount;
      rows.setView(view, answers.rowCount);
      if (isFilterNew) this.#forgetSummaries();
    });
  }

  /** Stops what is being looked for; the present view stays. */
  stop(): void {
    if (!this.#searching) return;
    this.#searching.abort();
    this.message = { is: "stopped" };
    this.#notify();
  }

  /** The summary of a column whose head is looked at; it is asked for once all rows are read. */
  summaryAtHead(column: string): FileColumnSummary | undefined {
    const known = this.summaries.get(column);
    if (known || !this.opened?.isWhole || this.#headsAsked.has(column)) return known;
    this.#headsAsked.add(column);
    void this.loadSummary(column);
    return undefined;
  }

  sortBy(column: string): Promise<void> {
    const { view } = this;
    const next =
      view.orderBy !== column
        ? { orderBy: column, isDescending: false }
        : view.isDescending
          ? { orderBy: "", isDescending: false }
          : { orderBy: column, isDescending: true };
    return this.show({ ...view, ...next });
  }

  /** @returns where a region lies in a view, the present one by default; null when it has no row there or cannot be read */
  async findRegion(
    region: string,
    view: FileView = this.view,
  ): Promise<{ readonly first: number; readonly count: number } | null> {
    let found: { readonly first: number; readonly count: number } | null = null;
    await this.#searchingFor(async (signal) => {
      this.isBusy = true;
      this.#notify();
      const { answers } = await this.session.ask(
        "file.region",
        { view, region },
        { signal, onProgress: ({ done, total }) => this.#read(done, total) },
      );
      const { first, count } = answers;
      if (first !== null) found = { first, count };
      this.message = { is: "region", count };
    });
    return found;
  }

  async loadSummary(column: string, isEvery = false): Promise<void> {
    const { signal } = this.#summaryAsked;
    try {
      const { answers } = await this.session.ask(
        "file.summary",
        { view: this.view, column, isEvery },
        { signal },
      );
      if (signal.aborted) return;
      this.summaries.set(column, answers);
      this.rows?.redrawHeads();
      this.#notify();
    } catch (error) {
      if (!signal.aborted) this.#refuse(error);
    }
  }

  async loadStrip(isEvery: boolean): Promise<void> {
    await this.#trying(async () => {
      const { answers } = await this.session.ask(
        "file.strip",
        { isEvery },
        { signal: this.#asked.signal, onProgress: ({ done, total }) => this.#read(done, total) },
      );
      this.strip = answers;
    });
  }

  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#asked.abort();
    this.#summaryAsked.abort();
    this.session.dispose();
    Signal.clearData(this);
  }

  async #awaitWhole(): Promise<void> {
    const { answers } = await this.session.ask(
      "file.whole",
      {},
      {
        signal: this.#asked.signal,
        onProgress: ({ done, total }) => this.#read(done, total),
        onUpdate: ({ rowCount, rowsExpected }) => this.#expect(rowCount, rowsExpected),
      },
    );
    this.opened = answers;
    if (this.view.where === "") {
      this.rowCount = answers.rowCount;
      this.rows?.setView(this.view, answers.rowCount);
    }
    this.#forgetSummaries();
  }

  #expect(rowsRead: number, rowsExpected: number): void {
    this.rowsRead = rowsRead;
    if (isPlain(this.view)) this.rows?.expectRows(rowsExpected);
    this.#notify();
  }

  #take(opened: OpenedFile): void {
    this.opened = opened;
    this.rowCount = opened.rowCount;
    this.rowsRead = opened.rowCount;
    this.rows ??= new RowsModel({
      session: this.session,
      columns: opened.columns,
      rowCount: opened.rowsExpected,
      onError: (error) => this.#refuse(error),
      onProgress: (share) => {
        this.progress = share;
        this.#notify();
      },
      onRowCount: (count) => {
        if (count === this.rowCount) return;
        this.rowCount = count;
        this.#notify();
      },
    });
  }

  #onReopened(opened: OpenedFile): void {
    this.opened = opened;
    this.error = null;
    this.message = { is: "restarted" };
    this.#forgetSummaries();
    this.rows?.setView(this.view);
    this.#notify();
    if (!opened.isWhole) void this.#trying(() => this.#awaitWhole());
  }

  /** Those on their way are of rows that are not shown any more. */
  #forgetSummaries(): void {
    this.#summaryAsked.abort();
    this.#summaryAsked = new AbortController();
    this.#headsAsked.clear();
    this.summaries.clear();
    this.rows?.redrawHeads();
  }

  /** One search at a time, which can be stopped: a new one stops the last. */
  async #searchingFor(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    this.#searching?.abort();
    const searching = new AbortController();
    this.#searching = searching;
    this.#asked.signal.addEventListener("abort", () => searching.abort(), { once: true });
    await this.#trying(() => work(searching.signal), false);
    if (this.#searching !== searching) return;
    this.#searching = null;
    this.isBusy = false;
    this.progress = undefined;
    this.#notify();
  }

  async #trying(work: () => Promise<void>, endsProgress = true): Promise<void> {
    try {
      this.error = null;
      await work();
    } catch (error) {
      this.#refuse(error);
    } finally {
      if (endsProgress) this.progress = undefined;
      this.#notify();
    }
  }

  #read(done: number, total: number | undefined): void {
    this.progress = total === undefined ? undefined : done / total;
    this.#notify();
  }

  #refuse(error: unknown): void {
    const refusal = refusalOf(error);
    if (refusal.tag !== "cancelled") this.error = refusal;
    this.#notify();
  }

  #notify(): void {
    if (!this.isDisposed) this.#changed.emit();
  }
}

function isPlain({ where, orderBy }: FileView): boolean {
  return where.trim() === "" && orderBy === "";
}
