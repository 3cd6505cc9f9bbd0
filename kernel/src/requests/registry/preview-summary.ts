import type { DatasetPreview } from "../../messages.ts";
import {
  countReasons,
  firstRows,
  type Library,
  type Looking,
  palindromicShare,
  pText,
  taskOf,
} from "./preview-parts.ts";

const SHOWN_COLUMNS = [
  "variantId",
  "chromosome",
  "basePairLocation",
  "effectAllele",
  "otherAllele",
  "beta",
  "standardError",
  "pValue",
];

/** Association results: of every row λGC and the smallest P as well, which first rows cannot tell. */
export async function previewSummary(
  library: Library,
  path: string,
  looking: Looking,
): Promise<DatasetPreview> {
  const { data, gwas } = library;
  const { isEvery } = looking;
  const read = isEvery
    ? await data.summaryStatistics(path, taskOf(looking))
    : await data.previewSummaryStatistics(path);
  const { columns, mapping, rowCount, issues, attrition, notices } = read;
  const { beta, standardError, negLog10PValue, effectAllele, otherAllele } = columns;
  let missing = 0;
  let strongest = -Infinity;
  for (let i = 0; i < rowCount; i++) {
    const p = negLog10PValue[i]!;
    if (Number.isNaN(beta[i]) || Number.isNaN(standardError[i]) || Number.isNaN(p)) missing += 1;
    if (p > strongest) strongest = p;
  }
  const removed = attrition.columns.removed.reduce((sum, count) => sum + count, 0);
  const faulty = new Set(issues.columns.line).size;
  const lambda = isEvery ? gwas.lambdaGC(read) : NaN;
  const shareOf = (count: number): number | null => (rowCount === 0 ? null : count / rowCount);
  return {
    basis: { seen: rowCount, total: isEvery ? rowCount : null, unit: "rows", isEvery },
    columns: Array.from(mapping.columns.column, (name, i) => ({
      name: mapping.columns.fileColumn[i] ?? "",
      meaning: name,
    })).filter(({ name }) => name !== ""),
    quality: [
      ...(isEvery && Number.isFinite(lambda)
        ? [{ name: "lambda", value: lambda, as: "number" } as const]
        : []),
      ...(isEvery && strongest > -Infinity
        ? [{ name: "minimumP", value: pText(strongest), as: "text" } as const]
        : []),
      { name: "refused", value: removed, as: "count" },
      { name: "faulty", value: faulty, as: "count" },
      { name: "missing", value: shareOf(missing), as: "share" },
      {
        name: "palindromic",
        value: palindromicShare(effectAllele, otherAllele),
        as: "share",
      },
    ],
    refused: [
      ...Array.from(attrition.columns.reason, (reason, i) => ({
        reason,
        count: attrition.columns.removed[i] ?? 0,
      })).filter(({ count }) => count > 0),
      ...countReasons(
        Array.from(
          issues.columns.reason,
          (reason, i) => `${issues.columns.column[i] ?? ""}: ${reason}`,
        ),
      ),
    ],
    strips: [],
    facts: [],
    ...firstRows(columns, SHOWN_COLUMNS, rowCount),
    notices,
  };
}
