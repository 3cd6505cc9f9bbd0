import type { CatalogueId } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { catalogueText } from "./dataset-text.ts";
import { CATALOGUES, type DatasetSections } from "./sections.ts";

/** Which catalogue, what for, and whether the question may leave this machine. */
export function CatalogueControls(props: {
  readonly sections: DatasetSections;
  readonly onNetwork: (isOn: boolean) => void;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { sections, onNetwork, trans } = props;
  const { catalogue, query, isOn } = sections.question;
  return (
    <form
      className="jp-GenobookCatalogues"
      role="search"
      aria-label={trans.__("Catalogues")}
      onSubmit={(event) => {
        event.preventDefault();
        void sections.search();
      }}
    >
      <select
        className="jp-mod-styled"
        aria-label={trans.__("Catalogue")}
        value={catalogue}
        onChange={(event) => sections.setQuestion({ catalogue: event.target.value as CatalogueId })}
      >
        {CATALOGUES.map((id) => (
          <option key={id} value={id}>
            {catalogueText(id)}
          </option>
        ))}
      </select>
      <div className="jp-GenobookCatalogues-query">
        <input
          type="search"
          className="jp-GenobookDatasets-filter"
          placeholder={trans.__("Trait, study or gene")}
          aria-label={trans.__("Search the catalogue for a trait, study or gene")}
          value={query}
          onChange={(event) => sections.setQuestion({ query: event.target.value })}
        />
        <button type="submit" className="jp-GenobookDatasets-button">
          {trans.__("Search")}
        </button>
      </div>
      <label>
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => onNetwork(event.target.checked)}
        />
        {trans.__("Ask over the network")}
      </label>
      <p>
        {isOn
          ? trans.__(
              "Your search words go to %1. Nothing of your data is sent.",
              catalogueText(catalogue),
            )
          : trans.__("Offline: answers come from what was kept. Nothing leaves this machine.")}
      </p>
    </form>
  );
}
