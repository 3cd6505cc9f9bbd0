import { KERNEL_VERSION } from "../kernel-version.ts";
import { notebookHost } from "../session/notebook-host.ts";
import { lateFileHandlers } from "./files/late-file-handlers.ts";
import type { RequestHandlers } from "./handlers.ts";
import { watchRuns } from "./session/watch-runs.ts";
import { watchStatus } from "./session/watch-status.ts";

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
  "document.judge": async (asks) =>
    (await import("./document/judge-on-request.ts")).judgeOnRequest(asks),
  "document.make": async (asks, context) =>
    (await import("./document/make-on-request.ts")).makeOnRequest(asks, context),
  "registry.list": async (_, context) =>
    (await import("./registry/registry-requests.ts")).listRegistered(context),
  "registry.sense": async (asks, context) =>
    (await import("./registry/registry-requests.ts")).senseFacts(asks, context),
  "registry.register": async (asks, context) =>
    (await import("./registry/registry-requests.ts")).registerDataset(asks, context),
  "registry.remove": async (asks, context) =>
    (await import("./registry/registry-requests.ts")).removeDataset(asks, context),
  "datasets.preview": async (asks, context) =>
    (await import("./registry/preview-dataset.ts")).previewDataset(asks, context),
  "registry.verify": async (asks, context) =>
    (await import("./registry/registry-requests.ts")).verifyDataset(asks, context),
  "catalogues.search": async (asks, context) =>
    (await import("./catalogues/search-catalogue.ts")).searchCatalogue(asks, context),
  "catalogues.detail": async (asks, context) =>
    (await import("./catalogues/catalogue-detail.ts")).catalogueDetail(asks, context),
  "catalogues.plan": async (asks, context) =>
    (await import("./catalogues/download-entry.ts")).planDownload(asks, context),
  "catalogues.download": async (asks, context) =>
    (await import("./catalogues/download-entry.ts")).downloadEntry(asks, context),
  "catalogues.budget": async (_, context) =>
    (await import("./catalogues/catalogue-budget.ts")).catalogueBudget(context),
  "plot.region": async (asks, context) =>
    (await import("./plots/open-region.ts")).openRegion(asks, context),
  "teaching.seal": async ({ sources, seals }, { language }) => ({
    cells: await (await import("../teaching/seal-cells.ts")).sealCells(sources, seals, language),
  }),
  // Not imported when asked: its timer must be set while the request is the current work.
  "session.status": (_, context) => watchStatus(notebookHost().activity, context),
  // For the same reason.
  "session.runs": (_, context) => watchRuns(notebookHost().transcript, context),
  "session.variables": async (_, { values, load }) => {
    const { sessionVariables } = await import("./session/variables.ts");
    const library = await load("@genobook/analysis").catch(() => ({}));
    return sessionVariables({ values, library, madeIn: (name) => notebookHost().madeIn(name) });
  },
  ...lateFileHandlers,
};
