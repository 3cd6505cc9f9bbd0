import type { TranslationBundle } from "@jupyterlab/translation";
import type { LabIcon } from "@jupyterlab/ui-components";
import { addBelowIcon } from "@jupyterlab/ui-components";
import * as React from "react";
import { extentText, sizeText } from "../data-service/dataset-text.ts";
import type { ProjectDataset } from "../data-service/project-files.ts";

export interface DatasetRowProps {
  readonly dataset: ProjectDataset;
  readonly icon: LabIcon;
  readonly trans: TranslationBundle;
  readonly onOpen: (dataset: ProjectDataset) => void;
  readonly onInsert: (dataset: ProjectDataset) => void;
}

/** One data set: what it is, how large, what is wrong with it, and its two verbs. */
export function DatasetRow(props: DatasetRowProps): React.JSX.Element {
  const { dataset, icon, trans, onOpen, onInsert } = props;
  const { build, problem } = dataset;
  const facts = [dataset.format, extentText(dataset, trans), sizeText(dataset.size)];
  return (
    <li
      className="jp-GenobookDataset"
      data-genobook-path={dataset.path}
      data-genobook-kind={dataset.kind}
      onDoubleClick={() => onOpen(dataset)}
    >
      <icon.react tag="span" className="jp-GenobookDataset-icon" />
      <div className="jp-GenobookDataset-text">
        <button
          type="button"
          className="jp-GenobookDataset-name"
          title={trans.__("Show what is known about %1", dataset.path)}
          onClick={(event) => {
            // A mouse selects with one click and opens with two; the keyboard opens at once.
            if (event.detail === 0) onOpen(dataset);
          }}
        >
          {dataset.name}
        </button>
        {dataset.folder !== "" && <div className="jp-GenobookDataset-folder">{dataset.folder}</div>}
        <div className="jp-GenobookDataset-facts">
          {facts
            .filter((fact) => fact !== "")
            .map((fact) => (
              <span key={fact}>{fact}</span>
            ))}
          {build !== undefined && (
            <span className="jp-GenobookBadge" title={build.evidence}>
              {build.name}
            </span>
          )}
        </div>
        {problem !== undefined && (
          <div className="jp-GenobookDataset-problem">
            <strong>{trans.__("Cannot be opened.")}</strong> {problem}
          </div>
        )}
      </div>
      <button
        type="button"
        className="jp-GenobookDataset-insert"
        disabled={problem !== undefined}
        title={trans.__("Insert code")}
        aria-label={trans.__("Insert code that opens %1", dataset.name)}
        onClick={() => onInsert(dataset)}
        onDoubleClick={(event) => event.stopPropagation()}
      >
        <addBelowIcon.react tag="span" width="16px" height="16px" />
      </button>
    </li>
  );
}
