import { openPanel, type StoredLdPanel } from "../ld/ld-store.ts";
import { readScores, type ReadScoresOptions } from "../prs/scoring/read-scores.ts";
import type { ScoringFile } from "../prs/scoring/scoring-file.ts";
import { registeredPath } from "../registry/registered-path.ts";
import type { TaskOptions } from "../task.ts";

/**
 * Reads the weights of a scoring file as `prs.readScores`, also by the id of a registered data set.
 *
 * @throws ScoringFileError, FormatError, RegisteredFileChangedError, RegisteredFileMissingError
 * @example
 * const weights = { height: cohort.variants.variantId.map(() => 0.1) };
 * await prs.writeScores(prs.scoringFile({ ...cohort.variants, weights }), "tall.txt.gz", { traitReported: "Height", build: "GRCh38" });
 * await data.register("tall.txt.gz", { id: "tall", replace: true });
 * const scores = await data.scoringFile("tall");
 */
export async function scoringFile(
  asked: string,
  options: ReadScoresOptions & TaskOptions = {},
): Promise<ScoringFile> {
  return readScores(await registeredPath(asked, options), options);
}

/**
 * Opens an LD panel as `ld.openPanel`, also by the id of a registered data set.
 *
 * @throws WrongMagicError, UnsupportedVersionError, TruncatedFileError, CorruptFileError, RegisteredFileChangedError,
 * RegisteredFileMissingError
 * @example
 * await ld.writePanel(await ld.panel(cohort, { window: { variants: 50 } }), "small.ld");
 * await data.register("small.ld", { id: "reference", replace: true });
 * const panel = await data.ldPanel("reference");
 */
export async function ldPanel(asked: string, options: TaskOptions = {}): Promise<StoredLdPanel> {
  return openPanel(await registeredPath(asked, options));
}
