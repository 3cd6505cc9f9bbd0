import type { LoadedBlock } from "../compute/block-program.ts";
import type { Device } from "../compute/operation.ts";
import { openWorkerFile } from "../io/local-file.ts";
import type { LinearEstimates } from "./linear-fit.ts";
import { prepareReportRows } from "./report-rows.ts";
import {
  addToSummary,
  summariseLnP,
  type LnPSummary,
  type ReportSummary,
} from "./report-summary.ts";
import type { VariantText } from "./variant-text.ts";

/** A report that workers write while they scan; the arrays are shared. */
export interface ReportFile {
  /** Where it is being written. */
  readonly path: string;
  /** One number: where the next rows go. */
  readonly end: Float64Array;
  readonly summary: ReportSummary;
}

type FormatReports = (
  block: LoadedBlock,
  estimates: LinearEstimates,
  isFlipped: Uint8Array,
) => Promise<() => void>;

/**
 * Formats the rows of each trait of a block at once; what it returns writes them and must be called in turn, which makes
 * the bytes the same for any number of workers.
 */
export function prepareReports(
  text: VariantText,
  files: readonly ReportFile[],
  device: Device,
): FormatReports {
  const formats = files.map(() => prepareReportRows(text, device));
  const summarise = files.map(() => summariseLnP.prepare({}, device));
  return async ({ start }, estimates, isFlipped) => {
    const rows = estimates.n.length;
    const reports: { text: Uint8Array; lnP: LnPSummary }[] = [];
    for (const [trait, format] of formats.entries()) {
      const lnP = estimates.lnP.subarray(trait * rows, (trait + 1) * rows);
      reports.push({
        text: await format({ start, trait, estimates, isFlipped }),
        lnP: await summarise[trait](lnP),
      });
    }
    return () => {
      files.forEach(({ path, end, summary }, p) => {
        const { text, lnP } = reports[p];
        const file = openWorkerFile(path, "write");
        try {
          file.write(end[0], text);
        } finally {
          file.close();
        }
        end[0] += text.length;
        addToSummary(summary, lnP, start);
      });
    };
  };
}
