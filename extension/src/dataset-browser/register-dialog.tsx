import type { DatasetSensitivity, SensedFacts } from "@genobook/kernel/messages";
import { Dialog, ReactWidget, showDialog } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import * as React from "react";
import { kindText, sensitivityText } from "./dataset-text.ts";
import { type Registration, registrationOf } from "./registration.ts";

const KINDS = [
  "genotypes",
  "phenotypes",
  "summary-statistics",
  "scoring-file",
  "ld-panel",
  "other",
];
const SENSITIVITIES: readonly DatasetSensitivity[] = ["public", "controlled", "individual-level"];

/** Asks for id and facts of a data set, with what its files tell filled in; undefined when it is cancelled. */
export async function askRegistration(
  path: string,
  sensed: SensedFacts,
  trans: TranslationBundle,
): Promise<Registration | undefined> {
  const { value, button } = await showDialog({
    title: trans.__("Register %1", path),
    body: new RegistrationForm(sensed, trans),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: trans.__("Register") })],
    focusNodeSelector: "input[name=id]",
  });
  return button.accept && value ? value : undefined;
}

class RegistrationForm extends ReactWidget {
  readonly #sensed: SensedFacts;
  readonly #trans: TranslationBundle;

  constructor(sensed: SensedFacts, trans: TranslationBundle) {
    super();
    this.#sensed = sensed;
    this.#trans = trans;
    this.addClass("jp-GenobookRegister");
  }

  getValue(): Registration {
    const form = this.node.querySelector("form");
    return registrationOf(new FormData(form ?? undefined), this.#sensed);
  }

  protected override render(): React.JSX.Element {
    return <Form sensed={this.#sensed} trans={this.#trans} />;
  }
}

function Form(props: {
  readonly sensed: SensedFacts;
  readonly trans: TranslationBundle;
}): React.JSX.Element {
  const { sensed, trans } = props;
  const { facts, id, buildEvidence, members } = sensed;
  return (
    <form onSubmit={(event) => event.preventDefault()}>
      <p>
        {trans.__(
          "Each file’s SHA-256 is kept with what you say here in genobook.datasets.yaml: %1.",
          members.join(", "),
        )}
      </p>
      <Field label={trans.__("Name to open it by")}>
        <input
          name="id"
          className="jp-mod-styled"
          required
          pattern="[A-Za-z0-9][A-Za-z0-9_\-]*"
          defaultValue={id}
        />
      </Field>
      <Field label={trans.__("Title")}>
        <input name="title" className="jp-mod-styled" />
      </Field>
      <fieldset>
        <legend>{trans.__("Told from the files")}</legend>
        <Field label={trans.__("Kind")}>
          <Choice name="kind" initial={facts.kind ?? "other"}>
            {KINDS.map((kind) => [kind, kindText(kind, trans)] as const)}
          </Choice>
        </Field>
        <Field label={trans.__("Build")} note={buildEvidence}>
          <input name="build" className="jp-mod-styled" defaultValue={facts.build ?? ""} />
        </Field>
        <Field label={trans.__("People")}>
          <input
            name="samples"
            type="number"
            min="0"
            className="jp-mod-styled"
            defaultValue={facts.samples}
          />
        </Field>
        <Field label={trans.__("Variants")}>
          <input
            name="variants"
            type="number"
            min="0"
            className="jp-mod-styled"
            defaultValue={facts.variants}
          />
        </Field>
        <Field label={trans.__("Sensitivity")}>
          <Choice name="sensitivity" initial={facts.sensitivity ?? "controlled"}>
            {SENSITIVITIES.map((each) => [each, sensitivityText(each, trans)] as const)}
          </Choice>
        </Field>
        <label className="jp-GenobookRegister-check">
          <input name="checked" type="checkbox" />
          {trans.__("I have checked these; keep them as confirmed")}
        </label>
      </fieldset>
      <Field label={trans.__("Ancestry")}>
        <input name="ancestry" className="jp-mod-styled" />
      </Field>
      <Field label={trans.__("Had from")}>
        <input name="from" className="jp-mod-styled" />
      </Field>
      <Field label={trans.__("Licence")}>
        <input name="licence" className="jp-mod-styled" />
      </Field>
      <Field label={trans.__("Citation")}>
        <textarea name="citation" className="jp-mod-styled" rows={2} />
      </Field>
      <label className="jp-GenobookRegister-check">
        <input name="replace" type="checkbox" />
        {trans.__("Replace what has this name")}
      </label>
    </form>
  );
}

function Field(props: {
  readonly label: string;
  readonly note?: string;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  return (
    <label className="jp-GenobookRegister-field">
      <span>{props.label}</span>
      {props.children}
      {props.note !== undefined && props.note !== "" && <small>{props.note}</small>}
    </label>
  );
}

function Choice(props: {
  readonly name: string;
  readonly initial: string;
  readonly children: readonly (readonly [value: string, label: string])[];
}): React.JSX.Element {
  return (
    <select name={props.name} className="jp-mod-styled" defaultValue={props.initial}>
      {props.children.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
}
