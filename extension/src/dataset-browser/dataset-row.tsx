import type { TranslationBundle } from "@jupyterlab/translation";
import { addBelowIcon, caretDownIcon, caretRightIcon } from "@jupyterlab/ui-components";
import * as React from "react";
import { extentText, sizeText } from "../data-service/dataset-text.ts";
import { DatasetCard, type CardProps } from "./dataset-card.tsx";
import type { DatasetItem } from "./dataset-item.ts";
import {
  formatText,
  freshnessText,
  kindIcon,
  kindText,
  sensitivityIcon,
  sensitivityText,
} from "./dataset-text.ts";

export interface RowActions {
  readonly onOpen: (item: DatasetItem) => void;
  readonly onInsert: (item: DatasetItem) => void;
  readonly onExpand: (item: DatasetItem) => void;
  /** The mouse went down on a row; it may become a drag. */
  readonly onPress: (item: DatasetItem, event: MouseEvent) => void;
}

export interface RowProps extends RowActions {
  readonly item: DatasetItem;
  /** What the card shows; undefined while it is folded. */
  readonly card: Omit<CardProps, "item" | "trans"> | undefined;
  readonly trans: TranslationBundle;
}

/** One data set: what it is, how large, who may see it, what is wrong with it; unfolds to its card. */
export function DatasetRow(props: RowProps): React.JSX.Element {
  const { item, card, trans, onOpen, onInsert, onExpand, onPress } = props;
  const Icon = kindIcon(item.kind);
  const Caret = card === undefined ? caretRightIcon : caretDownIcon;
  const { problem } = item;
  return (
    <li
      className="jp-GenobookDataset"
      data-genobook-dataset={item.key}
      data-genobook-path={item.path}
      data-genobook-kind={item.kind}
    >
      <div
        className="jp-GenobookDataset-line"
        onDoubleClick={() => onOpen(item)}
        onMouseDown={(event) => onPress(item, event.nativeEvent)}
      >
        <button
          type="button"
          className="jp-GenobookDataset-fold"
          aria-expanded={card !== undefined}
          title={trans.__("Details")}
          aria-label={trans.__("Details of %1", item.name)}
          onClick={() => onExpand(item)}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <Caret.react tag="span" width="16px" height="16px" />
        </button>
        <Icon.react
          tag="span"
          className="jp-GenobookDataset-icon"
          title={kindText(item.kind, trans)}
        />
        <div className="jp-GenobookDataset-text">
          <button
            type="button"
            className="jp-GenobookDataset-name"
            title={trans.__("Show what is known about %1", item.path ?? item.name)}
            onClick={(event) => {
              // A mouse selects with one click and opens with two; the keyboard opens at once.
              if (event.detail === 0) onOpen(item);
            }}
          >
            {item.name}
          </button>
          {item.place !== "" && <div className="jp-GenobookDataset-folder">{item.place}</div>}
          <Facts item={item} trans={trans} />
          {problem !== undefined && (
            <div className="jp-GenobookDataset-problem">
              <strong>{trans.__("Cannot be opened.")}</strong> {problem}{" "}
              {trans.__("Put the files of the set beside each other and whole, then look again.")}
            </div>
          )}
        </div>
        <button
          type="button"
          className="jp-GenobookDataset-insert"
          disabled={problem !== undefined}
          title={trans.__("Insert code")}
          aria-label={trans.__("Insert code that opens %1", item.name)}
          onClick={() => onInsert(item)}
          onDoubleClick={(event) => event.stopPropagation()}
        >
          <addBelowIcon.react tag="span" width="16px" height="16px" />
        </button>
      </div>
      {card !== undefined && <DatasetCard {...card} item={item} trans={trans} />}
    </li>
  );
}

function Facts({
  item,
  trans,
}: {
  item: DatasetItem;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { rows, bytes, build, buildEvidence, ancestry, sensitivity } = item;
  const number = new Intl.NumberFormat();
  const facts = [
    formatText(item, trans),
    extentText(item, trans),
    rows === undefined ? "" : trans._n("%2 row", "%2 rows", rows, number.format(rows)),
    bytes === undefined ? "" : sizeText(bytes),
    ancestry ?? "",
  ].filter((fact) => fact !== "");
  const freshness = freshnessText(item, trans);
  const Sensitivity = sensitivityIcon(sensitivity);
  return (
    <div className="jp-GenobookDataset-facts">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {build !== undefined && (
        <span className="jp-GenobookBadge" title={buildEvidence}>
          {build}
        </span>
      )}
      <span
        className="jp-GenobookBadge jp-GenobookBadge-sensitivity"
        data-sensitivity={sensitivity}
        title={
          item.isConfirmed
            ? trans.__("Who may see it, as confirmed")
            : trans.__("Who may see it, told from what it is; confirm it by registering")
        }
      >
        <Sensitivity.react tag="span" width="12px" height="12px" />
        {sensitivityText(sensitivity, trans)}
      </span>
      {freshness !== undefined && (
        <span className="jp-GenobookBadge jp-GenobookBadge-warning">{freshness}</span>
      )}
    </div>
  );
}
