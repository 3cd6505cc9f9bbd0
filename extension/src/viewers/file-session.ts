import type { FileRequests, OpenedFile } from "@genobook/kernel/messages";
import { Signal, type ISignal } from "@lumino/signaling";
import {
  type KernelRequests,
  RefusedRequest,
  type Answered,
  type RequestOptions,
  type WatchOptions,
} from "../data-service/kernel-requests.ts";

/** Refusals after which a file only needs to be opened again. */
const GONE = new Set(["kernel-gone", "closed-file"]);

type OnHandle = Exclude<keyof FileRequests, "file.open">;
type Asks<Name extends OnHandle> = Omit<FileRequests[Name]["asks"], "handle">;

/** A kernel that reads files, or holds values; `own` starts it when it has ended. */
export interface RowsService {
  own(): Promise<KernelRequests>;
}

/** One file in the data service, or one table of a notebook's kernel; opened with the first question, and again when the service has died. */
export class FileSession {
  readonly #asks: FileRequests["file.open"]["asks"];
  readonly #service: RowsService;
  readonly #reopened = new Signal<this, OpenedFile>(this);
  readonly #lost = new Signal<this, void>(this);
  #opened: Promise<OpenedFile> | null = null;
  #wasOpen = false;
  #isDisposed = false;

  constructor(service: RowsService, asks: FileRequests["file.open"]["asks"]) {
    this.#service = service;
    this.#asks = asks;
  }

  /** Emitted when the service had ended and the file is open again; all that was known of its rows is void. */
  get reopened(): ISignal<this, OpenedFile> {
    return this.#reopened;
  }

  /** Emitted when the service has ended; the next question starts it again. */
  get lost(): ISignal<this, void> {
    return this.#lost;
  }

  /** @throws RefusedRequest when the file cannot be read, or no kernel can be started */
  open(): Promise<OpenedFile> {
    this.#opened ??= this.#open().catch((error: unknown) => {
      this.#opened = null;
      throw error;
    });
    return this.#opened;
  }

  /**
   * Asks about the file; when the service has ended meanwhile, once more after opening it again.
   *
   * @throws RefusedRequest
   */
  async ask<Name extends OnHandle>(
    name: Name,
    asks: Asks<Name>,
    options: RequestOptions | WatchOptions<Name> = {},
  ): Promise<Answered<Name>> {
    const opened = this.open();
    try {
      return await this.#askOn(await opened, name, asks, options);
    } catch (error) {
      if (!isGone(error) || this.#isDisposed) throw error;
      if (this.#opened === opened) this.#opened = null;
      return this.#askOn(await this.open(), name, asks, options);
    }
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    void this.#opened
      ?.then((opened) => this.#askOn(opened, "file.close", {}, {}))
      .catch(() => undefined);
    Signal.clearData(this);
  }

  async #open(): Promise<OpenedFile> {
    const asks = this.#asks;
    let opened: OpenedFile;
    try {
      opened = (await (await this.#service.own()).ask("file.open", asks)).answers;
    } catch (error) {
      if (!isGone(error)) throw error;
      opened = (await (await this.#service.own()).ask("file.open", asks)).answers;
    }
    if (this.#wasOpen) this.#reopened.emit(opened);
    this.#wasOpen = true;
    void this.#watch(opened);
    return opened;
  }

  /** Hears of the service's end when nothing else is asked. */
  async #watch(opened: OpenedFile): Promise<void> {
    try {
      await this.#askOn(opened, "file.watch", {}, {});
    } catch (error) {
      if (!isGone(error) || this.#isDisposed) return;
      if ((await this.#opened?.catch(() => null)) === opened) this.#opened = null;
      this.#lost.emit();
    }
  }

  async #askOn<Name extends OnHandle>(
    { handle }: OpenedFile,
    name: Name,
    asks: Asks<Name>,
    options: RequestOptions | WatchOptions<Name>,
  ): Promise<Answered<Name>> {
    const requests = await this.#service.own();
    return requests.ask(name, { ...asks, handle }, options);
  }
}

function isGone(error: unknown): boolean {
  return error instanceof RefusedRequest && GONE.has(error.refusal.tag);
}
