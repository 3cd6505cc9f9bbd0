import type { Refusal, SessionStatus } from "@genobook/kernel/messages";
import type { Kernel } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import type { IDataKernel } from "../data-service/data-kernel-token.ts";
import type { IFollowedKernel } from "./followed-kernel-token.ts";
import type { PageVisibility } from "./page-visibility.ts";
import { refusalOf } from "./refusal-of.ts";

/** What the status item shows. */
export interface StatusState {
  /** File name of the notebook. */
  readonly notebook: string;
  /** Whether the notebook's kernel is one of ours. */
  readonly isOurs: boolean;
  readonly isBusy: boolean;
  /** What the kernel last said; null before it was asked. */
  readonly status: SessionStatus | null;
  /** Why the kernel does not say it. */
  readonly refusal: Refusal | null;
}

/**
 * Follows the current notebook's kernel. The kernel is asked once a cell has run in it or the details are open, never
 * because a notebook was opened; and only while the page is visible. It then tells by itself what changes.
 */
export class StatusModel {
  readonly #followed: IFollowedKernel;
  readonly #kernels: IDataKernel;
  readonly #page: PageVisibility;
  readonly #changed = new Signal<this, void>(this);
  #detailsAreOpen = false;
  #watch: { readonly kernel: Kernel.IKernelConnection; readonly abort: AbortController } | null =
    null;
  #known: Kernel.IKernelConnection | null = null;
  #status: SessionStatus | null = null;
  #refusal: Refusal | null = null;

  constructor(followed: IFollowedKernel, kernels: IDataKernel, page: PageVisibility) {
    this.#followed = followed;
    this.#kernels = kernels;
    this.#page = page;
    followed.changed.connect(this.#onChange);
    page.changed.connect(this.#onChange);
    this.#onChange();
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get state(): StatusState {
    const { name, kernel, isBusy } = this.#followed;
    return {
      notebook: name,
      isOurs: kernel !== null,
      isBusy,
      status: this.#status,
      refusal: this.#refusal,
    };
  }

  setDetailsOpen(areOpen: boolean): void {
    this.#detailsAreOpen = areOpen;
    this.#onChange();
  }

  readonly #onChange = (): void => {
    const { kernel, hasRun, isBusy } = this.#followed;
    if (kernel !== this.#known) {
      this.#known = kernel;
      this.#status = null;
      this.#refusal = null;
    }
    const wanted = this.#page.isVisible && (hasRun || isBusy || this.#detailsAreOpen);
    const target = wanted ? kernel : null;
    if (this.#watch && this.#watch.kernel !== target) {
      this.#watch.abort.abort();
      this.#watch = null;
    }
    if (target && !this.#watch) void this.#ask(target);
    this.#changed.emit();
  };

  async #ask(kernel: Kernel.IKernelConnection): Promise<void> {
    const abort = new AbortController();
    const watch = { kernel, abort };
    this.#watch = watch;
    const { signal } = abort;
    const onUpdate = (status: SessionStatus): void => {
      if (signal.aborted) return;
      this.#status = status;
      this.#refusal = null;
      this.#changed.emit();
    };
    try {
      const requests = await this.#kernels.of(kernel);
      await requests?.ask("session.status", {}, { signal, onUpdate });
    } catch (error) {
      if (signal.aborted) return;
      this.#status = null;
      this.#refusal = refusalOf(error);
      // Asked again with the next cell.
      this.#watch = this.#watch === watch ? null : this.#watch;
      this.#changed.emit();
    }
  }
}
