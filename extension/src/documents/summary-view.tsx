import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget } from "@jupyterlab/ui-components";
import * as React from "react";
import { extentText, sizeText } from "../data-service/dataset-text.ts";
import type { ProjectDataset } from "../data-service/project-files.ts";
import type { Summary } from "./dataset-summary.ts";

export interface SummaryViewOptions {
  readonly path: string;
  readonly summary: Promise<Summary>;
  readonly trans: TranslationBundle;
  readonly onInsert: (dataset: ProjectDataset) => void;
  readonly onOpenAsText: () => void;
}

/** The page that stands for a data set too large or too private to be opened: counts, never a row. */
export class SummaryView extends ReactWidget {
  readonly #options: SummaryViewOptions;
  #outcome: Summary | Error | null = null;

  constructor(options: SummaryViewOptions) {
    super();
    this.#options = options;
    this.addClass("jp-GenobookSummary");
    options.summary
      .then((summary) => {
        this.#outcome = summary;
      })
      .catch((error: unknown) => {
        this.#outcome = error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => {
        this.node.dataset["genobookReady"] = "1";
        this.update();
      });
  }

  protected override render(): React.JSX.Element {
    return <div className="jp-GenobookSummary-page">{this.#page()}</div>;
  }

  #page(): React.JSX.Element {
    const { trans, path, onOpenAsText } = this.#options;
    const outcome = this.#outcome;
    if (outcome === null) return <p role="status">{trans.__("Reading the first bytes…")}</p>;
    if (outcome instanceof Error) {
      return <p role="alert">{trans.__("%1 could not be read. %2", path, outcome.message)}</p>;
    }
    if (outcome.is === "dataset")
      return <DatasetSummary {...this.#options} dataset={outcome.dataset} />;
    return (
      <>
        <p>
          {outcome.is === "text"
            ? trans.__(
                "This .bed file is text: genome regions in the UCSC format, not PLINK genotypes.",
              )
            : trans.__(
                "Genobook does not know this format, or the rest of its set is not beside it.",
              )}
        </p>
        <button type="button" className="jp-mod-styled" onClick={onOpenAsText}>
          {trans.__("Open in the text editor")}
        </button>
      </>
    );
  }
}

function DatasetSummary(
  props: SummaryViewOptions & { readonly dataset: ProjectDataset },
): React.JSX.Element {
  const { dataset, trans, onInsert } = props;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [trans.__("Format"), dataset.format],
    [trans.__("Contents"), extentText(dataset, trans)],
    [trans.__("Size"), sizeText(dataset.size)],
    [trans.__("Files"), dataset.members.join(", ")],
    [trans.__("Folder"), dataset.folder || "/"],
    [
      trans.__("Genome build"),
      dataset.build === undefined
        ? trans.__("not told by the files")
        : `${dataset.build.name} (${dataset.build.evidence})`,
    ],
    [trans.__("Columns"), dataset.columns?.join(", ")],
  ];
  return (
    <>
      <h1>{dataset.name}</h1>
      {dataset.problem !== undefined && (
        <p role="alert" className="jp-GenobookSummary-problem">
          <strong>{trans.__("Cannot be opened.")}</strong> {dataset.problem}
        </p>
      )}
      <dl>
        {facts
          .filter(([, value]) => value !== undefined && value !== "")
          .map(([name, value]) => (
            <React.Fragment key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </React.Fragment>
          ))}
      </dl>
      <button
        type="button"
        className="jp-mod-styled jp-mod-accept"
        disabled={dataset.problem !== undefined}
        onClick={() => onInsert(dataset)}
      >
        {trans.__("Insert code")}
      </button>
      <p className="jp-GenobookSummary-note">
        {trans.__(
          "Only as much was read as is needed to tell this, and nothing was copied. Code is inserted into the notebook used last.",
        )}
      </p>
    </>
  );
}
