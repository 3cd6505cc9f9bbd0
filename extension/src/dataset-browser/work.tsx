import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import type { RequestProgress } from "../data-service/kernel-requests.ts";

/** Something that takes a while: how far it is, and a way to stop it. */
export function Work(props: {
  readonly label: string;
  readonly progress: RequestProgress | undefined;
  readonly onCancel: () => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { label, progress, onCancel, trans } = props;
  const total = progress?.total ?? 0;
  const isCounted = progress !== undefined && total > 0;
  return (
    <div className="jp-GenobookCard-work" role="status">
      <span>{label}</span>
      {isCounted ? (
        <progress aria-label={label} max={total} value={progress.done} />
      ) : (
        <progress aria-label={label} />
      )}
      <button type="button" className="jp-GenobookDatasets-button" onClick={onCancel}>
        {trans.__("Cancel")}
      </button>
    </div>
  );
}
