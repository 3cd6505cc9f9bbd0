import { type PlotSelection } from "../plots/plot-links-token.ts";
import { PlotLinks } from "../plots/plot-links.ts";

/** What is picked in a document: plots ring it, rows of tables are marked, and the region around it opens. */
export class DocumentLinks extends PlotLinks {
  readonly #document: Document;

  constructor(page: Document) {
    super();
    this.#document = page;
    this.changed.connect((_, selection) => this.#markRows(selection));
    page.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.select(null);
    });
  }

  #markRows(selection: PlotSelection | null): void {
    for (const row of this.#document.querySelectorAll("tr.picked")) {
      row.classList.remove("picked");
      row.removeAttribute("aria-selected");
    }
    if (selection?.channel !== "variant") return;
    for (const row of this.#document.querySelectorAll<HTMLElement>("tr[data-variant]")) {
      if (row.dataset["variant"] !== selection.key) continue;
      row.classList.add("picked");
      row.setAttribute("aria-selected", "true");
    }
  }
}
