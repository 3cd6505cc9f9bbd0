import type { DownloadPlan } from "@genobook/kernel/messages";
import { Dialog, ReactWidget, showDialog } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import type { DatasetItem } from "./dataset-item.ts";

/** Shows what would leave this machine and asks for the file to download; undefined when it is cancelled. */
export async function askDownload(
  item: DatasetItem,
  plans: ReadonlyMap<string, DownloadPlan>,
  { isOn, trans }: { readonly isOn: boolean; readonly trans: TranslationBundle },
): Promise<string | undefined> {
  const { value, button } = await showDialog({
    title: trans.__("Download %1", item.catalogue?.entry ?? item.name),
    body: new DownloadForm(item, plans, isOn, trans),
    buttons: [
      Dialog.cancelButton(),
      Dialog.okButton({
        label: isOn ? trans.__("Download") : trans.__("Send these and download"),
      }),
    ],
    focusNodeSelector: "select",
  });
  return button.accept && value ? value : undefined;
}

class DownloadForm extends ReactWidget {
  readonly #item: DatasetItem;
  readonly #plans: ReadonlyMap<string, DownloadPlan>;
  readonly #isOn: boolean;
  readonly #trans: TranslationBundle;

  constructor(
    item: DatasetItem,
    plans: ReadonlyMap<string, DownloadPlan>,
    isOn: boolean,
    trans: TranslationBundle,
  ) {
    super();
    this.#item = item;
    this.#plans = plans;
    this.#isOn = isOn;
    this.#trans = trans;
    this.addClass("jp-GenobookRegister");
  }

  getValue(): string {
    return this.node.querySelector("select")?.value ?? "";
  }

  protected override render(): React.JSX.Element {
    return <Form item={this.#item} plans={this.#plans} isOn={this.#isOn} trans={this.#trans} />;
  }
}

function Form(props: {
  readonly item: DatasetItem;
  readonly plans: ReadonlyMap<string, DownloadPlan>;
  readonly isOn: boolean;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { item, plans, isOn, trans } = props;
  const choices = [...plans.keys()];
  const [choice, setChoice] = React.useState(choices[0] ?? "");
  const plan = plans.get(choice);
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <label className="jp-GenobookRegister-field">
        <span>{trans.__("File")}</span>
        <select
          className="jp-mod-styled"
          value={choice}
          onChange={(event) => setChoice(event.target.value)}
        >
          {choices.map((each) => (
            <option key={each} value={each}>
              {choiceOfFileText(each, trans)}
            </option>
          ))}
        </select>
      </label>
      <p>
        {isOn
          ? trans.__("This is sent, and nothing of your data:")
          : trans.__(
              "The network is off. For this download alone this would be sent, and nothing of your data:",
            )}
      </p>
      <ul className="jp-GenobookRegister-sent">
        {plan?.requests.map((request) => (
          <li key={request}>
            <code>{request}</code>
          </li>
        ))}
      </ul>
      <p>
        {trans.__(
          "The file goes into the folder %1, is held against the catalogue’s checksum, and is registered with its origin, licence and citation. An interrupted download goes on where it stopped.",
          plan?.folder ?? "",
        )}
      </p>
      {item.licence !== undefined && item.licence !== "" && (
        <p>{trans.__("Licence: %1", item.licence)}</p>
      )}
    </form>
  );
}

function choiceOfFileText(choice: string, trans: TranslationBundle): string {
  if (choice === "harmonised") return trans.__("Harmonised by the catalogue");
  return choice === "original" ? trans.__("As the authors gave it") : choice;
}
