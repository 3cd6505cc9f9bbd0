import type {
  CatalogueId,
  DatasetPreview,
  RegistryFacts,
  SensedFacts,
} from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { RequestProgress } from "../data-service/kernel-requests.ts";
import type { IFollowedKernel } from "../status/followed-kernel-token.ts";
import {
  catalogueItem,
  type DatasetItem,
  type Facet,
  type FacetChoice,
  matchingItems,
  NO_FACETS,
  openItem,
  projectItem,
  registeredItem,
  type Section,
} from "./dataset-item.ts";
import { ItemList } from "./item-list.ts";
import type { DatasetBrowserModel } from "./model.ts";

export const CATALOGUES: readonly CatalogueId[] = [
  "gwas",
  "pgs",
  "openGwas",
  "eqtl",
  "openTargets",
];
const REGISTRY_NAME = "genobook.datasets.yaml";
const MOST_ENTRIES = 25;

export interface SectionSources {
  readonly project: DatasetBrowserModel;
  readonly kernels: IDataKernel | null;
  readonly followed: IFollowedKernel | null;
  /** Whether a file is there, from the server's root. */
  readonly hasFile: (path: string) => Promise<boolean>;
}

export interface CatalogueQuestion {
  readonly catalogue: CatalogueId;
  readonly query: string;
  /** Whether it may leave this machine. */
  readonly isOn: boolean;
}

/** All sections of the browser, what is chosen in them, and what they ask kernels. */
export class DatasetSections {
  readonly project: DatasetBrowserModel;
  readonly open: ItemList = new ItemList();
  readonly registered: ItemList = new ItemList();
  readonly catalogues: ItemList = new ItemList();
  readonly #sources: SectionSources;
  readonly #changed = new Signal<this, void>(this);
  /** Of files, by path: what a kernel tells, `loading`, or why there is nothing. */
  readonly #previews = new Map<string, DatasetPreview | string>();
  #facets: FacetChoice = NO_FACETS;
  #expanded = "";
  #question: CatalogueQuestion = { catalogue: "gwas", query: "", isOn: false };
  #isVisible = true;

  constructor(sources: SectionSources) {
    this.#sources = sources;
    this.project = sources.project;
    const tell = (): void => this.#changed.emit();
    this.project.changed.connect(tell);
    for (const list of [this.open, this.registered, this.catalogues]) list.changed.connect(tell);
    const { followed } = sources;
    followed?.changed.connect(() => {
      if (followed.kernel === null && this.open.state.items.length > 0) this.open.clear();
      tell();
    });
    followed?.executed.connect(() => void this.refreshOpen());
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get facets(): FacetChoice {
    return this.#facets;
  }

  /** Key of the row whose card is shown. */
  get expanded(): string {
    return this.#expanded;
  }

  get question(): CatalogueQuestion {
    return this.#question;
  }

  /** Name of the notebook that *Open now* follows; "" without one. */
  get notebook(): string {
    return this.#sources.followed?.kernel ? (this.#sources.followed.name ?? "") : "";
  }

  setFacet(facet: Facet, value: string): void {
    this.#facets = { ...this.#facets, [facet]: value };
    this.#changed.emit();
  }

  expand(key: string): void {
    this.#expanded = this.#expanded === key ? "" : key;
    const item = this.find(this.#expanded);
    if (item?.path !== undefined && item.problem === undefined) void this.#loadPreview(item.path);
    this.#changed.emit();
  }

  setQuestion(change: Partial<CatalogueQuestion>): void {
    this.#question = { ...this.#question, ...change };
    this.#changed.emit();
  }

  /** Nothing is asked of a notebook's kernel while nobody looks. */
  setVisible(isVisible: boolean): void {
    const isShown = isVisible && !this.#isVisible;
    this.#isVisible = isVisible;
    if (isShown) void this.refreshOpen();
  }

  /** All rows of a section, before search and facets. */
  items(section: Section): readonly DatasetItem[] {
    if (section !== "project") return this[section].state.items;
    return this.project.state.datasets
      .filter(({ kind }) => kind !== "unknown")
      .map(projectItem)
      .sort((a, b) => a.kind.localeCompare(b.kind) || a.key.localeCompare(b.key));
  }

  /** Rows of a section as shown. Words of the search have gone to a catalogue's own search already. */
  shown(section: Section): DatasetItem[] {
    const filter = section === "catalogues" ? "" : this.project.state.filter;
    return matchingItems(this.items(section), filter, this.#facets);
  }

  find(key: string): DatasetItem | undefined {
    const section = key.split(":", 1)[0] === "catalogue" ? "catalogues" : key.split(":", 1)[0];
    if (!["open", "project", "registered", "catalogues"].includes(section ?? "")) return undefined;
    return this.items(section as Section).find((item) => item.key === key);
  }

  preview(path: string | undefined): DatasetPreview | string | undefined {
    return path === undefined ? undefined : this.#previews.get(path);
  }

  /** @param isAsked - a person asked; otherwise only a kernel in which a cell has run is */
  async refreshOpen(isAsked = false): Promise<void> {
    const { followed, kernels } = this.#sources;
    const kernel = followed?.kernel;
    if (!kernel || !kernels) {
      this.open.clear();
      return;
    }
    if (!isAsked && !(followed.hasRun && this.#isVisible)) return;
    await this.open.load(async (signal) => {
      const requests = await kernels.of(kernel);
      if (requests === null) return { items: [] };
      const { answers } = await requests.ask("datasets.open", {}, { signal });
      return { items: answers.datasets.map(openItem) };
    });
  }

  async refreshRegistered(): Promise<void> {
    const { kernels, hasFile } = this.#sources;
    if (kernels === null || !(await hasFile(REGISTRY_NAME))) {
      this.registered.clear();
      return;
    }
    await this.registered.load(async (signal) => {
      const requests = await kernels.own();
      const { answers } = await requests.ask("registry.list", {}, { signal });
      return { items: answers.datasets.map(registeredItem) };
    });
  }

  async sense(path: string): Promise<SensedFacts> {
    const requests = await this.#own();
    return (await requests.ask("registry.sense", { path })).answers;
  }

  async register(
    asks: {
      readonly path: string;
      readonly id: string;
      readonly replace: boolean;
      readonly facts: RegistryFacts;
    },
    onProgress: (progress: RequestProgress) => void,
  ): Promise<readonly string[]> {
    const requests = await this.#own();
    const { answers } = await requests.ask("registry.register", asks, { onProgress });
    await this.refreshRegistered();
    return answers.notices;
  }

  async unregister(id: string): Promise<void> {
    const requests = await this.#own();
    await requests.ask("registry.remove", { id });
    await this.refreshRegistered();
  }

  async search(): Promise<void> {
    const { catalogue, query, isOn } = this.#question;
    if (query.trim() === "") return;
    await this.catalogues.load(async (signal) => {
      const requests = await this.#own();
      const asks = { catalogue, query: query.trim(), isOn, limit: MOST_ENTRIES };
      const { answers } = await requests.ask("catalogues.search", asks, { signal });
      const items = answers.entries.map((entry) => catalogueItem(catalogue, entry, answers));
      return { items, notices: answers.notices };
    });
  }

  dispose(): void {
    this.project.dispose();
    for (const list of [this.open, this.registered, this.catalogues]) list.dispose();
    Signal.clearData(this);
  }

  #own(): ReturnType<IDataKernel["own"]> {
    const { kernels } = this.#sources;
    return kernels === null ? Promise.reject(new Error("No kernel.")) : kernels.own();
  }

  async #loadPreview(path: string): Promise<void> {
    if (typeof this.#previews.get(path) === "object") return;
    this.#previews.set(path, "loading");
    try {
      const { answers } = await (await this.#own()).ask("datasets.preview", { path });
      this.#previews.set(path, answers);
    } catch (error) {
      this.#previews.set(path, error instanceof Error ? error.message : String(error));
    }
    this.#changed.emit();
  }
}
