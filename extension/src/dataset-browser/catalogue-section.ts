import type {
  CatalogueBudget,
  CatalogueDetail,
  CatalogueId,
  Downloaded,
  DownloadPlan,
} from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import type { KernelRequests } from "../data-service/kernel-requests.ts";
import { Answers, refusalOf } from "./answers.ts";
import { catalogueItem, type DatasetItem } from "./dataset-item.ts";
import { catalogueText } from "./dataset-text.ts";
import { ItemList, type Loaded } from "./item-list.ts";

export const CATALOGUES: readonly CatalogueId[] = [
  "gwas",
  "pgs",
  "openGwas",
  "eqtl",
  "openTargets",
];
const MOST_ENTRIES = 25;

export interface CatalogueQuestion {
  readonly catalogue: CatalogueId | "all";
  readonly query: string;
  /** Whether it may leave this machine. */
  readonly isOn: boolean;
}

/** What catalogues are asked for, what they answer, and what was sent to them. */
export class CatalogueSection {
  readonly list: ItemList = new ItemList();
  /** Records of entries, by the row's key. */
  readonly records: Answers<CatalogueDetail> = new Answers();
  readonly downloads: Answers<Downloaded> = new Answers();
  readonly #own: () => Promise<KernelRequests>;
  /** What to do after an error that nobody foresaw. */
  readonly #tryAgain: () => string;
  readonly #changed = new Signal<this, void>(this);
  #question: CatalogueQuestion = { catalogue: "gwas", query: "", isOn: false };
  #budget: CatalogueBudget | undefined;

  constructor(own: () => Promise<KernelRequests>, tryAgain: () => string = () => "") {
    this.#own = own;
    this.#tryAgain = tryAgain;
    const tell = (): void => this.#changed.emit();
    for (const part of [this.list, this.records, this.downloads]) part.changed.connect(tell);
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get question(): CatalogueQuestion {
    return this.#question;
  }

  /** As it was told with the last answer. */
  get budget(): CatalogueBudget | undefined {
    return this.#budget;
  }

  setQuestion(change: Partial<CatalogueQuestion>): void {
    const isOther = change.isOn !== undefined && change.isOn !== this.#question.isOn;
    this.#question = { ...this.#question, ...change };
    // What could not be told offline can be now.
    if (isOther) this.records.forget();
    this.#changed.emit();
    if (change.catalogue === "openGwas") void this.#refreshBudget();
  }

  async search(): Promise<void> {
    const { catalogue, query } = this.#question;
    if (query.trim() === "") return;
    const chosen = catalogue === "all" ? CATALOGUES : [catalogue];
    await this.list.load(async (signal) => {
      const answers = await Promise.allSettled(chosen.map((each) => this.#searchIn(each, signal)));
      const found = answers.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
      const failed = answers.flatMap((each, i) =>
        each.status === "rejected" ? [{ id: chosen[i]!, error: each.reason as unknown }] : [],
      );
      if (found.length === 0 && failed.length > 0) throw failed[0]!.error;
      return {
        items: found.flatMap(({ items }) => items),
        notices: [
          ...found.flatMap(({ notices = [] }) => notices),
          ...failed.map(({ id, error }) => {
            const { what, why, remedy } = refusalOf(error);
            return `${catalogueText(id)}: ${[what, why, remedy || this.#tryAgain()].filter(Boolean).join(" ")}`;
          }),
        ],
      };
    });
    await this.#refreshBudget();
  }

  /** Asks for the record of an entry, once. */
  async loadRecord({ key, catalogue }: DatasetItem): Promise<void> {
    if (catalogue === undefined || this.records.of(key)?.phase === "ready") return;
    const { isOn } = this.#question;
    await this.records.ask(key, async (signal) => {
      const asks = { catalogue: catalogue.id, entry: catalogue.entry, isOn };
      return (await (await this.#own()).ask("catalogues.detail", asks, { signal })).answers;
    });
    await this.#refreshBudget();
  }

  /** What each choice of file would send. */
  async plans({ catalogue }: DatasetItem): Promise<ReadonlyMap<string, DownloadPlan>> {
    const requests = await this.#own();
    const ask = async (choice: string): Promise<DownloadPlan> => {
      const asks = { catalogue: catalogue!.id, entry: catalogue!.entry, choice };
      return (await requests.ask("catalogues.plan", asks)).answers;
    };
    const first = await ask("");
    const plans = await Promise.all(first.choices.map(ask));
    return new Map(first.choices.map((choice, i) => [choice, plans[i]!]));
  }

  /** Downloads and registers; the row tells how far it is, and cancels. */
  async download(
    item: DatasetItem,
    { choice, isOn }: { readonly choice: string; readonly isOn: boolean },
  ): Promise<Downloaded | undefined> {
    const { key, catalogue } = item;
    const got = await this.downloads.ask(key, async (signal, onProgress) => {
      const asks = { catalogue: catalogue!.id, entry: catalogue!.entry, choice, isOn };
      const options = { signal, onProgress };
      return (await (await this.#own()).ask("catalogues.download", asks, options)).answers;
    });
    await this.#refreshBudget();
    // What could not be told of the entry has been kept by now.
    if (got !== undefined) void this.loadRecord(item);
    return got;
  }

  dispose(): void {
    for (const part of [this.list, this.records, this.downloads]) part.dispose();
    Signal.clearData(this);
  }

  async #searchIn(catalogue: CatalogueId, signal: AbortSignal): Promise<Loaded> {
    const { query, isOn } = this.#question;
    const asks = { catalogue, query: query.trim(), isOn, limit: MOST_ENTRIES };
    const { answers } = await (await this.#own()).ask("catalogues.search", asks, { signal });
    const items = answers.entries.map((entry) => catalogueItem(catalogue, entry, answers));
    return { items, notices: answers.notices };
  }

  async #refreshBudget(): Promise<void> {
    try {
      this.#budget = (await (await this.#own()).ask("catalogues.budget", {})).answers;
    } catch {
      // The next answer brings it.
      return;
    }
    this.#changed.emit();
  }
}
