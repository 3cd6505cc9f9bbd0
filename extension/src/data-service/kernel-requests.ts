import { COMM_TARGET, pageLanguage } from "@genobook/kernel/messages";
import type {
  KernelMessage,
  PageLanguage,
  PageMessage,
  PageRequests,
  Refusal,
  RequestName,
} from "@genobook/kernel/messages";
import type { Kernel, KernelMessage as Wire } from "@jupyterlab/services";
import { type ITranslator, nullTranslator, type TranslationBundle } from "@jupyterlab/translation";
import type { JSONObject } from "@lumino/coreutils";
import { TRANSLATION_DOMAIN } from "../conventions.ts";

/** A request that a kernel did not answer; `message` says what, why and what to do. */
export class RefusedRequest extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`${refusal.what} ${refusal.why} ${refusal.remedy}`);
    this.name = "RefusedRequest";
    this.refusal = refusal;
  }
}

export interface RequestProgress {
  readonly title: string;
  readonly done: number;
  readonly total?: number | undefined;
}

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: RequestProgress) => void) | undefined;
}

/** Options of a request that the kernel answers again and again. */
export interface WatchOptions<Name extends RequestName> extends RequestOptions {
  readonly onUpdate: (answers: PageRequests[Name]["answers"]) => void;
}

export interface Answered<Name extends RequestName> {
  readonly answers: PageRequests[Name]["answers"];
  readonly buffers: readonly DataView[];
}

interface Pending {
  readonly resolve: (answered: Answered<RequestName>) => void;
  readonly reject: (error: Error) => void;
  readonly onProgress: RequestOptions["onProgress"];
  readonly onUpdate: ((answers: PageRequests[RequestName]["answers"]) => void) | undefined;
}

/** Asks one kernel, over one comm that is opened with the first request and again after a restart. */
export class KernelRequests {
  readonly #kernel: Kernel.IKernelConnection;
  readonly #trans: TranslationBundle;
  readonly #language: PageLanguage;
  readonly #pending = new Map<number, Pending>();
  #comm: Kernel.IComm | null = null;
  #lastId = 0;

  constructor(kernel: Kernel.IKernelConnection, translator: ITranslator = nullTranslator) {
    this.#kernel = kernel;
    this.#trans = translator.load(TRANSLATION_DOMAIN);
    this.#language = pageLanguage(translator.languageCode) ?? "en";
    kernel.statusChanged.connect(this.#onStatus);
    kernel.disposed.connect(this.#onDisposed);
  }

  /**
   * @throws RefusedRequest when the kernel has no answer, is gone, or `signal` aborts
   */
  ask<Name extends RequestName>(
    name: Name,
    asks: PageRequests[Name]["asks"],
    options: RequestOptions | WatchOptions<Name> = {},
  ): Promise<Answered<Name>> {
    const { signal, onProgress } = options;
    if (signal?.aborted) return Promise.reject(new RefusedRequest(cancelled(this.#trans)));
    const id = ++this.#lastId;
    return new Promise<Answered<Name>>((resolve, reject) => {
      const cancel = (): void => {
        this.#settle(id)?.reject(new RefusedRequest(cancelled(this.#trans)));
        this.#send({ type: "cancel", id });
      };
      const release = (): void => signal?.removeEventListener("abort", cancel);
      this.#pending.set(id, {
        onProgress,
        onUpdate: "onUpdate" in options ? options.onUpdate : undefined,
        resolve: (answered) => {
          release();
          resolve(answered as Answered<Name>);
        },
        reject: (error) => {
          release();
          reject(error);
        },
      });
      signal?.addEventListener("abort", cancel, { once: true });
      this.#send({ type: "request", id, name, asks, language: this.#language });
    });
  }

  dispose(): void {
    this.#kernel.statusChanged.disconnect(this.#onStatus);
    this.#kernel.disposed.disconnect(this.#onDisposed);
    this.#refuseAll();
    if (this.#comm && !this.#comm.isDisposed) this.#comm.close();
    this.#comm = null;
  }

  #send(message: PageMessage): void {
    try {
      this.#openComm().send(message as unknown as JSONObject);
    } catch {
      this.#refuseAll();
    }
  }

  #openComm(): Kernel.IComm {
    if (this.#comm && !this.#comm.isDisposed) return this.#comm;
    const comm = this.#kernel.createComm(COMM_TARGET);
    comm.onMsg = (message) => this.#receive(message);
    comm.onClose = () => {
      this.#comm = null;
      this.#refuseAll();
    };
    comm.open({});
    this.#comm = comm;
    return comm;
  }

  #receive({ content, buffers }: Wire.ICommMsgMsg): void {
    const message = content.data as unknown as KernelMessage;
    if (message.type === "progress") {
      this.#pending.get(message.id)?.onProgress?.(message);
    } else if (message.type === "update") {
      const answers = message.answers as PageRequests[RequestName]["answers"];
      this.#pending.get(message.id)?.onUpdate?.(answers);
    } else if (message.type === "refusal") {
      this.#settle(message.id)?.reject(new RefusedRequest(message.error));
    } else {
      this.#settle(message.id)?.resolve({
        answers: message.answers as PageRequests[RequestName]["answers"],
        buffers: (buffers ?? []).map(viewOf),
      });
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #refuseAll(): void {
    const refusal = gone(this.#trans);
    const all = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of all) reject(new RefusedRequest(refusal));
  }

  readonly #onStatus = (_: unknown, status: Kernel.Status): void => {
    if (status !== "restarting" && status !== "autorestarting" && status !== "dead") return;
    this.#comm = null;
    this.#refuseAll();
  };

  readonly #onDisposed = (): void => this.dispose();
}

function cancelled(trans: TranslationBundle): Refusal {
  return {
    tag: "cancelled",
    what: trans.__("The request was cancelled."),
    why: trans.__("It was not needed any more."),
    remedy: trans.__("Ask again."),
  };
}

function gone(trans: TranslationBundle): Refusal {
  return {
    tag: "kernel-gone",
    what: trans.__("The kernel ended before it answered."),
    why: trans.__("It was restarted, shut down or ran out of memory."),
    remedy: trans.__("Run the notebook's cells again, then repeat this."),
  };
}

function viewOf(buffer: ArrayBuffer | ArrayBufferView): DataView {
  return ArrayBuffer.isView(buffer)
    ? new DataView(buffer.buffer as ArrayBuffer, buffer.byteOffset, buffer.byteLength)
    : new DataView(buffer);
}
