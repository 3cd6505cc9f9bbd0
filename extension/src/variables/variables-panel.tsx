import type { SessionVariable } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, refreshIcon, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { VariableRow, type RowActions } from "./variable-row.tsx";
import type { VariablesModel, VariablesState } from "./variables-model.ts";

export interface PanelActions extends RowActions {
  readonly onRefresh: () => void;
}

/** The list of the kernel's variables, with its filter. */
export class VariablesPanel extends ReactWidget {
  readonly #model: VariablesModel;
  readonly #actions: PanelActions;
  readonly #trans: TranslationBundle;

  constructor(model: VariablesModel, actions: PanelActions, trans: TranslationBundle) {
    super();
    this.#model = model;
    this.#actions = actions;
    this.#trans = trans;
    this.addClass("jp-GenobookVariables");
  }

  /** The variable of a row. */
  variable(name: string): SessionVariable | undefined {
    return this.#model.state.variables.find((variable) => variable.name === name);
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#model.changed}>
        {() => <Panel model={this.#model} actions={this.#actions} trans={this.#trans} />}
      </UseSignal>
    );
  }
}

interface PanelProps {
  readonly model: VariablesModel;
  readonly actions: PanelActions;
  readonly trans: TranslationBundle;
}

function Panel({ model, actions, trans }: PanelProps): React.JSX.Element {
  const { state, filtered } = model;
  const refresh = trans.__("Ask the kernel again");
  return (
    <>
      <div className="jp-GenobookVariables-header">
        <h2>
          {trans.__("Variables")}
          {state.notebook !== "" && (
            <span className="jp-GenobookVariables-notebook">{state.notebook}</span>
          )}
        </h2>
        <button
          type="button"
          title={refresh}
          aria-label={refresh}
          disabled={!state.isOurs}
          onClick={actions.onRefresh}
        >
          <refreshIcon.react tag="span" width="16px" height="16px" />
        </button>
      </div>
      {state.isOurs && (
        <input
          type="search"
          className="jp-GenobookVariables-filter"
          placeholder={trans.__("Name, kind or build")}
          aria-label={trans.__("Filter variables by name, kind or build")}
          value={state.filter}
          onChange={(event) => model.setFilter(event.target.value)}
        />
      )}
      <div className="jp-GenobookVariables-list">
        {filtered.length > 0 && <List variables={filtered} actions={actions} trans={trans} />}
        <div role="status" className="jp-GenobookVariables-status">
          {noteOf(state, filtered.length, trans)}
        </div>
      </div>
    </>
  );
}

interface ListProps {
  readonly variables: readonly SessionVariable[];
  readonly actions: RowActions;
  readonly trans: TranslationBundle;
}

function List({ variables, actions, trans }: ListProps): React.JSX.Element {
  return (
    <table role="table" aria-label={trans.__("Variables")}>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            {trans.__("Name")}
          </th>
          <th role="columnheader" scope="col">
            {trans.__("Size")}
          </th>
          <th
            role="columnheader"
            scope="col"
            title={trans.__("Number of the execution that made it")}
          >
            {trans.__("Made")}
          </th>
          <th role="columnheader" scope="col">
            <span className="jp-GenobookVariables-hidden">{trans.__("Actions")}</span>
          </th>
        </tr>
      </thead>
      <tbody role="rowgroup">
        {variables.map((variable) => (
          <VariableRow key={variable.name} variable={variable} actions={actions} trans={trans} />
        ))}
      </tbody>
    </table>
  );
}

function noteOf(state: VariablesState, shown: number, trans: TranslationBundle): string {
  const { notebook, isOurs, isBusy, phase, variables, total, refusal } = state;
  if (notebook === "") {
    return trans.__("Open a notebook: the list follows the one that you work in.");
  }
  if (!isOurs) {
    return trans.__(
      "%1 has no Genobook kernel. Choose “TypeScript (Genobook)” at its upper right.",
      notebook,
    );
  }
  if (refusal) return [refusal.what, refusal.why, refusal.remedy].filter(Boolean).join(" ");
  if (phase === "waiting") {
    return isBusy
      ? trans.__("A cell computes without a pause; the list comes when it is done.")
      : trans.__("Asking the kernel…");
  }
  if (variables.length === 0) {
    return trans.__(
      "No datasets, results, tables or plots yet. Run a cell that gives one a name: const cohort = await data.simulate();",
    );
  }
  if (shown === 0) {
    return trans.__("No variable matches the filter. Clear it to see all %1.", variables.length);
  }
  const number = new Intl.NumberFormat();
  if (total > variables.length) {
    return trans.__(
      "The first %1 of %2 variables.",
      number.format(variables.length),
      number.format(total),
    );
  }
  return "";
}
