import type { TranslationBundle } from "@jupyterlab/translation";
import type { LabIcon } from "@jupyterlab/ui-components";
import { ReactWidget, refreshIcon, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import type { ProjectDataset } from "../data-service/project-files.ts";
import { associationsIcon, genotypesIcon, phenotypesIcon } from "../icons.ts";
import { DatasetRow } from "./dataset-row.tsx";
import {
  type BrowserState,
  type DatasetBrowserModel,
  SECTION_KINDS,
  sectionDatasets,
  type SectionKind,
} from "./model.ts";

export interface PanelActions {
  readonly onOpen: (dataset: ProjectDataset) => void;
  readonly onInsert: (dataset: ProjectDataset) => void;
}

const ICONS: Record<SectionKind, LabIcon> = {
  genotypes: genotypesIcon,
  phenotypes: phenotypesIcon,
  "summary-statistics": associationsIcon,
};

/** The list of the project's data sets, with its filter. */
export class DatasetBrowserPanel extends ReactWidget {
  readonly #model: DatasetBrowserModel;
  readonly #actions: PanelActions;
  readonly #trans: TranslationBundle;

  constructor(model: DatasetBrowserModel, actions: PanelActions, trans: TranslationBundle) {
    super();
    this.#model = model;
    this.#actions = actions;
    this.#trans = trans;
    this.addClass("jp-GenobookDatasets");
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#model.changed} initialArgs={this.#model.state}>
        {() => <Panel model={this.#model} actions={this.#actions} trans={this.#trans} />}
      </UseSignal>
    );
  }
}

interface PanelProps {
  readonly model: DatasetBrowserModel;
  readonly actions: PanelActions;
  readonly trans: TranslationBundle;
}

function Panel({ model, actions, trans }: PanelProps): React.JSX.Element {
  const { state } = model;
  const sections = SECTION_KINDS.map((kind) => ({ kind, datasets: sectionDatasets(state, kind) }));
  const isEmpty = sections.every(({ datasets }) => datasets.length === 0);
  return (
    <>
      <div className="jp-GenobookDatasets-header">
        <h2>{trans.__("Datasets")}</h2>
        <button
          type="button"
          title={trans.__("Search the project again")}
          aria-label={trans.__("Search the project again")}
          onClick={() => void model.refresh()}
        >
          <refreshIcon.react tag="span" width="16px" height="16px" />
        </button>
      </div>
      <input
        type="search"
        className="jp-GenobookDatasets-filter"
        placeholder={trans.__("Name, format or build")}
        aria-label={trans.__("Filter datasets by name, format or build")}
        value={state.filter}
        onChange={(event) => model.setFilter(event.target.value)}
      />
      <div className="jp-GenobookDatasets-sections">
        {isEmpty
          ? state.phase !== "failed" && <EmptyNote state={state} trans={trans} />
          : sections.map(({ kind, datasets }) => (
              <details
                key={kind}
                open={!state.closed.includes(kind)}
                className="jp-GenobookDatasets-section"
                onToggle={(event) => model.setClosed(kind, !event.currentTarget.open)}
              >
                <summary>
                  {sectionLabel(kind, trans)}
                  <span className="jp-GenobookDatasets-count">{datasets.length}</span>
                </summary>
                <ul>
                  {datasets.map((dataset) => (
                    <DatasetRow
                      key={dataset.path}
                      dataset={dataset}
                      icon={ICONS[kind]}
                      trans={trans}
                      onOpen={actions.onOpen}
                      onInsert={actions.onInsert}
                    />
                  ))}
                </ul>
              </details>
            ))}
        <div role="status" className="jp-GenobookDatasets-status">
          {statusSentences(state, trans).map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
        </div>
      </div>
    </>
  );
}

function EmptyNote(props: {
  readonly state: BrowserState;
  readonly trans: TranslationBundle;
}): React.JSX.Element | null {
  const { state, trans } = props;
  if (state.phase !== "ready") return null;
  const sentence =
    state.datasets.length > 0
      ? trans.__("No dataset matches the filter. Clear it to see all %1.", state.datasets.length)
      : trans.__(
          "No datasets in this project yet. Put a PLINK set (.bed, .bim, .fam), a table of phenotypes or a file of association results below the folder that JupyterLab started in, then search again.",
        );
  return <p className="jp-GenobookDatasets-empty">{sentence}</p>;
}

function statusSentences(state: BrowserState, trans: TranslationBundle): string[] {
  const sentences: string[] = [];
  if (state.phase === "searching") sentences.push(trans.__("Searching the project…"));
  if (state.phase === "failed") {
    sentences.push(
      trans.__("The project could not be listed: %1 Search again.", state.failure ?? ""),
    );
  }
  if (state.phase === "ready" && state.stoppedBy !== undefined) {
    sentences.push(
      state.stoppedBy === "maximumFiles"
        ? trans.__("Not everything was searched: too many files. Raise the limit in the settings.")
        : trans.__(
            "Not everything was searched: folders lie too deep. Raise the limit in the settings.",
          ),
    );
  }
  for (const { kind, path, problem } of state.datasets) {
    if (kind === "unknown" && problem !== undefined) {
      sentences.push(trans.__("%1 could not be read. %2", path, problem));
    }
  }
  for (const { folder, reason } of state.unreadable) {
    sentences.push(trans.__("Files in %1 could not be read. %2", folder || "/", reason));
  }
  return sentences;
}

function sectionLabel(kind: SectionKind, trans: TranslationBundle): string {
  switch (kind) {
    case "genotypes":
      return trans.__("Genotypes");
    case "phenotypes":
      return trans.__("Phenotypes");
    case "summary-statistics":
      return trans.__("Summary statistics");
  }
}
