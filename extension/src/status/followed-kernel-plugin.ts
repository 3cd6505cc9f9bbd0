import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { INotebookTracker } from "@jupyterlab/notebook";
import { KernelAPI } from "@jupyterlab/services";
// eslint-disable-next-line jupyter/prefer-lazy-imports -- it listens from the first notebook on
import { FollowedKernel } from "./followed-kernel.ts";
import { IFollowedKernel } from "./followed-kernel-token.ts";

export const followedKernel: JupyterFrontEndPlugin<IFollowedKernel> = {
  id: "@genobook/extension:followed-kernel",
  description: "Tells panels which notebook is the current one and whether its kernel is ours.",
  autoStart: true,
  requires: [INotebookTracker],
  provides: IFollowedKernel,
  activate: (app: JupyterFrontEnd, notebooks: INotebookTracker) =>
    new FollowedKernel(notebooks, async (id) => {
      const model = await KernelAPI.getKernelModel(id, app.serviceManager.serverSettings);
      return model?.execution_state === "busy";
    }),
};
