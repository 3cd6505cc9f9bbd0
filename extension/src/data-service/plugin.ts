import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { IDataKernel } from "./data-kernel-token.ts";

export const dataKernel: JupyterFrontEndPlugin<IDataKernel> = {
  id: "@genobook/extension:data-kernel",
  description: "Answers questions about data from a hidden kernel, or from a notebook's own.",
  autoStart: true,
  provides: IDataKernel,
  activate({ serviceManager: { kernels } }: JupyterFrontEnd): IDataKernel {
    let made: Promise<IDataKernel> | undefined;
    const service = (): Promise<IDataKernel> =>
      (made ??= import("./data-kernel.ts").then(({ DataKernel }) => new DataKernel(kernels)));
    return {
      own: async () => (await service()).own(),
      of: async (kernel) => (await service()).of(kernel),
    };
  },
};
