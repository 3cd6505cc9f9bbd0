import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IDataKernel } from "../data-service/data-kernel-token.ts";
import { IFollowedKernel } from "../status/followed-kernel-token.ts";

export const rejoin: JupyterFrontEndPlugin<void> = {
  id: "@genobook/extension:rejoin",
  description:
    "Brings the outputs of a run into its notebook when the page was reloaded meanwhile.",
  autoStart: true,
  requires: [IFollowedKernel, IDataKernel],
  activate: (_: JupyterFrontEnd, followed: IFollowedKernel, kernels: IDataKernel) => {
    followed.rejoined.connect((_, { kernel, notebook }) => {
      const onEnd = (): void => followed.settle(kernel);
      void import("./rejoin.ts").then(({ rejoin }) => rejoin({ kernel, notebook, kernels, onEnd }));
    });
  },
};
