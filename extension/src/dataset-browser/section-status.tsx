import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import type { Section } from "./dataset-item.ts";
import { Failure } from "./failure.tsx";
import type { ItemListState } from "./item-list.ts";
import type { BrowserState } from "./model.ts";
import type { DatasetSections } from "./sections.ts";

interface StatusProps {
  readonly section: Section;
  readonly sections: DatasetSections;
  readonly actions: { readonly onRefresh: (section: Section) => void };
  /** Rows that pass search and facets. */
  readonly shownCount: number;
  readonly trans: TranslationBundle;
}

/** What is said under the rows of a section. */
export function SectionStatus(props: StatusProps): React.JSX.Element {
  const { section, sections, trans } = props;
  const list = listOf(section, sections);
  const sentences = [
    ...(list === undefined ? statusSentences(sections.project.state, trans) : list.notices),
    ...emptySentences(props),
  ];
  return (
    <div role="status" className="jp-GenobookDatasets-status">
      {section !== "catalogues" && <ListStatus {...props} />}
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}

/** That an answer is awaited, or why there is none; of a catalogue it stands beside the question, above earlier answers. */
export function ListStatus(props: StatusProps): React.JSX.Element {
  const { section, sections, actions, shownCount, trans } = props;
  const list = listOf(section, sections);
  const isCatalogue = section === "catalogues";
  return (
    <>
      {list?.phase === "loading" && (isCatalogue || shownCount === 0) && (
        <p>{trans.__("Asking…")}</p>
      )}
      {list?.failure !== undefined && (
        <Failure
          failure={list.failure}
          onRetry={() =>
            isCatalogue ? void sections.catalogue.search() : actions.onRefresh(section)
          }
          trans={trans}
        />
      )}
    </>
  );
}

function listOf(section: Section, sections: DatasetSections): ItemListState | undefined {
  if (section === "project") return undefined;
  return section === "catalogues" ? sections.catalogue.list.state : sections[section].state;
}

function emptySentences({ section, sections, shownCount, trans }: StatusProps): string[] {
  if (shownCount > 0) return [];
  const count = sections.items(section).length;
  if (count > 0) {
    return [trans.__("No dataset matches the filter. Clear it to see all %1.", String(count))];
  }
  switch (section) {
    case "open":
      if (["loading", "failed"].includes(sections.open.state.phase)) return [];
      if (sections.notebook === "")
        return [trans.__("Open a notebook with a Genobook kernel to see what it holds.")];
      return [
        sections.open.state.phase === "idle"
          ? trans.__("Not asked yet: run a cell, or look again, to see what its kernel holds.")
          : trans.__("Nothing yet: run a cell that opens a dataset, or look again."),
      ];
    case "project":
      if (sections.project.state.phase !== "ready") return [];
      return [
        trans.__(
          "No datasets in this project yet. Put a PLINK set (.bed, .bim, .fam), a table of phenotypes or a file of association results below the folder that JupyterLab started in, then search again.",
        ),
      ];
    case "registered":
      if (["loading", "failed"].includes(sections.registered.state.phase)) return [];
      return [
        trans.__(
          "Nothing is registered. Register a project file to keep its hash, origin and licence in genobook.datasets.yaml, and to open it by a name.",
        ),
      ];
    case "catalogues":
      return sections.catalogue.list.state.phase === "ready"
        ? [trans.__("Nothing was found.")]
        : [];
  }
}

function statusSentences(state: BrowserState, trans: TranslationBundle): string[] {
  const sentences: string[] = [];
  if (state.phase === "searching") sentences.push(trans.__("Searching the project…"));
  if (state.phase === "failed") {
    sentences.push(
      trans.__(
        "The project could not be listed: %1 Check that the server runs, then look again.",
        state.failure ?? "",
      ),
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
      sentences.push(
        trans.__("%1 could not be read. %2", path, problem),
        trans.__("Mend or remove the file, then look again."),
      );
    }
  }
  for (const { folder, reason } of state.unreadable) {
    sentences.push(
      trans.__(
        "Files in %1 could not be read. %2 Check that the server may read them, then look again.",
        folder || "/",
        reason,
      ),
    );
  }
  return [...new Set(sentences)];
}
