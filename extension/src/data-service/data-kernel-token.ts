import type { Kernel } from "@jupyterlab/services";
import { Token } from "@lumino/coreutils";
import type { KernelRequests } from "./kernel-requests.ts";

/** Kernels that answer questions about data. */
export interface IDataKernel {
  /** The page's own hidden kernel, started with the first question and again when it has died. */
  own(): Promise<KernelRequests>;
  /** A notebook's kernel; null when it is none of ours. */
  of(kernel: Kernel.IKernelConnection | null | undefined): Promise<KernelRequests | null>;
}

export const IDataKernel: Token<IDataKernel> = new Token<IDataKernel>(
  "@genobook/extension:IDataKernel",
  "Answers questions about data: from a hidden kernel, or from a notebook's own.",
);
