import type { Refusal } from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import { refusalOf } from "./answers.ts";
import type { DatasetItem } from "./dataset-item.ts";

export interface ItemListState {
  readonly phase: "idle" | "loading" | "ready" | "failed";
  readonly items: readonly DatasetItem[];
  readonly failure?: Refusal | undefined;
  /** What is said under the rows. */
  readonly notices: readonly string[];
}

export interface Loaded {
  readonly items: readonly DatasetItem[];
  readonly notices?: readonly string[];
}

/** Data sets that something else knows: a kernel, a registry, a catalogue. The later of two questions wins. */
export class ItemList {
  readonly #changed = new Signal<this, void>(this);
  #state: ItemListState = { phase: "idle", items: [], notices: [] };
  #running: AbortController | null = null;

  get state(): ItemListState {
    return this.#state;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  async load(ask: (signal: AbortSignal) => Promise<Loaded>): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#update({ ...this.#state, phase: "loading", failure: undefined });
    try {
      const { items, notices = [] } = await ask(running.signal);
      if (this.#running === running) this.#update({ phase: "ready", items, notices });
    } catch (error) {
      if (this.#running !== running) return;
      const items = this.#state.items;
      this.#update({ phase: "failed", items, notices: [], failure: refusalOf(error) });
    }
  }

  /** Forgets what was found. */
  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.#update({ phase: "idle", items: [], notices: [] });
  }

  dispose(): void {
    this.#running?.abort();
    Signal.clearData(this);
  }

  #update(state: ItemListState): void {
    this.#state = state;
    this.#changed.emit();
  }
}
