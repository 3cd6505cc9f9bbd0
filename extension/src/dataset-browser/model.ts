import type { DatasetDescription } from "@genobook/analysis/describe";
import { type ISignal, Signal } from "@lumino/signaling";
import {
  describeEntries,
  type ProjectDataset,
  type ProjectFiles,
} from "../data-service/project-files.ts";
import { type ScanLimits, type ScannedFolder, scanFolders } from "./scan.ts";

export type SectionKind = Exclude<DatasetDescription["kind"], "unknown">;
export const SECTION_KINDS: readonly SectionKind[] = [
  "genotypes",
  "phenotypes",
  "summary-statistics",
];

export interface BrowserState {
  readonly phase: "untouched" | "searching" | "ready" | "failed";
  readonly datasets: readonly ProjectDataset[];
  readonly filter: string;
  /** Set when a limit ended the search early. */
  readonly stoppedBy?: keyof ScanLimits | undefined;
  /** Folders whose files could not be read, with the reason. */
  readonly unreadable: readonly { readonly folder: string; readonly reason: string }[];
  /** Why the search failed. */
  readonly failure?: string | undefined;
}

/** What the project holds, as the panel shows it. Knows neither the page nor JupyterLab's shell. */
export class DatasetBrowserModel {
  readonly #files: ProjectFiles;
  readonly #told = new Map<string, { key: string; datasets: readonly ProjectDataset[] }>();
  readonly #changed = new Signal<this, BrowserState>(this);
  #limits: ScanLimits;
  #search: AbortController | null = null;
  #state: BrowserState = { phase: "untouched", datasets: [], filter: "", unreadable: [] };

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

  /** Searches the project again; folders whose listing is unchanged are not read again. A running search is dropped. */
  async refresh(): Promise<void> {
    this.#search?.abort();
    const search = new AbortController();
    this.#search = search;
    this.#update({ phase: "searching", failure: undefined });
    try {
      const { folders, stoppedBy } = await scanFolders(
        this.#files,
        "",
        this.#limits,
        search.signal,
      );
      const datasets: ProjectDataset[] = [];
      const unreadable: { folder: string; reason: string }[] = [];
      for (const folder of folders) {
        try {
          datasets.push(...(await this.#tell(folder, search.signal)));
        } catch (error) {
          search.signal.throwIfAborted();
          unreadable.push({ folder: folder.path, reason: reasonOf(error) });
        }
        search.signal.throwIfAborted();
        this.#update({ datasets: [...datasets] });
      }
      this.#update({ phase: "ready", datasets, stoppedBy, unreadable });
    } catch (error) {
      if (!search.signal.aborted) this.#update({ phase: "failed", failure: reasonOf(error) });
    }
  }

  dispose(): void {
    this.#search?.abort();
    Signal.clearData(this);
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

/** The data sets of one section that contain every word of the filter in path, format or build. */
export function sectionDatasets(state: BrowserState, kind: SectionKind): ProjectDataset[] {
  const words = state.filter.toLowerCase().split(/\s+/);
  return state.datasets
    .filter((dataset) => dataset.kind === kind)
    .filter((dataset) => {
      const text = `${dataset.path} ${dataset.format} ${dataset.build?.name ?? ""}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .sort((a, b) => a.path.localeCompare(b.path));
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
