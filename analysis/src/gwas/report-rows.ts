import type { Device } from "../compute/operation.ts";
import { formatPlinkNumber, formatPlinkPValue } from "../sumstats/format-plink-number.ts";
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
  { bytes, starts }: VariantText,
  _device: Device,
): (input: ReportRowsInput) => Uint8Array {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const textOf = (from: number, to: number): string => decoder.decode(bytes.slice(from, to));
  return ({ start, trait, estimates, isFlipped }) => {
    const { n, beta, standardError, statistic, lnP, errorCode } = estimates;
    let text = "";
    for (let row = 0; row < n.length; row++) {
      const at = trait * n.length + row;
      const [first, ref, alt, next] = starts.subarray(3 * (start + row), 3 * (start + row) + 4);
      const effectAllele = isFlipped[row] ? textOf(ref, alt - 1) : textOf(alt, next - 1);
      const numbers = [beta[at], standardError[at], statistic[at]].map((x) => formatPlinkNumber(x));
      const p = formatPlinkPValue(lnP[at] === 0 ? 0 : -lnP[at] / Math.LN10);
      text += `${textOf(first, next)}${effectAllele}\tADD\t${n[row]}\t${numbers.join("\t")}\t${p}\t${CODES[errorCode[at]]}\n`;
    }
    return encoder.encode(text);
  };
}
