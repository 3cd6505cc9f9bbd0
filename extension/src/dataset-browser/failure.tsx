import type { Refusal } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";

/** What to do after an error that nobody foresaw. */
export const tryAgainText = (trans: TranslationBundle): string =>
  trans.__("Try again; if it comes back, reload the page and restart the kernel.");

/** What to do next, which every refusal has. */
export function nextText({ tag, remedy }: Refusal, trans: TranslationBundle): string {
  switch (tag) {
    case "network-off":
      return trans.__("Switch “Ask over the network” on above to send it, then try again.");
    case "already-registered":
      return trans.__("Choose another name, or tick “Replace what has this name”.");
    case "not-in-catalogue":
      return trans.__("Choose the other file, or another entry.");
    default:
      return remedy || tryAgainText(trans);
  }
}

/** Why there is no answer and what to do next, with another try. */
export function Failure(props: {
  readonly failure: Refusal;
  /** Left out where there is nothing to try again. */
  readonly onRetry?: (() => void) | undefined;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { failure, onRetry, trans } = props;
  return (
    <div className="jp-GenobookDatasets-failure" data-tag={failure.tag}>
      <p>
        <strong>{failure.what}</strong>
      </p>
      {failure.why !== "" && <p>{failure.why}</p>}
      <p>{nextText(failure, trans)}</p>
      {onRetry !== undefined && (
        <button type="button" className="jp-GenobookDatasets-button" onClick={onRetry}>
          {trans.__("Try again")}
        </button>
      )}
    </div>
  );
}
