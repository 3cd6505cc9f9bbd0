import type {
  DatasetPreview,
  Refusal,
  RegisteredDataset,
  RegistryFacts,
  SensedFacts,
  VerifiedFile,
} from "@genobook/kernel/messages";
import { PathExt } from "@jupyterlab/coreutils";
import { type ISignal, Signal } from "@lumino/signaling";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import { RefusedRequest, type RequestProgress } from "../data-service/kernel-requests.ts";
import type { IFollowedKernel } from "../status/followed-kernel-token.ts";
import { Answers } from "./answers.ts";
import { CatalogueSection } from "./catalogue-section.ts";
import {
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
import { ranBefore } from "./ran-before.ts";

const REGISTRY_NAME = "genobook.datasets.yaml";

export interface SectionSources {
  readonly project: DatasetBrowserModel;
  readonly kernels: IDataKernel | null;
  readonly followed: IFollowedKernel | null;
  /** Whether a file is there, from the server's root. */
  readonly hasFile: (path: string) => Promise<boolean>;
  /** Why nothing is answered where no kernel can be asked. */
  readonly noKernel: Refusal;
  /** What to do after an error that nobody foresaw. */
  readonly tryAgain: string;
}

/** All sections of the browser, what is chosen in them, and what they ask kernels. */
export class DatasetSections {
  readonly project: DatasetBrowserModel;
  readonly open: ItemList = new ItemList();
  readonly registered: ItemList = new ItemList();
  readonly catalogue: CatalogueSection = new CatalogueSection(
    () => this.#own(),
    () => this.#sources.tryAgain,
  );
  /** What kernels tell of files, by path. */
  readonly previews: Answers<DatasetPreview> = new Answers();
  /** Whether registered files are still the same, by row. */
  readonly verified: Answers<readonly VerifiedFile[]> = new Answers();
  readonly #sources: SectionSources;
  readonly #changed = new Signal<this, void>(this);
  readonly #shownAgain = new Signal<this, void>(this);
  #known: readonly RegisteredDataset[] = [];
  #facets: FacetChoice = NO_FACETS;
  #expanded = "";
  #isVisible = true;
  #kernelId = "";

  constructor(sources: SectionSources) {
    this.#sources = sources;
    this.project = sources.project;
    const tell = (): void => this.#changed.emit();
    this.project.changed.connect(tell);
    for (const list of [this.open, this.registered]) list.changed.connect(tell);
    for (const part of [this.previews, this.verified, this.catalogue]) part.changed.connect(tell);
    const { followed } = sources;
    followed?.changed.connect(() => {
      this.#followKernel(followed.kernel?.id ?? "");
      tell();
    });
    this.#kernelId = followed?.kernel?.id ?? "";
    followed?.executed.connect(() => void this.refreshOpen());
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get isVisible(): boolean {
    return this.#isVisible;
  }

  /** The browser was hidden and is seen again. */
  get shownAgain(): ISignal<this, void> {
    return this.#shownAgain;
  }

  get facets(): FacetChoice {
    return this.#facets;
  }

  /** Key of the row whose card is shown. */
  get expanded(): string {
    return this.#expanded;
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
    if (item !== undefined) {
      void this.catalogue.loadRecord(item);
      if (this.previews.of(item.path)?.phase !== "ready") void this.look(item);
    }
    this.#changed.emit();
  }

  /** Looks into the file of a row: into its head or a sample, or into every row. */
  async look({ path, problem, kind }: DatasetItem, isEvery = false): Promise<void> {
    if (path === undefined || problem !== undefined) return;
    await this.previews.ask(path, async (signal, onProgress) => {
      const asks = { path, kind, isEvery };
      const requests = await this.#own();
      return (await requests.ask("datasets.preview", asks, { signal, onProgress })).answers;
    });
  }

  /** Looks into files anew, which may have changed since. */
  lookAgain(): void {
    this.previews.forget();
    this.verified.forget();
    const item = this.find(this.#expanded);
    if (item !== undefined) void this.look(item);
  }

  /** Reads a registered data set's files for their hashes. */
  async verify({ key, registeredId }: DatasetItem): Promise<void> {
    const files = await this.verified.ask(key, async (signal, onProgress) => {
      const asks = { id: registeredId ?? "" };
      const requests = await this.#own();
      return (await requests.ask("registry.verify", asks, { signal, onProgress })).answers.files;
    });
    // What was read tells more of this data set, and of what was made of it, than times did.
    if (files !== undefined) await this.refreshRegistered();
  }

  /** Nothing is asked of a notebook's kernel while nobody looks. */
  setVisible(isVisible: boolean): void {
    const isShown = isVisible && !this.#isVisible;
    this.#isVisible = isVisible;
    if (!isShown) return;
    void this.refreshOpen();
    this.#shownAgain.emit();
  }

  /** All rows of a section, before search and facets. */
  items(section: Section): readonly DatasetItem[] {
    if (section === "catalogues") return this.catalogue.list.state.items;
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

  /** @param isAsked - a person asked; otherwise only a kernel in which a cell has run is, also before this page was loaded */
  async refreshOpen(isAsked = false): Promise<void> {
    const { followed, kernels } = this.#sources;
    const kernel = followed?.kernel;
    if (!kernel || !kernels) {
      this.open.clear();
      return;
    }
    const hasRun = (): boolean => followed.hasRun || ranBefore(followed.notebook);
    if (!isAsked && !(this.#isVisible && hasRun())) return;
    const folder = PathExt.dirname(followed.notebook?.context.path ?? "");
    await this.open.load(async (signal) => {
      const requests = await kernels.of(kernel);
      if (requests === null) return { items: [] };
      const { answers } = await requests.ask("datasets.open", {}, { signal });
      return { items: answers.datasets.map((each) => openItem(each, this.#known, folder)) };
    });
  }

  async refreshRegistered(): Promise<void> {
    const { kernels, hasFile } = this.#sources;
    if (kernels === null || !(await hasFile(REGISTRY_NAME))) {
      this.#known = [];
      this.registered.clear();
      return;
    }
    await this.registered.load(async (signal) => {
      const requests = await kernels.own();
      const { answers } = await requests.ask("registry.list", {}, { signal });
      const { datasets } = answers;
      this.#known = datasets;
      return { items: datasets.map((each) => registeredItem(each, datasets)) };
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
    void this.refreshOpen();
    return answers.notices;
  }

  async unregister(id: string): Promise<void> {
    const requests = await this.#own();
    await requests.ask("registry.remove", { id });
    await this.refreshRegistered();
  }

  dispose(): void {
    this.project.dispose();
    for (const list of [this.open, this.registered]) list.dispose();
    for (const part of [this.previews, this.verified, this.catalogue]) part.dispose();
    Signal.clearData(this);
  }

  /** What one kernel holds is not what another does. */
  #followKernel(id: string): void {
    if (id === this.#kernelId) return;
    this.#kernelId = id;
    this.open.clear();
    if (id !== "") void this.refreshOpen();
  }

  #own(): ReturnType<IDataKernel["own"]> {
    const { kernels } = this.#sources;
    return kernels === null
      ? Promise.reject(new RefusedRequest(this.#sources.noKernel))
      : kernels.own();
  }
}
