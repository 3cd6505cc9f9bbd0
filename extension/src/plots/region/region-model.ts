import type { PageRequests, Refusal } from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import type { RegionPlace } from "./region-place.ts";

type Asks = PageRequests["plot.region"]["asks"];
export type OpenedRegion = PageRequests["plot.region"]["answers"];

/** Asks the kernel; rejects with `refusal` when there is no answer. */
export type AskRegion = (asks: Asks, signal: AbortSignal) => Promise<OpenedRegion>;

export type RegionState =
  | { readonly kind: "loading" }
  | { readonly kind: "shown"; readonly region: OpenedRegion }
  | { readonly kind: "refused"; readonly refusal: Refusal };

/** What a region panel shows: of several places asked for one after the other only the last. */
export class RegionModel {
  readonly #plotId: string;
  readonly #ask: AskRegion;
  readonly #changed: Signal<this, RegionState> = new Signal(this);
  #abort: AbortController | null = null;
  #place: RegionPlace;
  #reference: string | undefined;
  #state: RegionState = { kind: "loading" };

  constructor(plotId: string, place: RegionPlace, ask: AskRegion) {
    this.#plotId = plotId;
    this.#ask = ask;
    this.#place = place;
  }

  get state(): RegionState {
    return this.#state;
  }

  get changed(): ISignal<this, RegionState> {
    return this.#changed;
  }

  get place(): RegionPlace {
    return this.#place;
  }

  /** Shows a place; its own variant, or the strongest there, becomes the reference unless one is given. */
  async open(place: RegionPlace, reference: string | undefined = place.variantId): Promise<void> {
    this.#abort?.abort();
    const abort = new AbortController();
    this.#abort = abort;
    this.#place = place;
    this.#reference = reference;
    const { chromosome, from, to } = place;
    this.#set({ kind: "loading" });
    try {
      const asks = { plotId: this.#plotId, chromosome, from, to, referenceVariantId: reference };
      const region = await this.#ask(asks, abort.signal);
      if (!abort.signal.aborted) this.#set({ kind: "shown", region });
    } catch (error) {
      if (!abort.signal.aborted) this.#set({ kind: "refused", refusal: refusalOf(error) });
    }
  }

  /** The same region with another reference. */
  refer(variantId: string): Promise<void> {
    return this.open(this.#place, variantId);
  }

  retry(): Promise<void> {
    return this.open(this.#place, this.#reference);
  }

  dispose(): void {
    this.#abort?.abort();
    Signal.clearData(this);
  }

  #set(state: RegionState): void {
    this.#state = state;
    this.#changed.emit(state);
  }
}

function refusalOf(error: unknown): Refusal {
  const { refusal } = (error ?? {}) as { readonly refusal?: Refusal };
  if (refusal !== undefined) return refusal;
  return {
    tag: "internal",
    what: error instanceof Error ? error.message : String(error),
    why: "The page did not expect this.",
    remedy: "Try again; if it comes back, run the plot's cell again.",
  };
}
