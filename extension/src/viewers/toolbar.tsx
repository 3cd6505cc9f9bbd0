import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget, UseSignal } from "@jupyterlab/ui-components";
import * as React from "react";
import { countText } from "./cell-text.ts";
import type { ViewerModel } from "./viewer-model.ts";

/** As it stands on keyboards. */
const ESCAPE_KEY = "Esc";

export interface ToolbarOptions {
  readonly model: ViewerModel;
  readonly trans: TranslationBundle;
  readonly onRegion: (region: string) => void;
  readonly onCode: () => void;
  readonly onToggleTable: () => void;
  readonly onRetry: () => void;
}

/** Filter, region, code and the first rows as HTML; and what the viewer has to say. */
export class ViewerToolbar extends ReactWidget {
  readonly #options: ToolbarOptions;

  constructor(options: ToolbarOptions) {
    super();
    this.#options = options;
    this.addClass("jp-GenobookViewer-toolbar");
  }

  /** Puts the caret into the box of a filter or a region. */
  focusBox(name: "where" | "region"): void {
    this.node.querySelector<HTMLInputElement>(`[name=${name}]`)?.focus();
  }

  protected override render(): React.JSX.Element {
    return (
      <UseSignal signal={this.#options.model.changed}>{() => <Bar {...this.#options} />}</UseSignal>
    );
  }
}

function Bar(props: ToolbarOptions): React.JSX.Element {
  const { model, trans, onRegion, onCode, onToggleTable, onRetry } = props;
  const { opened, error } = model;
  return (
    <>
      {opened && (
        <div className="jp-GenobookViewer-bar">
          <Box
            name="where"
            label={trans.__("Filter")}
            hint={
              opened.columns.some(({ name }) => name === "pValue")
                ? "pValue < 1e-5 & chromosome = 6"
                : "chromosome = 6"
            }
            button={trans.__("Apply")}
            value={model.view.where}
            onSubmit={(where) => void model.show({ ...model.view, where })}
          />
          <Box
            name="region"
            label={trans.__("Go to")}
            hint={trans.__("6:28000000-34000000 or rs429358")}
            button={trans.__("Go")}
            value=""
            onSubmit={onRegion}
          />
          <button type="button" className="jp-mod-styled" onClick={onCode}>
            {trans.__("As code")}
          </button>
          <button type="button" className="jp-mod-styled" onClick={onToggleTable}>
            {trans.__("First 100 rows as a table")}
          </button>
          {model.isBusy && (
            <button type="button" className="jp-mod-styled" onClick={() => model.stop()}>
              {trans.__("Stop")} <kbd>{ESCAPE_KEY}</kbd>
            </button>
          )}
        </div>
      )}
      <p role="status" className="jp-GenobookViewer-status">
        {statusText(props)}
      </p>
      {error && (
        <div role="alert" className="jp-GenobookViewer-error">
          <strong>{error.what}</strong> {error.why} {error.remedy}{" "}
          <button type="button" className="jp-mod-styled" onClick={onRetry}>
            {trans.__("Try again")}
          </button>
        </div>
      )}
    </>
  );
}

function statusText({ model, trans }: ToolbarOptions): string {
  const { opened, progress, rowCount, isBusy, message, view } = model;
  if (!opened) return model.error ? "" : trans.__("Starting the data service…");
  const parts: string[] = [];
  const share = progress === undefined ? "" : ` ${Math.floor(100 * progress)} %`;
  if (message?.is === "restarted") {
    parts.push(trans.__("The data service had ended; it was started again."));
  }
  if (message?.is === "ended") {
    parts.push(trans.__("The data service has ended; what you do next starts it again."));
  }
  if (message?.is === "stopped") parts.push(trans.__("Stopped; the rows are as before."));
  if (message?.is === "region") {
    parts.push(
      trans._n(
        "%2 row in the region.",
        "%2 rows in the region.",
        message.count,
        countText(message.count),
      ),
    );
  }
  if (!opened.isWhole) {
    parts.push(
      trans.__("%1 rows are read; reading the whole file…%2", countText(model.rowsRead), share),
    );
  } else if (isBusy) parts.push(trans.__("Looking through all rows…%1", share));
  else parts.push(trans._n("%2 row", "%2 rows", rowCount, countText(rowCount)));
  if (opened.leftOut && !isBusy && view.where === "") {
    const { count, ofRows } = opened.leftOut;
    parts.push(
      trans._n(
        "of the %3 in the file: %2 is left out, see “Rows left out”",
        "of the %3 in the file: %2 are left out, see “Rows left out”",
        count,
        countText(count),
        countText(ofRows),
      ),
    );
  }
  if (view.orderBy !== "" && !isBusy) {
    parts.push(
      view.isDescending
        ? trans.__("(sorted by %1, largest first)", view.orderBy)
        : trans.__("(sorted by %1, smallest first)", view.orderBy),
    );
  }
  return parts.join(" ");
}

interface BoxProps {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly button: string;
  readonly value: string;
  readonly onSubmit: (text: string) => void;
}

function Box({ name, label, hint, button, value, onSubmit }: BoxProps): React.JSX.Element {
  const [text, setText] = React.useState(value);
  React.useEffect(() => setText(value), [value]);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(text);
      }}
    >
      <label>
        <span>{label}</span>
        <input
          className="jp-mod-styled"
          name={name}
          placeholder={hint}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <button type="submit" className="jp-mod-styled">
        {button}
      </button>
    </form>
  );
}
