import type { PersonColumn, PersonLevel, PreviewColumn } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";

/** Columns of people: what each is, how many have it, and of ten people or more how it is spread; never a person's value. */
export function PeopleColumns(props: {
  readonly columns: readonly PreviewColumn[];
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { columns, trans } = props;
  return (
    <details open>
      <summary>{trans.__("Columns (%1)", String(columns.length))}</summary>
      <ul className="jp-GenobookCard-people">
        {columns.map(({ name, people }) => (
          <li key={name} data-genobook-column={name}>
            <strong>{name}</strong>{" "}
            {people !== undefined && <Column column={people} trans={trans} />}
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          "Counts and means are of ten people or more; smallest and largest values are one person’s and are not shown.",
        )}
      </p>
    </details>
  );
}

function Column(props: {
  readonly column: PersonColumn;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { column, trans } = props;
  const spread = spreadText(column, trans);
  return (
    <>
      <span className="jp-GenobookCard-role">
        {typeText(column, trans)}
        {column.isCovariate && ` · ${trans.__("covariate by its name")}`}
      </span>
      <div>{countText(column, trans)}</div>
      {spread !== "" && <div>{spread}</div>}
    </>
  );
}

function typeText({ type }: PersonColumn, trans: TranslationBundle): string {
  switch (type) {
    case "id":
      return trans.__("identifier");
    case "quantitative":
      return trans.__("quantitative");
    case "case-control":
      return trans.__("case–control");
    case "binary":
      return trans.__("binary");
    case "categorical":
      return trans.__("categorical");
    case "text":
      return trans.__("text that differs between people");
    case "constant":
      return trans.__("the same for everybody");
    case "empty":
      return trans.__("empty");
  }
}

function countText({ known, missingShare }: PersonColumn, trans: TranslationBundle): string {
  const number = new Intl.NumberFormat();
  const share = new Intl.NumberFormat(undefined, {
    style: "percent",
    // One in ten thousand who lacks a value must not read as none.
    maximumFractionDigits: missingShare > 0 && missingShare < 0.01 ? 2 : 1,
  });
  return trans.__("N %1, %2 missing", number.format(known), share.format(missingShare));
}

function spreadText(column: PersonColumn, trans: TranslationBundle): string {
  const { mean, sd, levels, levelCount = 0 } = column;
  const number = new Intl.NumberFormat(undefined, { maximumSignificantDigits: 4 });
  if (mean !== undefined && sd !== undefined)
    return trans.__("mean %1, SD %2", number.format(mean), number.format(sd));
  if (levels === undefined)
    return levelCount > 0 ? trans._n("%1 value", "%1 values", levelCount) : "";
  const told = levels.map((level) => levelText(level, trans));
  const others = levelCount - levels.length;
  if (others > 0)
    told.push(
      told.length === 0
        ? trans._n("%1 group that is not told", "%1 groups that are not told", others)
        : trans._n("%1 other", "%1 others", others),
    );
  return told.join("; ");
}

function levelText({ code, meaning, count }: PersonLevel, trans: TranslationBundle): string {
  const words: Readonly<Record<PersonLevel["meaning"], string>> = {
    case: trans.__("cases"),
    control: trans.__("controls"),
    male: trans.__("male"),
    female: trans.__("female"),
    unknown: trans.__("unknown"),
    "": "",
  };
  const name = meaning === "" ? code : trans.__("%1 (%2)", code, words[meaning]);
  return count === null
    ? trans.__("%1: not told", name)
    : `${name}: ${new Intl.NumberFormat().format(count)}`;
}
