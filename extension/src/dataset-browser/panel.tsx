import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, refreshIcon, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { allowanceText, CatalogueControls } from "./catalogue-controls.tsx";
import { type CardVerb } from "./dataset-card.tsx";
import { FACETS, facetCounts, type DatasetItem, SECTIONS, type Section } from "./dataset-item.ts";
import { DatasetRow, type RowActions } from "./dataset-row.tsx";
import { facetText, facetValueText, sectionText } from "./dataset-text.ts";
import { allows, type DatasetVerb, VERBS } from "./dataset-verbs.ts";
import { ListStatus, SectionStatus } from "./section-status.tsx";
import type { DatasetSections } from "./sections.ts";

export interface PanelActions extends Omit<RowActions, "onExpand"> {
  readonly onVerb: (verb: DatasetVerb, item: DatasetItem) => void;
  readonly onRefresh: (section: Section) => void;
  readonly onNetwork: (isOn: boolean) => void;
  /** Label and caption of a verb, as its command has them. */
  readonly verbText: (verb: DatasetVerb) => Omit<CardVerb, "verb">;
}

/** The sections of the dataset browser, with search and facets over all of them. */
export class DatasetBrowserPanel extends ReactWidget {
  readonly #sections: DatasetSections;
  readonly #actions: PanelActions;
  readonly #trans: TranslationBundle;

  constructor(sections: DatasetSections, actions: PanelActions, trans: TranslationBundle) {
    super();
    this.#sections = sections;
    this.#actions = actions;
    this.#trans = trans;
    this.addClass("jp-GenobookDatasets");
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#sections.changed}>
        {() => <Panel sections={this.#sections} actions={this.#actions} trans={this.#trans} />}
      </UseSignal>
    );
  }
}

interface PanelProps {
  readonly sections: DatasetSections;
  readonly actions: PanelActions;
  readonly trans: TranslationBundle;
}

function Panel(props: PanelProps): React.JSX.Element {
  const { sections, trans } = props;
  const { project } = sections;
  return (
    <>
      <div className="jp-GenobookDatasets-header">
        <h2>{trans.__("Datasets")}</h2>
      </div>
      <input
        type="search"
        className="jp-GenobookDatasets-filter"
        placeholder={trans.__("Name, format or build")}
        aria-label={trans.__("Filter datasets by name, format or build")}
        value={project.state.filter}
        onChange={(event) => project.setFilter(event.target.value)}
      />
      <Facets {...props} />
      <div className="jp-GenobookDatasets-sections">
        {SECTIONS.map((section) => (
          <SectionView key={section} section={section} {...props} />
        ))}
      </div>
    </>
  );
}

function Facets({ sections, trans }: PanelProps): React.JSX.Element | null {
  const items = SECTIONS.flatMap((section) => sections.items(section));
  const facets = FACETS.map((facet) => ({ facet, values: facetCounts(items, facet) })).filter(
    ({ facet, values }) => values.length > 1 || sections.facets[facet] !== "",
  );
  if (facets.length === 0) return null;
  return (
    <div className="jp-GenobookDatasets-facets">
      {facets.map(({ facet, values }) => (
        <select
          key={facet}
          className="jp-mod-styled"
          aria-label={facetText(facet, trans)}
          title={facetText(facet, trans)}
          value={sections.facets[facet]}
          onChange={(event) => sections.setFacet(facet, event.target.value)}
        >
          <option value="">{trans.__("%1: all", facetText(facet, trans))}</option>
          {values.map(({ value, count }) => (
            <option key={value} value={value}>
              {facetValueText(facet, value, trans)} ({count})
            </option>
          ))}
        </select>
      ))}
    </div>
  );
}

function SectionView(props: PanelProps & { readonly section: Section }): React.JSX.Element {
  const { section, sections, actions, trans } = props;
  const items = sections.shown(section);
  const { closed } = sections.project.state;
  const again = trans.__("Look again: %1", sectionText(section, trans));
  const verbs = (item: DatasetItem): CardVerb[] =>
    VERBS.filter((verb) => allows(item, verb)).map((verb) => ({ verb, ...actions.verbText(verb) }));
  const { budget } = sections.catalogue;
  const allowanceOf = ({ catalogue }: DatasetItem): string =>
    catalogue === undefined || budget === undefined
      ? ""
      : allowanceText(catalogue.id, budget, trans);
  return (
    <details
      open={!closed.includes(section)}
      className="jp-GenobookDatasets-section"
      data-genobook-section={section}
      onToggle={(event) => sections.project.setClosed(section, !event.currentTarget.open)}
    >
      <summary>
        {sectionText(section, trans)}
        {section === "open" && sections.notebook !== "" && (
          <span className="jp-GenobookDatasets-of">{sections.notebook}</span>
        )}
        <span className="jp-GenobookDatasets-count">{items.length}</span>
      </summary>
      {section === "catalogues" ? (
        <CatalogueControls section={sections.catalogue} onNetwork={actions.onNetwork} trans={trans}>
          <ListStatus {...props} shownCount={items.length} />
        </CatalogueControls>
      ) : (
        <button
          type="button"
          className="jp-GenobookDatasets-again"
          title={again}
          aria-label={again}
          onClick={() => actions.onRefresh(section)}
        >
          <refreshIcon.react tag="span" width="16px" height="16px" />
        </button>
      )}
      <ul>
        {items.map((item) => (
          <DatasetRow
            key={item.key}
            item={item}
            trans={trans}
            onOpen={actions.onOpen}
            onInsert={actions.onInsert}
            onPress={actions.onPress}
            onExpand={({ key }) => sections.expand(key)}
            card={
              sections.expanded === item.key
                ? {
                    preview: sections.previews.of(item.path),
                    record: sections.catalogue.records.of(item.key),
                    download: sections.catalogue.downloads.of(item.key),
                    verified: sections.verified.of(item.key),
                    allowance: allowanceOf(item),
                    verbs: verbs(item),
                    onVerb: actions.onVerb,
                    onLook: (isEvery) => void sections.look(item, isEvery),
                    onAgain: () => void sections.catalogue.loadRecord(item),
                    onCancel: () => {
                      sections.previews.cancel(item.path ?? "");
                      sections.verified.cancel(item.key);
                      sections.catalogue.downloads.cancel(item.key);
                    },
                  }
                : undefined
            }
          />
        ))}
      </ul>
      <SectionStatus {...props} shownCount={items.length} />
    </details>
  );
}
