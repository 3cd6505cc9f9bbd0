import type { Refusal, SessionVariable } from "@genobook/kernel/messages";
import { type ISignal, Signal } from "@lumino/signaling";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { IFollowedKernel } from "../status/followed-kernel-token.ts";
import type { PageVisibility } from "../status/page-visibility.ts";
import { refusalOf } from "../status/refusal-of.ts";

/** Cells that follow each other closely are one reason to ask. */
const QUIET_MS = 150;

export interface VariablesState {
  /** File name of the notebook that the list is of; "" without a notebook. */
  readonly notebook: string;
  /** Whether that notebook's kernel is one of ours. */
  readonly isOurs: boolean;
  readonly isBusy: boolean;
  /** `waiting` until the kernel has answered for the first time. */
  readonly phase: "waiting" | "ready" | "failed";
  readonly variables: readonly SessionVariable[];
  /** How many there are in the kernel, listed or not. */
  readonly total: number;
  readonly filter: string;
  readonly refusal: Refusal | null;
}

/**
 * The variables of the current notebook's kernel. The kernel is asked only while the list can be seen: when it comes into
 * view, when another notebook is followed, and after cells.
 */
export class VariablesModel {
  readonly #followed: IFollowedKernel;
  readonly #kernels: IDataKernel;
  readonly #page: PageVisibility;
  readonly #changed = new Signal<this, void>(this);
  #isShown = false;
  #isStale = true;
  #kernel: IFollowedKernel["kernel"] = null;
  #asked: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #answer: Pick<VariablesState, "phase" | "variables" | "total" | "refusal"> = NOTHING;
  #filter = "";

  constructor(followed: IFollowedKernel, kernels: IDataKernel, page: PageVisibility) {
    this.#followed = followed;
    this.#kernels = kernels;
    this.#page = page;
    this.#kernel = followed.kernel;
    followed.changed.connect(this.#onChange);
    followed.executed.connect(this.#onExecuted);
    page.changed.connect(() => this.#askIfStale());
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get state(): VariablesState {
    const { name, kernel, isBusy } = this.#followed;
    return {
      notebook: name,
      isOurs: kernel !== null,
      isBusy,
      filter: this.#filter,
      ...this.#answer,
    };
  }

  /** The variables that the filter lets through: its words occur in name, kind, type, build or origin. */
  get filtered(): readonly SessionVariable[] {
    const words = this.#filter.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return this.#answer.variables;
    return this.#answer.variables.filter(({ name, kind, type, build, origin }) => {
      const text = [name, kind, type, build, origin].join(" ").toLowerCase();
      return words.every((word) => text.includes(word));
    });
  }

  setFilter(filter: string): void {
    this.#filter = filter;
    this.#changed.emit();
  }

  /** Says whether the list is on screen. */
  setShown(isShown: boolean): void {
    this.#isShown = isShown;
    if (isShown) this.#isStale = true;
    else this.#asked?.abort();
    this.#askIfStale();
  }

  /** Asks the kernel again, if the list can be seen. */
  refresh(): void {
    this.#isStale = true;
    this.#askIfStale();
  }

  readonly #onChange = (): void => {
    const { kernel } = this.#followed;
    if (kernel !== this.#kernel) {
      this.#kernel = kernel;
      this.#asked?.abort();
      this.#answer = NOTHING;
      this.#isStale = true;
      this.#askIfStale();
    }
    this.#changed.emit();
  };

  readonly #onExecuted = (): void => {
    this.#isStale = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#askIfStale(), QUIET_MS);
  };

  #askIfStale(): void {
    if (this.#isStale && this.#isShown && this.#page.isVisible) void this.#ask();
  }

  async #ask(): Promise<void> {
    const kernel = this.#kernel;
    if (!kernel) return;
    this.#isStale = false;
    this.#asked?.abort();
    const abort = new AbortController();
    this.#asked = abort;
    const { signal } = abort;
    try {
      const requests = await this.#kernels.of(kernel);
      if (!requests || signal.aborted) return;
      const { answers } = await requests.ask("session.variables", {}, { signal });
      if (signal.aborted) return;
      this.#answer = { phase: "ready", refusal: null, ...answers };
    } catch (error) {
      if (signal.aborted) return;
      this.#answer = { ...NOTHING, phase: "failed", refusal: refusalOf(error) };
    }
    this.#changed.emit();
  }
}

const NOTHING = { phase: "waiting", variables: [], total: 0, refusal: null } as const;
