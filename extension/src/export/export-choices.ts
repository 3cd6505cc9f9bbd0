import type { DocumentJudgement, DocumentLanguage } from "@genobook/kernel/messages";
import type { Dialog } from "@jupyterlab/apputils";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { choice, field, licenceInput, nameInput, paragraph } from "./form-parts.ts";

export type DocumentForm = "page" | "crate";

export interface Choices {
  readonly form: DocumentForm;
  readonly language: DocumentLanguage;
  /** Of the file, in the notebook's folder. */
  readonly name: string;
  /** Of a crate. */
  readonly licence: string | undefined;
}

export interface ChoicesParts {
  /** What the kernel says to the outputs; nothing is refused in it. */
  readonly judgement: Pick<DocumentJudgement, "releases" | "uncheckedPictures">;
  /** File name of the notebook without its end. */
  readonly stem: string;
  /** The notebook's folder; "" for the one that Jupyter serves. */
  readonly folder: string;
  readonly form: DocumentForm;
  readonly language: DocumentLanguage;
  readonly smallestCount: number;
  readonly isUnsaved: boolean;
}

const ENDS: Readonly<Record<DocumentForm, string>> = { page: ".html", crate: ".crate.zip" };

/** What was looked at, and what is to be written where: the body of the export's dialog. */
export class ExportChoices extends Widget implements Dialog.IBodyWidget<Choices> {
  readonly #forms: Readonly<Record<DocumentForm, HTMLInputElement>>;
  readonly #language = document.createElement("select");
  readonly #licence: HTMLInputElement;
  readonly #name: HTMLInputElement;

  constructor(parts: ChoicesParts, trans: TranslationBundle) {
    super();
    this.addClass("jp-GenobookExport-choices");
    const { stem, folder, form, language, isUnsaved } = parts;
    this.#forms = {
      page: choice("genobook-export-form", form === "page"),
      crate: choice("genobook-export-form", form === "crate"),
    };
    const forms = document.createElement("fieldset");
    const legend = document.createElement("legend");
    legend.textContent = trans.__("What is written");
    forms.append(
      legend,
      field(
        trans.__("One page with interactive plots and provenance that opens without any network"),
        this.#forms.page,
      ),
      field(
        trans.__("Notebook, document and metadata for an archive, as an RO-Crate"),
        this.#forms.crate,
      ),
    );
    this.#language.className = "jp-mod-styled";
    for (const [value, name] of [
      ["en", "English"],
      ["zh-CN", "简体中文"],
    ] as const) {
      const option = new Option(name, value, value === language, value === language);
      option.lang = value;
      this.#language.add(option);
    }
    this.#licence = licenceInput();
    this.#name = nameInput(`${stem}${ENDS[form]}`);
    const licence = field(
      trans.__("Licence, as an SPDX identifier such as CC-BY-4.0, or an address"),
      this.#licence,
    );
    const place = folder === "" ? trans.__("the folder that Jupyter serves") : folder;
    this.node.append(
      ...findings(parts, trans),
      forms,
      field(trans.__("Language of headings and notes"), this.#language),
      licence,
      field(trans.__("File name, in %1", place), this.#name),
      ...(isUnsaved
        ? [
            paragraph(
              trans.__(
                "The notebook has changes: it is saved first, so that the document says which file it was made of.",
              ),
            ),
          ]
        : []),
    );
    const follow = (): void => {
      const { form: chosen } = this.getValue();
      licence.hidden = chosen === "page";
      this.#licence.disabled = chosen === "page";
      const other = ENDS[chosen === "page" ? "crate" : "page"];
      const { value } = this.#name;
      if (value.endsWith(other)) this.#name.value = value.slice(0, -other.length) + ENDS[chosen];
    };
    for (const input of Object.values(this.#forms)) input.addEventListener("change", follow);
    follow();
  }

  getValue(): Choices {
    const form = this.#forms.crate.checked ? "crate" : "page";
    const licence = this.#licence.value.trim();
    return {
      form,
      language: this.#language.value as DocumentLanguage,
      name: this.#name.value.trim(),
      licence: form === "crate" && licence !== "" ? licence : undefined,
    };
  }
}

/** What the look through the outputs gave; pictures that no program can look into are for the user to confirm. */
function findings(
  { judgement, smallestCount }: ChoicesParts,
  trans: TranslationBundle,
): HTMLElement[] {
  const { releases, uncheckedPictures } = judgement;
  const cells = [...new Set(uncheckedPictures)];
  const nothing = trans.__(
    "Outputs were looked through: no rows of single people and no counts of fewer than %1 people, as far as names, numbers of rows and words tell.",
    smallestCount,
  );
  const released = releases.map(({ cell, reason }) =>
    paragraph(trans.__("Cell %1 is released: %2", cell, reason)),
  );
  if (cells.length === 0) return [paragraph(nothing), ...released];
  const confirmed = document.createElement("input");
  confirmed.type = "checkbox";
  confirmed.required = true;
  const asked = trans._n(
    "No program can look into the picture of cell %2. I have looked: it shows no single people.",
    "No program can look into the pictures of cells %2. I have looked: they show no single people.",
    cells.length,
    cells.join(", "),
  );
  return [paragraph(nothing), ...released, field(asked, confirmed)];
}
