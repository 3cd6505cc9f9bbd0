import type { DocumentRefusal } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";

/** What stands against a document, cell by cell: what was seen, why it matters, what to do. */
export class RefusalList extends Widget {
  constructor(
    refusals: readonly DocumentRefusal[],
    trans: TranslationBundle,
    goTo: (refusal: DocumentRefusal) => void,
  ) {
    super({ node: document.createElement("ul") });
    this.addClass("jp-GenobookExport-refusals");
    this.node.append(...refusals.map((refusal) => itemOf(refusal, trans, goTo)));
  }
}

function itemOf(
  refusal: DocumentRefusal,
  trans: TranslationBundle,
  goTo: (refusal: DocumentRefusal) => void,
): HTMLElement {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "jp-mod-styled jp-GenobookExport-goTo";
  button.textContent = trans.__("Go to cell %1", refusal.cell);
  button.addEventListener("click", () => goTo(refusal));
  const lines = [refusal.what, refusal.why, refusal.remedy].map((text) => {
    const line = document.createElement("p");
    line.textContent = text;
    return line;
  });
  item.append(button, ...lines);
  return item;
}
