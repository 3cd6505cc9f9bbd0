import type { FileLeftOut } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { countText } from "./cell-text.ts";
import { problemText } from "./header-words.ts";

/** Which rows of the file are not shown, and why. */
export function LeftOut(props: {
  readonly leftOut: FileLeftOut;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { leftOut, trans } = props;
  const { count, ofRows, rows } = leftOut;
  return (
    <section>
      <h2>{trans.__("Rows left out")}</h2>
      <details>
        <summary>
          {trans.__("%1 of %2: no score can use them", countText(count), countText(ofRows))}
        </summary>
        <ul>
          {rows.map(({ line, variantId, problem }) => (
            <li key={line}>
              {variantId === ""
                ? trans.__("Line %1: %2", countText(line), problemText(problem, trans))
                : trans.__(
                    "Line %1, %2: %3",
                    countText(line),
                    variantId,
                    problemText(problem, trans),
                  )}
            </li>
          ))}
        </ul>
        {rows.length < count && (
          <p className="jp-GenobookViewer-muted">
            {trans.__("These are the first %1.", countText(rows.length))}
          </p>
        )}
      </details>
    </section>
  );
}
