import type { DatasetPreview } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { extentText } from "../data-service/dataset-text.ts";
import type { DatasetItem } from "./dataset-item.ts";
import type { DatasetVerb } from "./dataset-verbs.ts";
import { freshnessText, kindText, sensitivityText } from "./dataset-text.ts";

export interface CardVerb {
  readonly verb: DatasetVerb;
  readonly label: string;
  readonly caption: string;
}

export interface CardProps {
  readonly item: DatasetItem;
  /** Of its file: `loading`, or why there is none. */
  readonly preview: DatasetPreview | string | undefined;
  readonly verbs: readonly CardVerb[];
  readonly onVerb: (verb: DatasetVerb, item: DatasetItem) => void;
  readonly trans: TranslationBundle;
}

/** All that is known of a data set, and what can be done with it. */
export function DatasetCard({ item, preview, verbs, onVerb, trans }: CardProps): React.JSX.Element {
  return (
    <div className="jp-GenobookCard" role="group" aria-label={trans.__("Details of %1", item.name)}>
      <div className="jp-GenobookCard-verbs">
        {verbs.map(({ verb, label, caption }) => (
          <button key={verb} type="button" title={caption} onClick={() => onVerb(verb, item)}>
            {label}
          </button>
        ))}
      </div>
      <dl>
        {factsOf(item, trans).map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
      {typeof preview === "object" ? (
        <Preview preview={preview} trans={trans} />
      ) : (
        preview !== undefined && (
          <p role="status">
            {preview === "loading" ? trans.__("Looking into the file…") : preview}
          </p>
        )
      )}
      {typeof preview !== "object" && (item.columns?.length ?? 0) > 0 && (
        <details>
          <summary>{trans.__("Columns (%1)", String(item.columns?.length ?? 0))}</summary>
          <p>{item.columns?.join(", ")}</p>
        </details>
      )}
      {item.lineage.length > 0 && (
        <details>
          <summary>{trans.__("Lineage")}</summary>
          <ul className="jp-GenobookCard-lineage">
            {item.lineage.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

function factsOf(item: DatasetItem, trans: TranslationBundle): (readonly [string, string])[] {
  const { build, buildEvidence, ancestry, since, licence, citation, notes } = item;
  const confirmed = item.isConfirmed ? trans.__("confirmed") : trans.__("not confirmed");
  const date =
    since === undefined
      ? undefined
      : new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }).format(new Date(since));
  const facts: readonly (readonly [string, string | undefined])[] = [
    [trans.__("Type"), kindText(item.kind, trans)],
    [trans.__("Size"), extentText(item, trans)],
    [trans.__("Build"), [build, buildEvidence].filter((part) => part !== undefined).join(": ")],
    [trans.__("Ancestry"), ancestry],
    [trans.__("Sensitivity"), `${sensitivityText(item.sensitivity, trans)} (${confirmed})`],
    [trans.__("State"), freshnessText(item, trans)],
    [item.section === "registered" ? trans.__("Registered on") : trans.__("As of"), date],
    [trans.__("Licence"), licence],
    [trans.__("Citation"), citation],
    [trans.__("Notes"), notes],
  ];
  return facts.flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [[name, value] as const],
  );
}

function Preview(props: {
  readonly preview: DatasetPreview;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { preview, trans } = props;
  const { columns, quality, header, rows, notices } = preview;
  return (
    <>
      {quality.length > 0 && (
        <ul className="jp-GenobookCard-quality" aria-label={trans.__("Quality of the first rows")}>
          {quality.map(({ name, value }) => (
            <li key={name}>
              <span>{qualityText(name, trans)}</span> <strong>{value}</strong>
            </li>
          ))}
        </ul>
      )}
      {columns.length > 0 && (
        <details>
          <summary>{trans.__("Columns (%1)", String(columns.length))}</summary>
          <table>
            <tbody>
              {columns.map(({ name, meaning }) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{meaning === "" ? "" : `→ ${meaning}`}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </details>
      )}
      {rows.length > 0 && (
        <details>
          <summary>{trans.__("First rows")}</summary>
          {/* Wider than the sidebar: scrolled by keyboard, too. */}
          <div
            className="jp-GenobookCard-rows"
            tabIndex={0}
            role="group"
            aria-label={trans.__("First rows")}
          >
            <table>
              <thead>
                <tr>
                  {header.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row, index) => (
                  <tr key={index}>
                    {row.map((cell, column) => (
                      <td key={header[column]}>{cell}</td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {notices.map((notice) => (
        <p key={notice}>{notice}</p>
      ))}
    </>
  );
}

function qualityText(name: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    rows: trans.__("First rows read"),
    missing: trans.__("Missing"),
    palindromic: trans.__("Strand unclear"),
    issues: trans.__("Issues"),
  };
  return words[name] ?? name;
}
