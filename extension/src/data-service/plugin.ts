import type { JupyterFrontEnd, JupyterFrontEndPlugin } from "@jupyterlab/application";
import { ITranslator } from "@jupyterlab/translation";
import { IDataKernel } from "./data-kernel-token.ts";

export const dataKernel: JupyterFrontEndPlugin<IDataKernel> = {
  id: "@genobook/extension:data-kernel",
  description: "Answers questions about data from a hidden kernel, or from a notebook's own.",
  autoStart: true,
  provides: IDataKernel,
  optional: [ITranslator],
  activate(app: JupyterFrontEnd, translator: ITranslator | null): IDataKernel {
    const { kernels } = app.serviceManager;
    let made: Promise<IDataKernel> | undefined;
    const service = (): Promise<IDataKernel> =>
      (made ??= import("./data-kernel.ts").then(
        ({ DataKernel }) => new DataKernel(kernels, translator ?? undefined),
      ));
    return {
      own: async () => (await service()).own(),
      of: async (kernel) => (await service()).of(kernel),
    };
  },
};
