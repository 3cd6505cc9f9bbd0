import type { ld } from "@genobook/analysis";
import type { RequestContext } from "../handlers.ts";
import type { FilePanelCheck } from "./file-messages.ts";
import { serverPath } from "./server-path.ts";
import type { Library } from "./shown-file.ts";

const ISSUES_SHOWN = 20;

/**
 * Whether a panel fits summary statistics, in words.
 *
 * @param study - path from the server's root
 * @throws KernelRefusal when there is no such file; the library's errors when it is none or shares no variant with the panel
 */
export async function checkPanel(
  { data, ld: checks }: Library,
  panel: ld.LdPanel,
  study: string,
  { signal, progress }: Pick<RequestContext, "signal" | "progress">,
): Promise<FilePanelCheck> {
  const onProgress =
    (title: string) =>
    ({ done, total }: { readonly done: number; readonly total: number }): void =>
      progress(title, done, total > 0 ? total : undefined);
  const read = await data.summaryStatistics(await serverPath(study), {
    signal,
    onProgress: onProgress("reading"),
  });
  const found = await checks.check(panel, read, { signal, onProgress: onProgress("comparing") });
  const { row, variantId, problem, reason } = found.issues.columns;
  return {
    study,
    verdict: found.verdict,
    sentences: found.sentences,
    matched: found.matched.rowCount,
    issueCount: found.issues.rowCount,
    issues: Array.from({ length: Math.min(ISSUES_SHOWN, found.issues.rowCount) }, (_, i) => ({
      row: row[i]!,
      variantId: variantId[i]!,
      problem: problem[i]!,
      reason: reason[i]!,
    })),
  };
}
