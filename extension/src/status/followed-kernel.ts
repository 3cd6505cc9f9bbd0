import { PathExt } from "@jupyterlab/coreutils";
import type { INotebookTracker, NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import { type ISignal, Signal } from "@lumino/signaling";
import { KERNEL_NAME } from "../conventions.ts";
import type { IFollowedKernel } from "./followed-kernel-token.ts";

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
  #notebook: NotebookPanel | null = null;

  constructor(notebooks: INotebookTracker) {
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
    }
    this.#changed.emit();
  };

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
