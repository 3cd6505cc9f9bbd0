import type { Device } from "../compute/operation.ts";
import { encodeTexts } from "../sumstats/row-text/encoded-texts.ts";
import { rowText } from "../sumstats/row-text/index.ts";
import { CODES } from "./error-codes.ts";
import type { LinearEstimates } from "./linear-fit.ts";
import type { VariantText } from "./variant-text.ts";

export interface ReportRowsInput {
  /** Index of the first variant. */
  readonly start: number;
  /** Which of the estimates' traits. */
  readonly trait: number;
  readonly estimates: LinearEstimates;
  readonly isFlipped: Uint8Array;
}

export const REPORT_HEADER =
  "#CHROM\tPOS\tID\tREF\tALT\tA1\tTEST\tOBS_CT\tBETA\tSE\tT_STAT\tP\tERRCODE\n";

/** The rows of a block as `plink2 --glm` prints them, with line ends; reused by the next call. */
export function prepareReportRows(
  text: VariantText,
  device: Device,
): (input: ReportRowsInput) => Uint8Array | Promise<Uint8Array> {
  const format = rowText.prepare({}, device);
  const codes = encodeTexts(CODES);
  const test = encodeTexts(["ADD"]);
  return ({ start, trait, estimates, isFlipped }) => {
    const rows = isFlipped.length;
    const part = <View extends Float64Array | Uint8Array>(view: View): View =>
      view.subarray(trait * rows, (trait + 1) * rows) as View;
    return format({
      rowCount: rows,
      columns: [
        { kind: "text", texts: text.rows, first: start },
        { kind: "allele", values: isFlipped, texts: text.rows, first: start },
        { kind: "code", values: new Uint8Array(rows), texts: test },
        { kind: "integer", values: estimates.n },
        { kind: "number", values: part(estimates.beta) },
        { kind: "number", values: part(estimates.standardError) },
        { kind: "number", values: part(estimates.statistic) },
        { kind: "p-of-ln", values: part(estimates.lnP) },
        { kind: "code", values: part(estimates.errorCode), texts: codes },
      ],
    });
  };
}
