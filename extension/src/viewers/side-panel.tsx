import type { FileColumn, FileColumnSummary, FileStrip } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { Bars } from "./bars.tsx";
import { cellText, countText, numberText } from "./cell-text.ts";
import { headerName } from "./header-words.ts";
import { LeftOut } from "./left-out.tsx";
import type { ViewerModel } from "./viewer-model.ts";

interface SideProps {
  readonly model: ViewerModel;
  readonly trans: TranslationBundle;
}

/** What is known beside the rows: people, header, frequencies, and each column on request. */
export class SidePanel extends ReactWidget {
  readonly #props: SideProps;

  constructor(props: SideProps) {
    super();
    this.#props = props;
    this.addClass("jp-GenobookViewer-side");
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#props.model.changed}>{() => <Side {...this.#props} />}</UseSignal>
    );
  }
}

function Side({ model, trans }: SideProps): React.JSX.Element {
  const { opened, strip } = model;
  if (!opened) return <></>;
  const { samples, header, notices, columns, leftOut } = opened;
  return (
    <>
      {samples && (
        <Facts
          title={trans.__("Samples")}
          facts={[
            [trans.__("Samples"), samples.count],
            [trans.__("Male"), samples.male],
            [trans.__("Female"), samples.female],
            [trans.__("Sex unknown"), samples.unknownSex],
            [trans.__("Founders"), samples.founders],
          ].map(([name, count]) => [
            String(name),
            typeof count === "number" ? countText(count) : trans.__("fewer than 5"),
          ])}
        />
      )}
      {header.length > 0 && (
        <Facts
          title={trans.__("Header")}
          facts={header.map(([name, value]) => [headerName(name, trans), value])}
        />
      )}
      {leftOut && <LeftOut leftOut={leftOut} trans={trans} />}
      {strip && <Strip strip={strip} model={model} trans={trans} />}
      {notices.length > 0 && (
        <section>
          <h2>{trans.__("Noticed")}</h2>
          <ul>
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2>{trans.__("Columns")}</h2>
        {columns
          .filter(({ isOfPage }) => !isOfPage)
          .map((column) => (
            <ColumnPart key={column.name} column={column} model={model} trans={trans} />
          ))}
      </section>
    </>
  );
}

function Facts(props: {
  readonly title: string;
  readonly facts: readonly (readonly [string, string])[];
}): React.JSX.Element {
  return (
    <section>
      <h2>{props.title}</h2>
      <dl>
        {props.facts.map(([name, value]) => (
          <React.Fragment key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </React.Fragment>
        ))}
      </dl>
    </section>
  );
}

function Strip(props: SideProps & { readonly strip: FileStrip }): React.JSX.Element {
  const { strip, model, trans } = props;
  const { variantsSeen, variantCount } = strip;
  const range = ({ from, to }: { from: number; to: number }): string =>
    `${numberText(from)}–${numberText(to)}`;
  return (
    <section>
      <h2>{trans.__("Frequency and missing calls")}</h2>
      <p>
        {variantsSeen === variantCount
          ? trans.__("Of all %1 variants.", countText(variantCount))
          : trans.__(
              "Of %1 of %2 variants, evenly spread.",
              countText(variantsSeen),
              countText(variantCount),
            )}
      </p>
      <Bars
        label={trans.__("Variants by minor allele frequency")}
        bars={strip.frequency.map((bar) => ({ name: range(bar), count: bar.count }))}
      />
      <Bars
        label={trans.__("Variants by share of missing calls")}
        bars={strip.missing.map((bar) => ({ name: range(bar), count: bar.count }))}
      />
      {variantsSeen < variantCount && (
        <button type="button" className="jp-mod-styled" onClick={() => void model.loadStrip(true)}>
          {trans.__("Count all variants")}
        </button>
      )}
    </section>
  );
}

function ColumnPart(props: SideProps & { readonly column: FileColumn }): React.JSX.Element {
  const { column, model } = props;
  const { name, fileName, meaning } = column;
  const summary = model.summaries.get(name);
  const [isOpen, setOpen] = React.useState(false);
  // Another filter has made the summary void.
  React.useEffect(() => {
    if (isOpen && !summary) void model.loadSummary(name);
  }, [isOpen, summary === undefined, model.view.where]);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {name}
        {fileName !== "" && fileName !== name && (
          <span className="jp-GenobookViewer-muted"> ← {fileName}</span>
        )}
      </summary>
      {meaning !== "" && <p className="jp-GenobookViewer-muted">{meaning}</p>}
      {isOpen && summary && <ColumnFacts {...props} summary={summary} />}
    </details>
  );
}

function ColumnFacts(
  props: SideProps & { readonly column: FileColumn; readonly summary: FileColumnSummary },
): React.JSX.Element {
  const { column, summary, model, trans } = props;
  const { rowsSeen, rowCount, missing } = summary;
  const write = (value: number | null): string => (value === null ? "–" : numberText(value));
  const bars =
    summary.holds === "texts"
      ? summary.top.map(({ text, count }) => ({ name: text, count }))
      : summary.bars.map(({ from, to, count }) => ({
          name: from === to ? cellText(column, from) : `${numberText(from)}–${numberText(to)}`,
          count,
        }));
  return (
    <>
      <p>
        {summary.holds === "numbers"
          ? trans.__(
              "%1 to %2, median %3, mean %4; ",
              write(summary.minimum),
              write(summary.maximum),
              write(summary.median),
              write(summary.mean),
            )
          : trans.__("%1 different; ", countText(summary.distinct))}
        {trans.__("%1 missing.", countText(missing))}
      </p>
      <Bars label={trans.__("Values of %1", column.name)} bars={bars} />
      <p className="jp-GenobookViewer-muted">
        {rowsSeen < rowCount
          ? trans.__("From %1 of %2 rows, evenly spread.", countText(rowsSeen), countText(rowCount))
          : trans.__("From all %1 rows shown.", countText(rowCount))}
      </p>
      {rowsSeen < rowCount && (
        <button
          type="button"
          className="jp-mod-styled"
          onClick={() => void model.loadSummary(column.name, true)}
        >
          {trans.__("Look at all rows")}
        </button>
      )}
    </>
  );
}
