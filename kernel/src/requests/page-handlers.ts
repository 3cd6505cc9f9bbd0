import { KERNEL_VERSION } from "../kernel-version.ts";
import type { RequestHandlers } from "./handlers.ts";

/** All that the page can ask of this kernel. */
export const pageHandlers: RequestHandlers = {
  "kernel.about": () => ({
    version: KERNEL_VERSION,
    node: process.versions.node,
    answers: Object.keys(pageHandlers),
  }),
  "datasets.open": async (_, { values }) => ({
    datasets: (await import("./session/inventory.ts")).openDatasets(values),
  }),
};
