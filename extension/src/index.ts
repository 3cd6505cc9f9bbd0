import type { JupyterFrontEndPlugin } from "@jupyterlab/application";
import { dataKernel } from "./data-service/plugin.ts";
import { datasetBrowser } from "./dataset-browser/plugin.ts";
import { documents } from "./documents/plugin.ts";
import { exportDocuments } from "./export/plugin.ts";
import { insert } from "./insert/plugin.ts";
import { settingsLanguage } from "./language/plugin.ts";
import { launcher } from "./launcher/plugin.ts";
import { plotLinks } from "./plots/plot-links-plugin.ts";
import { plots } from "./plots/plugin.ts";
import { rejoin } from "./rejoin/plugin.ts";
import { runCells } from "./run-cells/plugin.ts";
import { followedKernel } from "./status/followed-kernel-plugin.ts";
import { status } from "./status/plugin.ts";
import { viewers } from "./viewers/plugin.ts";
import { valueViewers } from "./viewers/value-plugin.ts";
import { teaching } from "./teaching/plugin.ts";
import { variables } from "./variables/plugin.ts";

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  dataKernel,
  plotLinks,
  plots,
  datasetBrowser,
  documents,
  insert,
  launcher,
  settingsLanguage,
  exportDocuments,
  teaching,
  viewers,
  valueViewers,
  followedKernel,
  rejoin,
  ...runCells,
  variables,
  status,
];
export default plugins;
