import type { NotebookPanel } from "@jupyterlab/notebook";
import type { Kernel } from "@jupyterlab/services";
import { Token } from "@lumino/coreutils";
import type { ISignal } from "@lumino/signaling";

export interface RejoinedKernel {
  readonly kernel: Kernel.IKernelConnection;
  readonly notebook: NotebookPanel;
}

/** The current notebook and its kernel, for panels that follow it. It stays the last one when a panel has the focus. */
export interface IFollowedKernel {
  readonly notebook: NotebookPanel | null;
  /** Name of the notebook's file; "" without a notebook. */
  readonly name: string;
  /** The notebook's kernel, when it is one of ours. */
  readonly kernel: Kernel.IKernelConnection | null;
  /** Whether a cell runs, as far as this page has heard. */
  readonly isBusy: boolean;
  /** Whether a cell has run in the kernel since this page knows it. */
  readonly hasRun: boolean;
  /** The notebook, its name, or its kernel is another, or a cell has begun or ended. */
  readonly changed: ISignal<IFollowedKernel, void>;
  /** A cell has ended, or the kernel has forgotten all. */
  readonly executed: ISignal<IFollowedKernel, void>;
  /** The kernel runs a cell that it began before this page was loaded. */
  readonly rejoined: ISignal<IFollowedKernel, RejoinedKernel>;
  /** Takes back that a rejoined kernel runs anything: its end may have come before this page listened. */
  settle(kernel: Kernel.IKernelConnection): void;
}

export const IFollowedKernel: Token<IFollowedKernel> = new Token<IFollowedKernel>(
  "@genobook/extension:IFollowedKernel",
  "The current notebook and its kernel, for panels that follow it.",
);
