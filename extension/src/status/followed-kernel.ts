import { PathExt } from "@jupyterlab/coreutils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import { KERNEL_NAME } from "../conventions.ts";
import type { IFollowedKernel, RejoinedKernel } from "./followed-kernel-token.ts";

interface Heard {
  isBusy: boolean;
  hasRun: boolean;
}

const FORGETFUL: readonly Kernel.Status[] = ["restarting", "autorestarting", "dead"];

/** Follows the current notebook; hears what its kernel says anyway, and asks nothing. */
export class FollowedKernel implements IFollowedKernel {
  readonly #changed = new Signal<IFollowedKernel, void>(this);
  readonly #executed = new Signal<IFollowedKernel, void>(this);
  readonly #heard = new WeakMap<Kernel.IKernelConnection, Heard>();
  readonly #rejoined = new Signal<IFollowedKernel, RejoinedKernel>(this);
  readonly #isRunning: (kernelId: string) => Promise<boolean>;
  #notebook: NotebookPanel | null = null;

  /** @param isRunning - asks the server, not the kernel, whether a kernel runs a cell */
  constructor(notebooks: INotebookTracker, isRunning: (kernelId: string) => Promise<boolean>) {
    this.#isRunning = isRunning;
    notebooks.currentChanged.connect((_, panel) => this.#follow(panel));
    this.#follow(notebooks.currentWidget);
  }

  get notebook(): NotebookPanel | null {
    return this.#notebook;
  }

  get name(): string {
    return this.#notebook ? PathExt.basename(this.#notebook.context.path) : "";
  }

  get kernel(): Kernel.IKernelConnection | null {
    const kernel = this.#notebook?.sessionContext.session?.kernel;
    return kernel && !kernel.isDisposed && kernel.name.startsWith(KERNEL_NAME) ? kernel : null;
  }

  get isBusy(): boolean {
    return this.#of(this.kernel)?.isBusy ?? false;
  }

  get hasRun(): boolean {
    return this.#of(this.kernel)?.hasRun ?? false;
  }

  get changed(): ISignal<IFollowedKernel, void> {
    return this.#changed;
  }

  get executed(): ISignal<IFollowedKernel, void> {
    return this.#executed;
  }

  get rejoined(): ISignal<IFollowedKernel, RejoinedKernel> {
    return this.#rejoined;
  }

  settle(kernel: Kernel.IKernelConnection): void {
    const heard = this.#of(kernel);
    if (!heard?.isBusy) return;
    heard.isBusy = false;
    this.#tell(kernel, true);
  }

  #of(kernel: Kernel.IKernelConnection | null): Heard | undefined {
    return kernel ? this.#heard.get(kernel) : undefined;
  }

  #follow(panel: NotebookPanel | null): void {
    if (panel === this.#notebook) return;
    const before = this.#notebook;
    if (before) {
      before.sessionContext.kernelChanged.disconnect(this.#onKernel);
      before.context.pathChanged.disconnect(this.#onKernel);
      before.disposed.disconnect(this.#onDisposed);
    }
    this.#notebook = panel;
    if (panel) {
      panel.sessionContext.kernelChanged.connect(this.#onKernel);
      panel.context.pathChanged.connect(this.#onKernel);
      panel.disposed.connect(this.#onDisposed);
    }
    this.#onKernel();
  }

  readonly #onDisposed = (): void => this.#follow(null);

  readonly #onKernel = (): void => {
    const { kernel } = this;
    // Heard until it is disposed, also while another notebook is followed: it may still run when this one comes back.
    if (kernel && !this.#heard.has(kernel)) {
      this.#heard.set(kernel, { isBusy: false, hasRun: false });
      kernel.anyMessage.connect(this.#onMessage);
      kernel.statusChanged.connect(this.#onStatus);
      void this.#lookBack(kernel);
    }
    this.#changed.emit();
  };

  /** A page that was reloaded in the middle of a run has not heard of its begin. */
  async #lookBack(kernel: Kernel.IKernelConnection): Promise<void> {
    const notebook = this.#notebook;
    const isRunning = await this.#isRunning(kernel.id).catch(() => false);
    const heard = this.#of(kernel);
    if (!isRunning || !notebook || !heard || heard.hasRun || kernel.isDisposed) return;
    heard.isBusy = true;
    heard.hasRun = true;
    this.#rejoined.emit({ kernel, notebook });
    this.#tell(kernel, false);
  }

  readonly #onMessage = (
    kernel: Kernel.IKernelConnection,
    { msg, direction }: Kernel.IAnyMessageArgs,
  ): void => {
    const heard = this.#of(kernel);
    if (!heard || direction !== "recv" || msg.header.msg_type !== "status") return;
    const { parent_header: parent, content } = msg;
    // Comms make a kernel busy, too: only cells count.
    if (!("msg_type" in parent) || parent.msg_type !== "execute_request") return;
    const isBusy = (content as { readonly execution_state?: string }).execution_state === "busy";
    const hasEnded = heard.isBusy && !isBusy;
    if (heard.isBusy === isBusy) return;
    heard.isBusy = isBusy;
    heard.hasRun = true;
    this.#tell(kernel, hasEnded);
  };

  readonly #onStatus = (kernel: Kernel.IKernelConnection, status: Kernel.Status): void => {
    if (!FORGETFUL.includes(status)) return;
    this.#heard.set(kernel, { isBusy: false, hasRun: false });
    this.#tell(kernel, true);
  };

  #tell(kernel: Kernel.IKernelConnection, hasEnded: boolean): void {
    if (kernel !== this.kernel) return;
    this.#changed.emit();
    if (hasEnded) this.#executed.emit();
  }
}
