import type { FilePanelCheck, Refusal } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { ReactWidget } from "@jupyterlab/ui-components";
import * as React from "react";
import { countText } from "./cell-text.ts";
import type { FileSession } from "./file-session.ts";
import { refusalOf } from "./refusal-of.ts";

const EXAMPLE = "results/height.tsv.gz";

interface CheckProps {
  readonly session: FileSession;
  readonly trans: TranslationBundle;
}

/** Whether an LD panel fits summary statistics of the project, in words. */
export class LdCheckPanel extends ReactWidget {
  readonly #props: CheckProps;

  constructor(session: FileSession, trans: TranslationBundle) {
    super();
    this.#props = { session, trans };
    this.addClass("jp-GenobookViewer-side");
    this.addClass("jp-GenobookViewer-check");
  }

  focusBox(): void {
    this.node.querySelector<HTMLInputElement>("[name=study]")?.focus();
  }

  protected override render(): React.JSX.Element {
    return <Check {...this.#props} />;
  }
}

function Check({ session, trans }: CheckProps): React.JSX.Element {
  const [path, setPath] = React.useState("");
  const [found, setFound] = React.useState<FilePanelCheck | null>(null);
  const [error, setError] = React.useState<Refusal | null>(null);
  const [progress, setProgress] = React.useState("");
  const asked = React.useRef<AbortController | null>(null);
  React.useEffect(() => () => asked.current?.abort(), []);
  const check = async (): Promise<void> => {
    asked.current?.abort();
    const abort = new AbortController();
    asked.current = abort;
    setFound(null);
    setError(null);
    setProgress(trans.__("Reading and comparing…"));
    try {
      const { answers } = await session.ask(
        "file.check",
        { study: path.trim() },
        {
          signal: abort.signal,
          onProgress: ({ done, total }) => {
            if (total) {
              const percent = Math.floor((100 * done) / total);
              setProgress(trans.__("Reading and comparing… %1 %", percent));
            }
          },
        },
      );
      if (!abort.signal.aborted) setFound(answers);
    } catch (caught) {
      if (abort.signal.aborted) return;
      setError(refusalOf(caught));
    } finally {
      if (asked.current === abort) {
        asked.current = null;
        setProgress("");
      }
    }
  };
  return (
    <section>
      <h2>{trans.__("Does it fit a study?")}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <label>
          <span>{trans.__("Summary statistics, from the folder that Jupyter shows")}</span>
          <input
            className="jp-mod-styled"
            name="study"
            required
            spellCheck={false}
            placeholder={EXAMPLE}
            value={path}
            onChange={(event) => setPath(event.target.value)}
          />
        </label>
        <button type="submit" className="jp-mod-styled">
          {trans.__("Check")}
        </button>
        {progress !== "" && (
          <button
            type="button"
            className="jp-mod-styled"
            onClick={() => {
              asked.current?.abort();
              asked.current = null;
              setProgress("");
            }}
          >
            {trans.__("Stop")}
          </button>
        )}
      </form>
      <p role="status">
        {progress !== "" ? progress : found && <strong>{verdictText(found, trans)}</strong>}
      </p>
      {found && <Reasons found={found} trans={trans} />}
      {error && (
        <p role="alert" className="jp-GenobookViewer-error">
          <strong>{error.what}</strong> {error.why} {error.remedy}
        </p>
      )}
    </section>
  );
}

function verdictText({ verdict, study }: FilePanelCheck, trans: TranslationBundle): string {
  if (verdict === "fits") return trans.__("✓ The panel fits %1.", study);
  if (verdict === "caution") return trans.__("⚠ The panel fits %1 with caution.", study);
  return trans.__("✗ The panel does not fit %1.", study);
}

function Reasons(props: {
  readonly found: FilePanelCheck;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { found, trans } = props;
  const { sentences, issues, issueCount } = found;
  return (
    <>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {issues.length > 0 && (
        <details>
          <summary>
            {trans.__(
              "The first %1 of %2 rows with an issue",
              countText(issues.length),
              countText(issueCount),
            )}
          </summary>
          <dl>
            {issues.map(({ row, variantId, reason }) => (
              <React.Fragment key={`${row} ${reason}`}>
                <dt>{variantId}</dt>
                <dd>{reason}</dd>
              </React.Fragment>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
