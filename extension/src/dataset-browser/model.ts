import { type ISignal, Signal } from "@lumino/signaling";
import { atMost } from "../data-service/at-most.ts";
import {
  describeEntries,
  type ProjectDataset,
  type ProjectFiles,
} from "../data-service/project-files.ts";
import type { Section } from "./dataset-item.ts";
import { type ScanLimits, type ScannedFolder, scanFolders } from "./scan.ts";

/** What the user set up in the panel, and finds again in the next session. */
export interface BrowserView {
  readonly filter: string;
  /** Sections that are folded up. */
  readonly closed: readonly Section[];
}

export interface BrowserState extends BrowserView {
  readonly phase: "untouched" | "searching" | "ready" | "failed";
  readonly datasets: readonly ProjectDataset[];
  /** Set when a limit ended the search early. */
  readonly stoppedBy?: keyof ScanLimits | undefined;
  /** Folders whose files could not be read, with the reason. */
  readonly unreadable: readonly { readonly folder: string; readonly reason: string }[];
  /** Why the search failed. */
  readonly failure?: string | undefined;
}

/** A folder is told from the heads of its files; four at a time keep a server busy and leave it some connections. */
const TOLD_AT_A_TIME = 4;
const SHOW_EVERY_MS = 150;

/** What the project holds, as the panel shows it. Knows neither the page nor JupyterLab's shell. */
export class DatasetBrowserModel {
  readonly #files: ProjectFiles;
  readonly #told = new Map<string, { key: string; datasets: readonly ProjectDataset[] }>();
  readonly #changed = new Signal<this, BrowserState>(this);
  #limits: ScanLimits;
  #search: AbortController | null = null;
  #shown: ReturnType<typeof setTimeout> | undefined;
  #state: BrowserState = {
    phase: "untouched",
    datasets: [],
    unreadable: [],
    filter: "",
    closed: [],
  };

  constructor(files: ProjectFiles, limits: ScanLimits) {
    this.#files = files;
    this.#limits = limits;
  }

  get state(): BrowserState {
    return this.#state;
  }

  get changed(): ISignal<this, BrowserState> {
    return this.#changed;
  }

  setLimits(limits: ScanLimits): void {
    this.#limits = limits;
  }

  setFilter(filter: string): void {
    this.#update({ filter });
  }

  /** Folds a section up or unfolds it. */
  setClosed(section: Section, isClosed: boolean): void {
    if (this.#state.closed.includes(section) === isClosed) return;
    const others = this.#state.closed.filter((other) => other !== section);
    this.#update({ closed: isClosed ? [...others, section] : others });
  }

  /**
   * Searches the project again and shows what it finds as it comes; what an earlier search found stays until then.
   *
   * Folders whose listing is unchanged are not read again. A running search is dropped.
   *
   * @param isQuiet - nobody asked: the search is not spoken of, only what it finds
   */
  async refresh(isQuiet = false): Promise<void> {
    this.#stop();
    const search = new AbortController();
    const { signal } = search;
    this.#search = search;
    if (!isQuiet || this.#state.phase !== "ready")
      this.#update({ phase: "searching", failure: undefined });
    const earlier = this.#state.datasets;
    const found = new Map<string, readonly ProjectDataset[]>();
    const unreadable: { folder: string; reason: string }[] = [];
    const foundSoFar = (): ProjectDataset[] => [
      ...[...found.values()].flat(),
      ...earlier.filter(({ folder }) => !found.has(folder)),
    ];
    const gate = atMost(TOLD_AT_A_TIME);
    const tellings: Promise<void>[] = [];
    const tell = async (folder: ScannedFolder): Promise<void> => {
      if (signal.aborted) return;
      try {
        found.set(folder.path, await this.#tell(folder, signal));
      } catch (error) {
        unreadable.push({ folder: folder.path, reason: reasonOf(error) });
      }
      if (!signal.aborted) this.#showSoon(foundSoFar);
    };
    try {
      const stoppedBy = await scanFolders(this.#files, "", {
        limits: this.#limits,
        signal,
        onFolder: (folder) => tellings.push(gate(() => tell(folder))),
      });
      await Promise.all(tellings);
      signal.throwIfAborted();
      const datasets = [...found.values()].flat();
      this.#update({ phase: "ready", datasets, stoppedBy, unreadable });
    } catch (error) {
      if (!signal.aborted) this.#update({ phase: "failed", failure: reasonOf(error) });
    }
  }

  dispose(): void {
    this.#stop();
    Signal.clearData(this);
  }

  #stop(): void {
    this.#search?.abort();
    clearTimeout(this.#shown);
    this.#shown = undefined;
  }

  /** Drawing hundreds of rows after each of hundreds of folders would take longer than reading them. */
  #showSoon(foundSoFar: () => ProjectDataset[]): void {
    this.#shown ??= setTimeout(() => {
      this.#shown = undefined;
      if (this.#state.phase === "searching") this.#update({ datasets: foundSoFar() });
    }, SHOW_EVERY_MS);
  }

  async #tell(folder: ScannedFolder, signal: AbortSignal): Promise<readonly ProjectDataset[]> {
    const key = folder.entries
      .map(({ name, size, modified }) => `${name}/${size}/${modified}`)
      .join();
    const known = this.#told.get(folder.path);
    if (known?.key === key) return known.datasets;
    const datasets = await describeEntries(this.#files, folder.entries, signal);
    this.#told.set(folder.path, { key, datasets });
    return datasets;
  }

  #update(change: Partial<BrowserState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed.emit(this.#state);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
