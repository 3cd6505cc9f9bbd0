import { InvalidArgumentError } from "../../errors.ts";
import type { LdCheck } from "../../ld/ld-check.ts";
import type { PanelMatchOptions } from "./match-panel.ts";
import { UnfitLdError } from "./methods-errors.ts";

/**
 * The verdict on the panel, before any method uses it.
 *
 * @throws UnfitLdError when it does not fit, InvalidArgumentError when the verdict is of another panel
 */
export function refuseUnfit({ check, panel }: Pick<PanelMatchOptions, "check" | "panel">): void {
  if (!check) return;
  const checked = check.matched.provenance["source"];
  if (checked !== panel.source) {
    throw new InvalidArgumentError("check", {
      what: `check is of the panel ${String(checked)}, and panel is ${panel.source}.`,
      why: "A verdict holds for the panel and the study that were compared.",
      remedy: "Pass check: await ld.check(panel, summary).",
    });
  }
  if (check.verdict !== "does not fit") return;
  throw new UnfitLdError({
    what: `The panel ${panel.source} does not fit the study, says ld.check.`,
    why: check.sentences[0],
    remedy: "Mend what its issues list or take another panel; without check nothing is refused.",
  });
}

/** The verdict in words. */
export function verdictOf(check: LdCheck | undefined): string {
  if (!check)
    return "Nobody asked whether the panel fits the study: ld.check tells, pass it as check.";
  return check.verdict === "fits"
    ? "The panel fits the study, says ld.check."
    : `The panel fits with caution, says ld.check: ${check.sentences[0]}`;
}
