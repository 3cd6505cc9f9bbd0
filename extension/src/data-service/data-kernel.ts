import type { Kernel } from "@jupyterlab/services";
import { type ITranslator, nullTranslator } from "@jupyterlab/translation";
import { TRANSLATION_DOMAIN } from "../conventions.ts";
import type { IDataKernel } from "./data-kernel-token.ts";
import { KernelRequests, RefusedRequest } from "./kernel-requests.ts";

/** Kernelspecs that answer; the first is the one that is started. */
const OUR_KERNELS = ["genobook", "genobook-tslab"];
/** The path makes it work in the folder that the server shows; without one it works wherever the server was started. */
const OWN_KERNEL: { readonly name: string; readonly path: string } = {
  name: OUR_KERNELS[0]!,
  path: "",
};
/** A hidden kernel that nobody has asked for so long is shut down. */
const IDLE_MS = 10 * 60_000;

export class DataKernel implements IDataKernel {
  readonly #kernels: Kernel.IManager;
  readonly #translator: ITranslator;
  readonly #requests = new WeakMap<Kernel.IKernelConnection, KernelRequests>();
  #own: Promise<Kernel.IKernelConnection> | null = null;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(kernels: Kernel.IManager, translator: ITranslator = nullTranslator) {
    this.#kernels = kernels;
    this.#translator = translator;
    globalThis.addEventListener("pagehide", () => void this.#shutDown());
  }

  /** @throws RefusedRequest when no kernel can be started */
  async own(): Promise<KernelRequests> {
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => void this.#shutDown(), IDLE_MS);
    this.#own ??= this.#start();
    try {
      const kernel = await this.#own;
      if (!kernel.isDisposed && kernel.status !== "dead") return this.#requestsOf(kernel);
    } catch (error) {
      this.#own = null;
      throw error;
    }
    this.#own = null;
    return this.own();
  }

  async of(kernel: Kernel.IKernelConnection | null | undefined): Promise<KernelRequests | null> {
    if (!kernel || kernel.isDisposed || !OUR_KERNELS.includes(kernel.name)) return null;
    await kernel.info;
    return this.#requestsOf(kernel);
  }

  #requestsOf(kernel: Kernel.IKernelConnection): KernelRequests {
    const known = this.#requests.get(kernel);
    if (known) return known;
    const requests = new KernelRequests(kernel, this.#translator);
    this.#requests.set(kernel, requests);
    return requests;
  }

  async #start(): Promise<Kernel.IKernelConnection> {
    try {
      const kernel = await this.#kernels.startNew(OWN_KERNEL);
      await kernel.info;
      return kernel;
    } catch (error) {
      const trans = this.#translator.load(TRANSLATION_DOMAIN);
      throw new RefusedRequest({
        tag: "no-service",
        what: trans.__("The data service could not be started."),
        why: error instanceof Error ? error.message : String(error),
        remedy: trans.__(
          "Check that Genobook's kernel is installed, by “genobook doctor” on the machine of the server, then try again.",
        ),
      });
    }
  }

  async #shutDown(): Promise<void> {
    const own = this.#own;
    this.#own = null;
    const kernel = await own?.catch(() => null);
    if (kernel && !kernel.isDisposed) await kernel.shutdown().catch(() => undefined);
  }
}
