import type { SessionVariable } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import {
  addBelowIcon,
  copyIcon,
  type LabIcon,
  runIcon,
  spreadsheetIcon,
  variableIcon,
} from "@jupyterlab/ui-components";
import * as React from "react";
import { sizeText } from "../data-service/dataset-text.ts";
import { associationsIcon, genotypesIcon, helixIcon, phenotypesIcon } from "../icons.ts";
import { plotCode } from "./variable-code.ts";
import { extentText, extentWords, kindText } from "./variable-text.ts";

export interface RowActions {
  readonly onInsert: (variable: SessionVariable) => void;
  readonly onShow: (variable: SessionVariable) => void;
  readonly onPlot: (variable: SessionVariable) => void;
  readonly onCopy: (variable: SessionVariable) => void;
}

const ICONS: Record<SessionVariable["kind"], LabIcon> = {
  genotypes: genotypesIcon,
  people: phenotypesIcon,
  scores: phenotypesIcon,
  "relationship-matrix": genotypesIcon,
  "summary-statistics": associationsIcon,
  associations: associationsIcon,
  plot: associationsIcon,
  weights: helixIcon,
  "ld-panel": genotypesIcon,
  table: spreadsheetIcon,
  result: variableIcon,
  numbers: variableIcon,
};

interface RowProps {
  readonly variable: SessionVariable;
  readonly actions: RowActions;
  readonly trans: TranslationBundle;
}

export function VariableRow({ variable, actions, trans }: RowProps): React.JSX.Element {
  const { name, kind, type, build, origin, bytes, execution, hasPeople } = variable;
  const KindIcon = ICONS[kind].react;
  const facts = [kindText(kind, trans), type, build].filter(Boolean).join(" · ");
  return (
    <tr role="row" className="jp-GenobookVariable" data-genobook-variable={name}>
      <th role="rowheader" scope="row" className="jp-GenobookVariable-nameCell">
        <span className="jp-GenobookVariable-name">
          <KindIcon tag="span" width="14px" height="14px" />
          <code>{name}</code>
          {execution !== undefined && (
            <span
              className="jp-GenobookVariable-made"
              title={trans.__("Made by execution %1", execution)}
            >
              [{execution}]
            </span>
          )}
        </span>
        <span className="jp-GenobookVariable-facts">
          {facts}
          {hasPeople && (
            <span
              className="jp-GenobookBadge"
              title={trans.__("Holds data of single people; only their number is shown here")}
            >
              {trans.__("individual-level")}
            </span>
          )}
        </span>
        {origin !== undefined && (
          <span className="jp-GenobookVariable-origin" title={origin}>
            {origin}
          </span>
        )}
      </th>
      <td role="cell" className="jp-GenobookVariable-sizeCell">
        <span className="jp-GenobookVariable-extent" title={extentWords(variable, trans)}>
          {extentText(variable, trans)}
        </span>
        <span
          className="jp-GenobookVariable-facts"
          title={trans.__("Memory that it holds at least; what stays in its file is not counted")}
        >
          {sizeText(bytes)}
        </span>
      </td>
      <td role="cell" className="jp-GenobookVariable-madeCell">
        {execution === undefined ? "" : `[${execution}]`}
      </td>
      <td role="cell" className="jp-GenobookVariable-actionsCell">
        <span className="jp-GenobookVariable-actions">
          <RowButton
            icon={addBelowIcon}
            label={trans.__("Insert code for %1", name)}
            onClick={() => actions.onInsert(variable)}
          />
          <RowButton
            icon={runIcon}
            label={trans.__("Show %1 in a cell", name)}
            onClick={() => actions.onShow(variable)}
          />
          <RowButton
            icon={associationsIcon}
            label={
              plotCode(variable) === undefined
                ? trans.__("No plot fits %1", name)
                : trans.__("Plot %1", name)
            }
            isDisabled={plotCode(variable) === undefined}
            onClick={() => actions.onPlot(variable)}
          />
          <RowButton
            icon={copyIcon}
            label={trans.__("Copy the name %1", name)}
            onClick={() => actions.onCopy(variable)}
          />
        </span>
      </td>
    </tr>
  );
}

function RowButton(props: {
  readonly icon: LabIcon;
  readonly label: string;
  readonly isDisabled?: boolean;
  readonly onClick: () => void;
}): React.JSX.Element {
  const { icon, label, isDisabled = false, onClick } = props;
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      aria-disabled={isDisabled}
      onClick={isDisabled ? undefined : onClick}
    >
      <icon.react tag="span" width="14px" height="14px" />
    </button>
  );
}
