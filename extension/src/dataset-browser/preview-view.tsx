import type { DatasetPreview, PreviewBasis, PreviewQuality } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { Bars } from "../viewers/bars.tsx";
import type { Answer } from "./answers.ts";
import { Failure } from "./failure.tsx";
import { PeopleColumns } from "./people-columns.tsx";
import { Work } from "./work.tsx";

interface PreviewProps {
  readonly preview: Answer<DatasetPreview>;
  readonly onLook: (isEvery: boolean) => void;
  readonly onCancel: () => void;
  readonly trans: TranslationBundle;
}

/** Quality, columns and first rows of a file, and of how much of it they were told. */
export function PreviewView(props: PreviewProps): React.JSX.Element {
  const { preview, onLook, onCancel, trans } = props;
  const { phase, value, progress, failure } = preview;
  const isCancelled = failure?.tag === "cancelled";
  return (
    <>
      {phase === "asking" && (
        <Work
          label={trans.__("Looking into the file…")}
          progress={progress}
          onCancel={onCancel}
          trans={trans}
        />
      )}
      {failure !== undefined && !(isCancelled && value !== undefined) && (
        <Failure failure={failure} onRetry={() => onLook(false)} trans={trans} />
      )}
      {value !== undefined && (
        <>
          <Quality preview={value} trans={trans} />
          {value.basis !== undefined && !value.basis.isEvery && phase !== "asking" && (
            <button
              type="button"
              className="jp-GenobookDatasets-button"
              onClick={() => onLook(true)}
            >
              {value.basis.unit === "rows"
                ? trans.__("Look into every row")
                : trans.__("Look into every variant")}
            </button>
          )}
          <Columns preview={value} trans={trans} />
          <FirstRows preview={value} trans={trans} />
          {value.notices.map((notice) => (
            <p key={notice}>{notice}</p>
          ))}
        </>
      )}
    </>
  );
}

interface PartProps {
  readonly preview: DatasetPreview;
  readonly trans: TranslationBundle;
}

function Quality({ preview, trans }: PartProps): React.JSX.Element | null {
  const { basis, quality, refused, strips, facts } = preview;
  const number = new Intl.NumberFormat();
  return (
    <>
      {quality.length > 0 && (
        <div className="jp-GenobookCard-strip" role="group" aria-label={trans.__("Quality")}>
          <ul className="jp-GenobookCard-quality">
            {quality.map((each) => (
              <li key={each.name} data-genobook-quality={each.name}>
                <span>{qualityText(each.name, trans)}</span> <strong>{valueText(each)}</strong>
              </li>
            ))}
          </ul>
          {strips.map(({ name, bars }) => (
            <Bars
              key={name}
              label={qualityText(name === "frequency" ? "frequencies" : "missingCalls", trans)}
              bars={bars.map(({ from, to, count }) => ({ name: rangeText(from, to), count }))}
            />
          ))}
          {basis !== undefined && <p>{basisText(basis, trans)}</p>}
        </div>
      )}
      {refused.length > 0 && (
        <details>
          <summary>{trans.__("Why rows are left out or faulty")}</summary>
          <ul>
            {refused.map(({ reason, count }) => (
              <li key={reason}>
                {number.format(count)} × {reason}
              </li>
            ))}
          </ul>
        </details>
      )}
      {facts.length > 0 && (
        <details>
          <summary>{trans.__("What the file says of itself")}</summary>
          <dl>
            {facts.map(({ name, value }) => (
              <React.Fragment key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </React.Fragment>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}

function Columns({ preview: { columns }, trans }: PartProps): React.JSX.Element | null {
  if (columns.length === 0) return null;
  if (columns.some(({ people }) => people !== undefined))
    return <PeopleColumns columns={columns} trans={trans} />;
  return (
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
  );
}

function FirstRows({ preview: { header, rows }, trans }: PartProps): React.JSX.Element | null {
  if (rows.length === 0) return null;
  return (
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
  );
}

/** Of how much of the file the numbers were told. */
function basisText({ seen, total, unit, isEvery }: PreviewBasis, trans: TranslationBundle): string {
  const number = new Intl.NumberFormat();
  const [some, all] = [number.format(seen), number.format(total ?? 0)];
  if (unit === "variants") {
    return isEvery
      ? trans.__("Of all %1 variants.", some)
      : trans.__("Of a sample: %1 of %2 variants, spread evenly over the file.", some, all);
  }
  if (isEvery) return trans.__("Of all %1 rows.", some);
  return trans.__("Of the first %1 rows alone; λGC and the smallest P need every row.", some);
}

function valueText({ value, as }: PreviewQuality): string {
  if (value === null) return "–";
  if (typeof value === "string") return value;
  switch (as) {
    case "share":
      // 99.96 % of calls must not read as all of them.
      return new Intl.NumberFormat(undefined, {
        style: "percent",
        maximumFractionDigits: value > 0.99 || value < 0.01 ? 2 : 1,
      }).format(value);
    case "number":
      return new Intl.NumberFormat(undefined, {
        minimumFractionDigits: 3,
        maximumFractionDigits: 3,
      }).format(value);
    default:
      return new Intl.NumberFormat().format(value);
  }
}

function rangeText(from: number, to: number): string {
  const percent = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 2 });
  return `${percent.format(from)}–${percent.format(to)}`;
}

function qualityText(name: string, trans: TranslationBundle): string {
  const words: Readonly<Record<string, string>> = {
    lambda: trans.__("λGC"),
    minimumP: trans.__("Smallest P"),
    refused: trans.__("Rows left out"),
    faulty: trans.__("Rows with issues"),
    missing: trans.__("Missing"),
    palindromic: trans.__("Strand unclear (A/T, C/G)"),
    callRate: trans.__("Call rate"),
    rare: trans.__("Frequency below 1 %"),
    variants: trans.__("Variants"),
    people: trans.__("People"),
    blocks: trans.__("Blocks"),
    frequencies: trans.__("Variants by minor allele frequency"),
    missingCalls: trans.__("Variants by missing calls"),
  };
  return words[name] ?? name;
}
