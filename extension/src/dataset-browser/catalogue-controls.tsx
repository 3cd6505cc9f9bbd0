import type { CatalogueBudget, CatalogueId } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { CATALOGUES, type CatalogueSection } from "./catalogue-section.ts";
import { catalogueText, choiceText } from "./dataset-text.ts";
import { sizeText } from "../data-service/dataset-text.ts";

/** Which catalogue, what for, and whether the question may leave this machine. */
export function CatalogueControls(props: {
  readonly section: CatalogueSection;
  readonly onNetwork: (isOn: boolean) => void;
  /** How the last question fared. */
  readonly children: React.ReactNode;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { section, onNetwork, children, trans } = props;
  const { catalogue, query, isOn } = section.question;
  const { failure } = section.list.state;
  const outcome = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => {
    if (failure !== undefined) outcome.current?.scrollIntoView({ block: "nearest" });
  }, [failure]);
  return (
    <form
      className="jp-GenobookCatalogues"
      role="search"
      aria-label={trans.__("Catalogues")}
      onSubmit={(event) => {
        event.preventDefault();
        void section.search();
      }}
    >
      <select
        className="jp-mod-styled"
        aria-label={trans.__("Catalogue")}
        value={catalogue}
        onChange={(event) =>
          section.setQuestion({ catalogue: event.target.value as CatalogueId | "all" })
        }
      >
        {(["all", ...CATALOGUES] as const).map((id) => (
          <option key={id} value={id}>
            {choiceText(id, trans)}
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
          onChange={(event) => section.setQuestion({ query: event.target.value })}
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
      <div ref={outcome} role="status">
        {children}
      </div>
      <p>
        {isOn
          ? trans.__(
              "Your search words, and names of entries that you unfold, go to %1. Nothing of your data is sent.",
              catalogue === "all"
                ? CATALOGUES.map(catalogueText).join(", ")
                : catalogueText(catalogue),
            )
          : trans.__("Offline: answers come from what was kept. Nothing leaves this machine.")}
      </p>
      {section.budget !== undefined && (
        <Budget budget={section.budget} catalogue={catalogue} trans={trans} />
      )}
    </form>
  );
}

/** What services still allow, and everything that was sent to them. */
function Budget(props: {
  readonly budget: CatalogueBudget;
  readonly catalogue: CatalogueId | "all";
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { budget, catalogue, trans } = props;
  const { sent, sentCount, hasToken } = budget;
  const time = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
  const allowances = CATALOGUES.filter((id) => catalogue === "all" || id === catalogue)
    .map((id) => allowanceText(id, budget, trans))
    .filter((text) => text !== "");
  return (
    <div className="jp-GenobookCatalogues-budget" role="status">
      {!hasToken && (catalogue === "openGwas" || catalogue === "all") && (
        <p>
          {trans.__(
            "OpenGWAS needs a token. Get one at api.opengwas.io, set OPENGWAS_JWT in the environment of JupyterLab, and start it again.",
          )}
        </p>
      )}
      {allowances.map((text) => (
        <p key={text}>{text}</p>
      ))}
      <details>
        <summary>{trans.__("Sent from this machine (%1)", String(sentCount))}</summary>
        {sentCount === 0 && <p>{trans.__("Nothing in this session.")}</p>}
        <ol className="jp-GenobookCatalogues-sent">
          {sent.map(({ time: at, what, status, bytes }, index) => (
            <li key={`${at} ${String(index)}`}>
              <code>{what}</code> {time.format(new Date(at))} ·{" "}
              {status === 0 ? trans.__("no answer") : String(status)} · {sizeText(bytes)}
            </li>
          ))}
        </ol>
      </details>
    </div>
  );
}

/** What the service of a catalogue still allows; "" when it has told nothing. */
export function allowanceText(
  catalogue: CatalogueId,
  { services }: CatalogueBudget,
  trans: TranslationBundle,
): string {
  const title = catalogueText(catalogue);
  const service = services.find((each) => each.title.startsWith(title));
  if (service === undefined) return "";
  const { allowance, remaining, until } = service;
  const number = new Intl.NumberFormat();
  const time = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
  const parts: string[] = [];
  if (remaining !== null) {
    parts.push(
      allowance === null
        ? trans.__("%1: %2 left of its allowance.", title, number.format(remaining))
        : trans.__(
            "%1: %2 left of an allowance of %3.",
            title,
            number.format(remaining),
            number.format(allowance),
          ),
    );
  }
  if (until !== "") {
    parts.push(
      remaining === null
        ? trans.__("%1 asks to wait until %2.", title, time.format(new Date(until)))
        : trans.__("It is full again on %1.", time.format(new Date(until))),
    );
  }
  return parts.join(" ");
}
