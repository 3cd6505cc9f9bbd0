import { NoOverlapError } from "../../errors.ts";
import { check } from "../../ld/ld-check.ts";
import type { LdStudy } from "../../ld/ld-match.ts";
import type { TaskOptions } from "../../task.ts";
import { matchPanel, type PanelMatch, type PanelMatchOptions } from "./match-panel.ts";
import { verdictOf } from "./panel-verdict.ts";

/** Blocks that are looked into where nobody asked: of a thousand variants each, two seconds of a core. */
const FEW_BLOCKS = 4;
const NEEDED = [
  "variantId",
  "chromosome",
  "basePairLocation",
  "effectAllele",
  "otherAllele",
  "beta",
  "standardError",
];

/** Lays a study on a panel with a verdict on the two: the one that was passed, or one on a few blocks, which warns and refuses nothing. */
export async function askedPanel(options: PanelMatchOptions & TaskOptions): Promise<PanelMatch> {
  const match = matchPanel(options);
  if (options.check) return match;
  const verdict = await verdictOnFew(options);
  if (verdict === undefined) return match;
  const unasked = verdictOf(undefined);
  const told = (notice: string): string => (notice === unasked ? verdict.sentence : notice);
  return {
    ...match,
    notices: match.notices.map(told),
    cautions: match.cautions.filter((notice) => !verdict.isFit || notice !== unasked).map(told),
  };
}

/** Undefined where the study has not what the check compares. */
async function verdictOnFew({
  panel,
  summary,
  n,
  signal,
}: PanelMatchOptions & TaskOptions): Promise<
  { readonly isFit: boolean; readonly sentence: string } | undefined
> {
  if (!NEEDED.every((name) => name in summary.columns)) return undefined;
  try {
    const study = summary as unknown as LdStudy;
    const { verdict, sentences } = await check(panel, study, { n, signal, blocks: FEW_BLOCKS });
    const looked = Math.min(FEW_BLOCKS, panel.blockCount);
    const asked = `ld.check of ${looked} of ${panel.blockCount} blocks`;
    const isFit = verdict === "fits";
    if (isFit) return { isFit, sentence: `The panel fits the study, says ${asked}.` };
    const fits = verdict === "caution" ? "fits with caution" : "does not fit the study";
    const rest = looked < panel.blockCount ? " Ask it of all, and pass the verdict as check." : "";
    return { isFit, sentence: `The panel ${fits}, says ${asked}: ${sentences[0]}${rest}` };
  } catch (error) {
    if (error instanceof NoOverlapError) return undefined;
    throw error;
  }
}
